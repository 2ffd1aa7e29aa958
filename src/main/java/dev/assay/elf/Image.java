package dev.assay.elf;

import java.util.List;
import java.util.OptionalLong;

/**
 * An ELF file as the loader maps it: program headers first, section headers only as a second opinion.
 *
 * @param bytes the whole file
 * @param header the ELF header
 * @param segments program headers in the order of their table
 * @param dynamic entries of the dynamic table that the loader uses, up to and without DT_NULL; empty without one
 * @param sections section headers in the order of their table; empty when the file has none that can be read
 * @param symbols SHT_SYMTAB in its order; empty when stripped
 */
public record Image(
        Bytes bytes,
        ElfHeader header,
        List<Segment> segments,
        List<DynamicEntry> dynamic,
        List<Section> sections,
        List<Symbol> symbols) {

    /**
     * An entry of the dynamic table.
     *
     * @param tag d_tag
     * @param value d_val or d_ptr
     * @param offset file offset of the entry
     */
    public record DynamicEntry(long tag, long value, long offset) {}

    public Image {
        segments = List.copyOf(segments);
        dynamic = List.copyOf(dynamic);
        sections = List.copyOf(sections);
        symbols = List.copyOf(symbols);
    }

    /**
     * Where a virtual address lies in the file.
     *
     * @param address virtual address, unsigned
     * @return the file offset; empty when no PT_LOAD has bytes of the file there
     */
    public OptionalLong fileOffset(long address) {
        for (Segment segment : segments) {
            long into = address - segment.address();
            if (segment.type() == Segment.PT_LOAD && Long.compareUnsigned(into, segment.fileSize()) < 0) {
                return OptionalLong.of(segment.offset() + into);
            }
        }
        return OptionalLong.empty();
    }
}
