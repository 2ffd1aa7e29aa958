package dev.assay.elf;

import dev.assay.MalformedFileException;
import dev.assay.elf.Image.DynamicEntry;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How many symbols DT_SYMTAB has, which no tag says: DT_HASH has a chain word for each symbol; in DT_GNU_HASH the last
 * chain of the bucket with the highest symbol ends with the last symbol (its chains are read forwards only, so that none
 * can be a cycle); without both, linkers lay DT_STRTAB behind it.
 */
final class DynamicSymbols {
    private static final long DT_MIPS_SYMTABNO = 0x70000011L;
    private static final int EM_S390 = 22;
    private static final int EM_ALPHA = 0x9026;
    private static final int EM_MIPS = 8;

    private final Image image;
    private final DynamicTable table;
    private final Bytes bytes;

    private DynamicSymbols(Image image, DynamicTable table) {
        this.image = image;
        this.table = table;
        this.bytes = image.bytes();
    }

    static List<Symbol> read(Image image, DynamicTable table) throws MalformedFileException {
        return new DynamicSymbols(image, table).read();
    }

    private List<Symbol> read() throws MalformedFileException {
        Optional<DynamicEntry> symbols = table.last(DynamicTable.DT_SYMTAB);
        Optional<DynamicEntry> strings = table.last(DynamicTable.DT_STRTAB);
        if (symbols.isEmpty() || strings.isEmpty()) {
            return List.of();
        }
        long count = count(symbols.get(), strings.get());
        if (count <= 1) {
            return List.of();
        }
        long symbolsAt = fileOffset(symbols.get(), "DT_SYMTAB");
        long stringsAt = fileOffset(strings.get(), "DT_STRTAB");
        List<Symbol> all =
                SymbolTable.read(bytes, image.header().elfClass(), symbolsAt, count, stringsAt, bytes.size());
        return all.subList(1, all.size());
    }

    private long count(DynamicEntry symbols, DynamicEntry strings) throws MalformedFileException {
        Optional<DynamicEntry> hash = table.last(DynamicTable.DT_HASH);
        Optional<DynamicEntry> gnuHash = table.last(DynamicTable.DT_GNU_HASH);
        if (hash.isPresent() || gnuHash.isPresent()) {
            long count = hash.isPresent() ? countByHash(fileOffset(hash.get(), "DT_HASH")) : 0;
            long gnuCount = gnuHash.isPresent() ? countByGnuHash(fileOffset(gnuHash.get(), "DT_GNU_HASH")) : 0;
            return Math.max(count, gnuCount);
        }
        if (image.header().eMachine() == EM_MIPS && table.last(DT_MIPS_SYMTABNO).isPresent()) {
            return table.flags(DT_MIPS_SYMTABNO);
        }
        long size = strings.value() - symbols.value();
        return size > 0 ? size / HeaderLayout.symbolSize(image.header().elfClass()) : 0;
    }

    /** gABI, "Hash Table": nbucket, nchain; nchain is the number of symbols. 64-bit s390 and alpha have wide words. */
    private long countByHash(long at) throws MalformedFileException {
        int machine = image.header().eMachine();
        boolean wide = image.header().elfClass() == ElfClass.ELF64 && (machine == EM_S390 || machine == EM_ALPHA);
        return wide ? bytes.u64(at + 8) : bytes.u32(at + 4);
    }

    /** glibc, elf/dl-lookup.c: nbuckets, symoffset, words of the Bloom filter, shift; filter, buckets, chains. */
    private long countByGnuHash(long at) throws MalformedFileException {
        long bucketCount = bytes.u32(at);
        long firstHashed = bytes.u32(at + 4);
        long buckets = at
                + 16
                + bytes.u32(at + 8) * HeaderLayout.wordSize(image.header().elfClass());
        long chains = buckets + 4 * bucketCount;
        if (!bytes.contains(buckets, 4 * bucketCount)) {
            throw table.malformed(at, "DT_GNU_HASH passes the end of the file");
        }
        long last = 0;
        for (long i = 0; i < bucketCount; i++) {
            last = Math.max(last, bytes.u32(buckets + 4 * i));
        }
        if (last < firstHashed) {
            return firstHashed; // every bucket is empty
        }
        // The lowest bit marks the end of a chain. Each step moves on in the file, whose end ends the loop.
        while ((bytes.u32(chains + 4 * (last - firstHashed)) & 1) == 0) {
            last++;
        }
        return last + 1;
    }

    private long fileOffset(DynamicEntry entry, String tag) throws MalformedFileException {
        OptionalLong offset = image.fileOffset(entry.value());
        return offset.orElseThrow(() ->
                table.malformed(entry.offset(), tag + " 0x" + Long.toHexString(entry.value()) + " lies in no PT_LOAD"));
    }
}
