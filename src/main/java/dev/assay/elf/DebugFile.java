package dev.assay.elf;

import dev.assay.MalformedFileException;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What a separate file of debug information says of the image it was split from ({@code objcopy --only-keep-debug}; gdb's manual,
 * "Separate Debug Files"): the build id that both bear, and the symbol table. It is never loaded and its segments are not there,
 * so sections are what is read. Only the tables are kept, as they lie in the file.
 */
public final class DebugFile {
    private static final int SHT_NOTE = 7;

    private final String buildId;
    private final ElfClass elfClass;
    private final Bytes tables;
    private final int strings;

    private DebugFile(String buildId, ElfClass elfClass, Bytes tables, int strings) {
        this.buildId = buildId;
        this.elfClass = elfClass;
        this.tables = tables;
        this.strings = strings;
    }

    /**
     * Reads a file of debug information.
     *
     * @param content the whole file
     * @return its facts; empty when it is none: no ELF file, or without build id or symbols that can be read
     */
    public static Optional<DebugFile> of(byte[] content) {
        if (!ElfReader.isElf(content)) {
            return Optional.empty();
        }
        try {
            Bytes bytes = HeaderLayout.bytes("", content);
            HeaderLayout layout = LoaderChecks.checkedLayout(bytes);
            List<Section> sections = SectionTable.read(bytes, layout);
            Optional<byte[]> id = sections.stream()
                    .filter(section -> section.type() == SHT_NOTE)
                    .flatMap(notes -> Notes.buildId(bytes, notes.offset(), notes.size(), 4).stream())
                    .findFirst();
            return id.flatMap(found -> of(found, bytes, layout.elfClass(), sections));
        } catch (MalformedFileException e) {
            return Optional.empty();
        }
    }

    private static Optional<DebugFile> of(byte[] id, Bytes bytes, ElfClass elfClass, List<Section> sections) {
        if (SymbolTable.ofSections(bytes, elfClass, sections).isEmpty()) {
            return Optional.empty();
        }
        Section table = SymbolTable.section(sections).orElseThrow();
        Section names = sections.get(table.link());
        // Both lie in the file: symbols were read from them. Together they are larger than it only where they overlap.
        if (table.size() + names.size() > bytes.size()) {
            return Optional.empty();
        }
        int size = (int) table.size();
        byte[] kept = new byte[size + (int) names.size()];
        System.arraycopy(bytes.array(), (int) table.offset(), kept, 0, size);
        System.arraycopy(bytes.array(), (int) names.offset(), kept, size, (int) names.size());
        ByteOrder order = bytes.byteOrder();
        return Optional.of(new DebugFile(named(id), elfClass, new Bytes("", kept, order), size));
    }

    /** {@return a build id as files are named after it} */
    public static String named(byte[] buildId) {
        return HexFormat.of().formatHex(buildId);
    }

    /** {@return the build id, in hexadecimal} */
    public String buildId() {
        return buildId;
    }

    /** {@return bytes that are kept of the file} */
    public int size() {
        return tables.size();
    }

    /** {@return SHT_SYMTAB in its order} */
    public List<Symbol> symbols() {
        try {
            int records = strings / HeaderLayout.symbolSize(elfClass);
            return SymbolTable.read(tables, elfClass, 0, records, strings, tables.size());
        } catch (MalformedFileException e) {
            throw new IllegalStateException("a table that was read before", e);
        }
    }
}
