package dev.assay.elf;

import dev.assay.MalformedFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Symbol records (gABI, "Symbol Table"), read from our own bytes: jelf searches the section list for each name. */
final class SymbolTable {
    private static final int SHT_SYMTAB = 2;

    /**
     * Linkers let a name share the tail of another. Names that together are many times their table are an attack: a
     * table of n bytes can hold n names of n/2 bytes.
     */
    private static final long NAME_OVERLAP = 16;

    private static final long SMALLEST_BUDGET = 65536;

    private SymbolTable() {}

    /** SHT_SYMTAB's symbols; none when there is none, or none that can be read: the loader does not ask for it. */
    static List<Symbol> ofSections(Bytes bytes, ElfClass elfClass, List<Section> sections) {
        return section(sections)
                .map(table -> ofSection(bytes, elfClass, sections, table))
                .orElse(List.of());
    }

    /** {@return the section of SHT_SYMTAB: a file has one (gABI, "Sections")} */
    static Optional<Section> section(List<Section> sections) {
        return sections.stream().filter(section -> section.type() == SHT_SYMTAB).findFirst();
    }

    private static List<Symbol> ofSection(Bytes bytes, ElfClass elfClass, List<Section> sections, Section table) {
        int recordSize = HeaderLayout.symbolSize(elfClass);
        if (table.entrySize() != recordSize
                || !bytes.contains(table.offset(), table.size())
                || table.link() <= 0
                || table.link() >= sections.size()) {
            return List.of();
        }
        Section strings = sections.get(table.link());
        if (!bytes.contains(strings.offset(), strings.size())) {
            return List.of();
        }
        try {
            long end = strings.offset() + strings.size();
            return read(bytes, elfClass, table.offset(), table.size() / recordSize, strings.offset(), end);
        } catch (MalformedFileException e) {
            return List.of(); // a name outside of its string table
        }
    }

    /**
     * Reads records.
     *
     * @param offset file offset of the first
     * @param count how many
     * @param strings file offset of the string table that st_name counts from
     * @param stringsEnd file offset of its end, exclusive
     */
    static List<Symbol> read(Bytes bytes, ElfClass elfClass, long offset, long count, long strings, long stringsEnd)
            throws MalformedFileException {
        int recordSize = HeaderLayout.symbolSize(elfClass);
        if (Long.compareUnsigned(count, bytes.size() / recordSize) > 0 || !bytes.contains(offset, count * recordSize)) {
            throw new MalformedFileException(
                    bytes.path(), offset, Long.toUnsignedString(count) + " symbols pass the end of the file");
        }
        List<Symbol> symbols = new ArrayList<>((int) count);
        long budget = NAME_OVERLAP * (stringsEnd - strings) + SMALLEST_BUDGET;
        for (long i = 0; i < count; i++) {
            Symbol symbol = symbol(bytes, elfClass, offset + i * recordSize, strings, stringsEnd);
            budget -= symbol.name().length();
            if (budget < 0) {
                throw new MalformedFileException(
                        bytes.path(), offset, "symbol names that overlap more than any linker's string table");
            }
            symbols.add(symbol);
        }
        return symbols;
    }

    private static Symbol symbol(Bytes bytes, ElfClass elfClass, long at, long strings, long stringsEnd)
            throws MalformedFileException {
        long nameIndex = bytes.u32(at);
        if (nameIndex >= Math.max(1, stringsEnd - strings)) {
            throw new MalformedFileException(
                    bytes.path(), at, "st_name 0x" + Long.toHexString(nameIndex) + " lies outside of the string table");
        }
        String name = nameIndex == 0 ? "" : bytes.string(strings + nameIndex, stringsEnd);
        boolean wide = elfClass == ElfClass.ELF64;
        int info = bytes.u8(at + (wide ? 4 : 12));
        return new Symbol(
                name,
                wide ? bytes.u64(at + 8) : bytes.u32(at + 4),
                wide ? bytes.u64(at + 16) : bytes.u32(at + 8),
                info & 0xf,
                info >> 4,
                bytes.u16(at + (wide ? 6 : 14)),
                bytes.u8(at + (wide ? 5 : 13)));
    }
}
