package dev.assay.elf;

import dev.assay.MalformedFileException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.fornwall.jelf.ElfFile;
import net.fornwall.jelf.ElfSegment;

/**
 * Reads ELF images, and is the one door to jelf.
 *
 * <p>The loader decides what is true: what the kernel reads is checked as the kernel checks it ({@link LoaderChecks}),
 * before jelf is asked; what the kernel never looks at, the section headers, makes no image malformed. jelf is handed
 * the ELF header and the program headers alone, with what the kernel ignores blanked: a lying e_shnum makes it
 * allocate negative arrays, extended numbering makes it forget the program headers, and asking it for one section header
 * makes it read the whole section. Sections, symbols and the dynamic table, which it finds by section only, are read
 * from our own bytes.
 */
public final class ElfReader {
    private static final int MAGIC_SIZE = 4;
    private static final int EI_VERSION = 6;
    private static final int E_VERSION = 20;

    private ElfReader() {}

    /**
     * Whether a file is an ELF file, by its magic number.
     *
     * @param firstBytes the file, or at least its first four bytes
     * @return whether it begins as an ELF file does
     */
    public static boolean isElf(byte[] firstBytes) {
        return firstBytes.length >= MAGIC_SIZE
                && firstBytes[0] == 0x7f
                && firstBytes[1] == 'E'
                && firstBytes[2] == 'L'
                && firstBytes[3] == 'F';
    }

    /**
     * Reads an image.
     *
     * @param path for messages: the path as given, or its place in its container
     * @param content the whole file; not copied, and not to be changed
     * @return the image as the loader sees it
     * @throws MalformedFileException when the headers contradict the format, or the kernel refuses to start the file
     */
    public static Image read(String path, byte[] content) throws MalformedFileException {
        if (!isElf(content)) {
            throw new MalformedFileException(path, 0, "expected the magic number 7f 45 4c 46");
        }
        Bytes bytes = HeaderLayout.bytes(path, content);
        HeaderLayout layout = LoaderChecks.checkedLayout(bytes);
        ElfFile elf = openHeaders(bytes, layout);
        ElfHeader header = header(elf, layout, bytes.byteOrder());
        List<Segment> segments = segments(bytes, elf, layout);
        LoaderChecks.checkSegments(bytes, layout, header, segments);
        List<Section> sections = SectionTable.read(bytes, layout);
        return new Image(
                bytes,
                header,
                segments,
                DynamicTable.entries(bytes, layout, segments),
                sections,
                SymbolTable.ofSections(bytes, layout.elfClass(), sections));
    }

    /**
     * Reads the symbol table of a file that is never loaded, such as one of debug information, whose segments are not there.
     *
     * @param content the whole file
     * @return SHT_SYMTAB in its order; empty when there is none that can be read
     */
    public static List<Symbol> symbolTable(byte[] content) {
        if (!isElf(content)) {
            return List.of();
        }
        try {
            Bytes bytes = HeaderLayout.bytes("", content);
            HeaderLayout layout = LoaderChecks.checkedLayout(bytes);
            return SymbolTable.ofSections(bytes, layout.elfClass(), SectionTable.read(bytes, layout));
        } catch (MalformedFileException e) {
            return List.of();
        }
    }

    /** The head of the file up to the end of the program headers, with what the kernel does not look at blanked. */
    private static ElfFile openHeaders(Bytes bytes, HeaderLayout layout) throws MalformedFileException {
        int headerSize = HeaderLayout.headerSize(layout.elfClass());
        long tableEnd = layout.programCount() == 0 ? 0 : layout.programHeaderAt(layout.programCount());
        // checkedLayout has seen that the table lies in the file: tableEnd fits an int.
        byte[] head = Arrays.copyOf(bytes.array(), (int) Math.max(tableEnd, headerSize));
        int sectionOffset = layout.elfClass() == ElfClass.ELF64 ? 40 : 32;
        Arrays.fill(head, sectionOffset, sectionOffset + HeaderLayout.wordSize(layout.elfClass()), (byte) 0);
        Arrays.fill(head, headerSize - 4, headerSize, (byte) 0);
        if (layout.programCount() == 0) {
            Arrays.fill(head, headerSize - 8, headerSize - 6, (byte) 0);
        }
        // The kernel starts images of any EI_VERSION and e_version; jelf wants EV_CURRENT.
        head[EI_VERSION] = 1;
        Arrays.fill(head, E_VERSION, E_VERSION + 4, (byte) 0);
        head[bytes.byteOrder() == ByteOrder.LITTLE_ENDIAN ? E_VERSION : E_VERSION + 3] = 1;
        return guarded(bytes.path(), () -> ElfFile.from(head));
    }

    private static ElfHeader header(ElfFile elf, HeaderLayout layout, ByteOrder byteOrder) {
        return new ElfHeader(
                layout.elfClass(),
                byteOrder,
                elf.e_type & 0xffff,
                elf.e_machine & 0xffff,
                unsigned(layout.elfClass(), elf.e_entry),
                elf.e_flags);
    }

    private static List<Segment> segments(Bytes bytes, ElfFile elf, HeaderLayout layout) throws MalformedFileException {
        List<Segment> segments = new ArrayList<>(layout.programCount());
        for (int i = 0; i < layout.programCount(); i++) {
            int index = i;
            ElfSegment raw = guarded(bytes.path(), () -> elf.getProgramHeader(index));
            segments.add(segment(layout.elfClass(), raw));
        }
        return segments;
    }

    private static Segment segment(ElfClass elfClass, ElfSegment raw) {
        return new Segment(
                raw.p_type,
                raw.p_flags,
                unsigned(elfClass, raw.p_offset),
                unsigned(elfClass, raw.p_vaddr),
                unsigned(elfClass, raw.p_filesz),
                unsigned(elfClass, raw.p_memsz),
                unsigned(elfClass, raw.p_align));
    }

    /** jelf extends the sign of 32-bit numbers. */
    private static long unsigned(ElfClass elfClass, long value) {
        return elfClass == ElfClass.ELF64 ? value : value & 0xffffffffL;
    }

    /** A call into jelf. */
    private interface JelfCall<T> {
        T get();
    }

    /**
     * The net around jelf, which answers malformed input with whatever its arithmetic throws. Memory that runs out is no
     * word on the file.
     */
    private static <T> T guarded(String path, JelfCall<T> call) throws MalformedFileException {
        try {
            return call.get();
        } catch (RuntimeException | StackOverflowError e) {
            MalformedFileException malformed =
                    new MalformedFileException(path, 0, "headers that cannot be read: " + e.getMessage());
            malformed.initCause(e);
            throw malformed;
        }
    }
}
