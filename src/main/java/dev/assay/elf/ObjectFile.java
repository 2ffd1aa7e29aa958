package dev.assay.elf;

import java.util.List;

/**
 * A relocatable object: what an archive member holds.
 *
 * @param bytes the object
 * @param header its ELF header
 * @param sections by index; the first is the null section
 * @param symbols SHT_SYMTAB, by index; the first is the null symbol
 * @param byteCode whether it holds link-time-optimisation byte code and no machine code
 */
public record ObjectFile(
        Bytes bytes, ElfHeader header, List<InputSection> sections, List<Symbol> symbols, boolean byteCode) {
    public ObjectFile {
        sections = List.copyOf(sections);
        symbols = List.copyOf(symbols);
    }
}
