package dev.assay.elf;

import dev.assay.MalformedFileException;
import dev.assay.elf.Image.DynamicEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The dynamic table of an image as ld.so reads it (glibc, elf/get-dynamic-info.h and elf/rtld.c): of the last
 * PT_DYNAMIC, at its p_vaddr and not its p_offset, up to the first DT_NULL whatever p_filesz says, each address through
 * the PT_LOADs, each string up to its NUL whatever DT_STRSZ says, and of a tag that stands twice the last, but for those
 * that are lists.
 */
public final class DynamicTable {
    public static final long DT_NULL = 0;
    public static final long DT_NEEDED = 1;
    public static final long DT_HASH = 4;
    public static final long DT_STRTAB = 5;
    public static final long DT_SYMTAB = 6;
    public static final long DT_STRSZ = 10;
    public static final long DT_SONAME = 14;
    public static final long DT_RPATH = 15;
    public static final long DT_DEBUG = 21;
    public static final long DT_TEXTREL = 22;
    public static final long DT_JMPREL = 23;
    public static final long DT_BIND_NOW = 24;
    public static final long DT_RUNPATH = 29;
    public static final long DT_FLAGS = 30;
    public static final long DT_GNU_HASH = 0x6ffffef5L;
    public static final long DT_CONFIG = 0x6ffffefaL;
    public static final long DT_DEPAUDIT = 0x6ffffefbL;
    public static final long DT_AUDIT = 0x6ffffefcL;
    public static final long DT_FLAGS_1 = 0x6ffffffbL;
    public static final long DT_AUXILIARY = 0x7ffffffdL;
    public static final long DT_FILTER = 0x7fffffffL;
    /** DT_FLAGS: there are relocations against read-only segments. */
    public static final long DF_TEXTREL = 4;
    /** DT_FLAGS: everything is bound before the program starts. */
    public static final long DF_BIND_NOW = 8;
    /** DT_FLAGS_1: everything is bound before the program starts. */
    public static final long DF_1_NOW = 1;
    /** DT_FLAGS_1: an executable, not a library. */
    public static final long DF_1_PIE = 0x08000000L;

    /** No file of a longer name can be opened (linux, include/uapi/linux/limits.h). */
    private static final int PATH_MAX = 4096;

    /** Far more than any linker writes; a bound on what a hostile table costs. */
    private static final int MOST_ENTRIES = 65536;

    private final Image image;

    private DynamicTable(Image image) {
        this.image = image;
    }

    /** {@return the dynamic table of an image; without one, a table without entries} */
    public static DynamicTable of(Image image) {
        return new DynamicTable(image);
    }

    /** {@return the entry of a tag that ld.so takes: the last} */
    public Optional<DynamicEntry> last(long tag) {
        Optional<DynamicEntry> found = Optional.empty();
        for (DynamicEntry entry : image.dynamic()) {
            if (entry.tag() == tag) {
                found = Optional.of(entry);
            }
        }
        return found;
    }

    /** {@return all entries of a tag, in the order of the table} */
    public List<DynamicEntry> all(long tag) {
        return image.dynamic().stream().filter(entry -> entry.tag() == tag).toList();
    }

    /** {@return the bits of a tag that holds flags, 0 without it} */
    public long flags(long tag) {
        return last(tag).map(DynamicEntry::value).orElse(0L);
    }

    /**
     * The string that an entry names.
     *
     * @param entry an entry whose value counts from DT_STRTAB
     * @return the string
     * @throws MalformedFileException when there is no DT_STRTAB, or the string is not in the image
     */
    public String string(DynamicEntry entry) throws MalformedFileException {
        long table = last(DT_STRTAB)
                .orElseThrow(() -> malformed(entry.offset(), "an entry names a string, and there is no DT_STRTAB"))
                .value();
        OptionalLong offset = image.fileOffset(table + entry.value());
        if (Long.compareUnsigned(entry.value(), image.bytes().size()) >= 0 || offset.isEmpty()) {
            throw malformed(
                    entry.offset(),
                    "string 0x" + Long.toHexString(entry.value()) + " of DT_STRTAB 0x" + Long.toHexString(table)
                            + " lies outside of the image");
        }
        long end = Math.min(image.bytes().size(), offset.getAsLong() + PATH_MAX);
        return image.bytes().string(offset.getAsLong(), end);
    }

    /**
     * The dynamic symbol table: the first, empty symbol left out.
     *
     * @return its symbols in order; none without DT_SYMTAB
     * @throws MalformedFileException when the tables that lead there contradict the file
     */
    public List<Symbol> symbols() throws MalformedFileException {
        return DynamicSymbols.read(image, this);
    }

    MalformedFileException malformed(long offset, String expected) {
        return new MalformedFileException(image.bytes().path(), offset, expected);
    }

    /** The entries of the table that ld.so uses, up to and without DT_NULL. */
    static List<DynamicEntry> entries(Bytes bytes, HeaderLayout layout, List<Segment> segments)
            throws MalformedFileException {
        if (layout.type() != ElfHeader.ET_EXEC && layout.type() != ElfHeader.ET_DYN) {
            return List.of();
        }
        // rtld.c, rtld_setup_main_map() goes through all program headers and remembers the last PT_DYNAMIC.
        for (int i = segments.size() - 1; i >= 0; i--) {
            Segment segment = segments.get(i);
            if (segment.type() == Segment.PT_DYNAMIC) {
                return entriesAt(bytes, layout, segments, i);
            }
        }
        return List.of();
    }

    private static List<DynamicEntry> entriesAt(Bytes bytes, HeaderLayout layout, List<Segment> segments, int index)
            throws MalformedFileException {
        Segment dynamic = segments.get(index);
        Optional<Segment> home = Image.loadAt(segments, dynamic.address());
        if (home.isEmpty()) {
            if (dynamic.memorySize() == 0 && dynamic.fileSize() == 0) {
                return List.of();
            }
            throw new MalformedFileException(
                    bytes.path(),
                    layout.programHeaderAt(index),
                    "PT_DYNAMIC at address 0x" + Long.toHexString(dynamic.address()) + " lies in no PT_LOAD");
        }
        Segment load = home.get();
        return readTable(
                bytes,
                layout.elfClass(),
                load.offset() + (dynamic.address() - load.address()),
                load.offset() + load.fileSize(),
                load.memorySize() != load.fileSize());
    }

    private static List<DynamicEntry> readTable(
            Bytes bytes, ElfClass elfClass, long offset, long end, boolean zerosFollow) throws MalformedFileException {
        int word = HeaderLayout.wordSize(elfClass);
        List<DynamicEntry> entries = new ArrayList<>();
        for (long at = offset; at + 2L * word <= end; at += 2L * word) {
            long tag = bytes.word(elfClass, at);
            if (tag == DT_NULL) {
                return entries;
            }
            if (entries.size() == MOST_ENTRIES) {
                throw new MalformedFileException(bytes.path(), at, "dynamic table of more than 65536 entries");
            }
            entries.add(new DynamicEntry(tag, bytes.word(elfClass, at + word), at));
        }
        if (zerosFollow) {
            return entries; // p_memsz beyond p_filesz is zeros: DT_NULL
        }
        throw new MalformedFileException(bytes.path(), end, "dynamic table without DT_NULL");
    }
}
