package dev.assay.reach;

import dev.assay.MalformedFileException;
import dev.assay.elf.Bytes;
import dev.assay.elf.DynamicTable;
import dev.assay.elf.ElfHeader;
import dev.assay.elf.Image;
import dev.assay.elf.Image.DynamicEntry;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The words of an image's memory that hold addresses of its own, by ascending place.
 *
 * <p>Where addresses are fixed a pointer is told by its value alone: any eight bytes, at any place, that are an address in
 * the image. A chance number among them makes the closure larger, never smaller. Where an image may be moved each pointer
 * has a relocation: DT_RELA, and DT_RELR, where the word itself holds the address (gABI, "Relocation").
 */
final class DataPointers {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long DT_RELA = 7;
    private static final long DT_RELASZ = 8;
    private static final long DT_JMPREL = 23;
    private static final long DT_PLTRELSZ = 2;
    private static final long DT_RELRSZ = 35;
    private static final long DT_RELR = 36;
    private static final int RELA_SIZE = 24;

    private final AddressSpace space;
    private final IntColumn found = new IntColumn();
    private final IntColumn targets = new IntColumn();
    private final BitSet tables = new BitSet();
    private int[] place = new int[0];
    private int[] target = new int[0];

    private DataPointers(AddressSpace space) {
        this.space = space;
    }

    /**
     * Reads them.
     *
     * @param space loaded bytes of a 64-bit little-endian image
     * @param inCode whether code may hold them too, as literal pools
     */
    static DataPointers of(AddressSpace space, Pools inCode) {
        DataPointers pointers = new DataPointers(space);
        if (space.image().header().type() == ElfHeader.ET_EXEC) {
            pointers.findFixed(inCode);
        } else {
            pointers.findRelocated();
        }
        pointers.sort();
        return pointers;
    }

    /** Whether code holds addresses between its instructions. */
    enum Pools {
        IN_CODE,
        IN_DATA_ONLY
    }

    private void findFixed(Pools inCode) {
        byte[] bytes = space.bytes();
        int headers =
                (int) space.image().programHeaderOffset(space.image().segments().size());
        for (int stretch = 0; stretch < space.stretches(); stretch++) {
            boolean code = space.isCode(stretch);
            if (code && inCode == Pools.IN_DATA_ONLY) {
                continue;
            }
            int start = space.start(stretch);
            int fileStart = space.fileStart(stretch);
            int step = code ? 4 : 1;
            int first = fileStart < headers ? headers - fileStart : 0; // p_vaddr is an address, and nobody's pointer
            // A word at `last` ends where the stretch does, which lies in the file.
            int last = space.end(stretch) - start - 8;
            for (int at = first; at <= last; at += step) {
                int to = space.place((long) LONG.get(bytes, fileStart + at));
                if (to >= 0) {
                    add(start + at, to);
                }
            }
        }
    }

    private void findRelocated() {
        Image image = space.image();
        DynamicTable dynamic = DynamicTable.of(image);
        try {
            readAddends(image, dynamic, DT_RELA, DT_RELASZ);
            readAddends(image, dynamic, DT_JMPREL, DT_PLTRELSZ);
            readPacked(image, dynamic);
        } catch (MalformedFileException e) {
            throw new IllegalStateException("a range that was checked before", e);
        }
    }

    private void readAddends(Image image, DynamicTable dynamic, long tag, long sizeTag) throws MalformedFileException {
        long size = dynamic.last(sizeTag).map(DynamicEntry::value).orElse(0L);
        OptionalLong table = tableOffset(image, dynamic, tag, size);
        Bytes bytes = image.bytes();
        if (table.isPresent()) {
            for (long at = 0; at + RELA_SIZE <= size; at += RELA_SIZE) {
                int where = space.place(bytes.u64(table.getAsLong() + at));
                // RELATIVE and IRELATIVE have no symbol: the addend is the address.
                int to = space.place(bytes.u64(table.getAsLong() + at + 16));
                if (where >= 0 && to >= 0) {
                    add(where, to);
                }
            }
        }
    }

    /** An even word is an address to relocate; an odd one is a map of the 63 words that follow (gABI, SHT_RELR). */
    private void readPacked(Image image, DynamicTable dynamic) throws MalformedFileException {
        long size = dynamic.last(DT_RELRSZ).map(DynamicEntry::value).orElse(0L);
        OptionalLong table = tableOffset(image, dynamic, DT_RELR, size);
        if (table.isEmpty()) {
            return;
        }
        long next = 0;
        for (long at = 0; at + 8 <= size; at += 8) {
            long entry = image.bytes().u64(table.getAsLong() + at);
            if ((entry & 1) == 0) {
                addWordAt(entry);
                next = entry + 8;
            } else {
                for (int bit = 1; bit < 64; bit++) {
                    if ((entry >>> bit & 1) != 0) {
                        addWordAt(next + (bit - 1) * 8L);
                    }
                }
                next += 63 * 8;
            }
        }
    }

    private void addWordAt(long address) {
        int where = space.place(address);
        int at = where < 0 ? -1 : space.fileAt(where);
        if (at >= 0 && at <= space.bytes().length - 8) {
            int to = space.place((long) LONG.get(space.bytes(), at));
            if (to >= 0) {
                add(where, to);
            }
        }
    }

    private OptionalLong tableOffset(Image image, DynamicTable dynamic, long tag, long size) {
        Optional<DynamicEntry> entry = dynamic.last(tag);
        if (entry.isEmpty()) {
            return OptionalLong.empty();
        }
        OptionalLong offset = image.fileOffset(entry.get().value());
        if (offset.isEmpty() || !image.bytes().contains(offset.getAsLong(), size)) {
            return OptionalLong.empty();
        }
        int first = space.place(entry.get().value());
        if (first >= 0) {
            tables.set(first, (int) Math.min((long) first + size, Integer.MAX_VALUE)); // a file's size fits an int
        }
        return offset;
    }

    private void add(int where, int to) {
        found.add(where);
        targets.add(to);
    }

    private void sort() {
        int count = found.size();
        long[] rows = new long[count];
        for (int i = 0; i < count; i++) {
            rows[i] = (long) found.get(i) << 32 | targets.get(i);
        }
        Arrays.sort(rows);
        place = new int[count];
        target = new int[count];
        for (int i = 0; i < count; i++) {
            place[i] = (int) (rows[i] >>> 32);
            target[i] = (int) rows[i];
        }
    }

    int count() {
        return place.length;
    }

    /** {@return whether a place lies in a table of relocations, whose pointers are known} */
    boolean isInTable(int at) {
        return tables.get(at);
    }

    int place(int i) {
        return place[i];
    }

    int target(int i) {
        return target[i];
    }

    /** {@return the index of the first pointer at or behind a place} */
    int firstFrom(int from) {
        int at = Arrays.binarySearch(place, from);
        while (at > 0 && place[at - 1] == from) {
            at--; // two relocations of one word
        }
        return at >= 0 ? at : -at - 1;
    }
}
