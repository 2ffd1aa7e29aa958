package dev.assay.elf;

import dev.assay.MalformedFileException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * An ELF file as the loader maps it: program headers first, section headers only as a second opinion.
 *
 * @param bytes the whole file
 * @param header the ELF header
 * @param segments program headers in the order of their table; empty for relocatable objects and core files
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

    /** {@return the same image with other symbols, which were read elsewhere} */
    public Image withSymbols(List<Symbol> others) {
        return new Image(bytes, header, segments, dynamic, sections, others);
    }

    /**
     * Where a virtual address lies in the file.
     *
     * @param address virtual address, unsigned
     * @return the file offset; empty when no PT_LOAD has bytes of the file there
     */
    public OptionalLong fileOffset(long address) {
        Optional<Segment> load = loadAt(segments, address);
        return load.isPresent()
                ? OptionalLong.of(load.get().offset() + (address - load.get().address()))
                : OptionalLong.empty();
    }

    /** {@return the build id that the linker gave it, in its notes as the loader maps them} */
    public Optional<byte[]> buildId() {
        return segments.stream()
                .filter(segment -> segment.type() == Segment.PT_NOTE)
                .flatMap(notes -> Notes.buildId(bytes, notes.offset(), notes.fileSize(), notes.alignment()).stream())
                .findFirst();
    }

    /** {@return the path of the interpreter, as the kernel reads it: the first PT_INTERP, up to its first NUL} */
    public Optional<String> interpreter() {
        boolean started = header.type() == ElfHeader.ET_EXEC || header.type() == ElfHeader.ET_DYN;
        return started ? interpreterSegment(segments).map(this::pathIn) : Optional.empty();
    }

    private String pathIn(Segment interpreter) {
        // ElfReader has seen that the segment lies in the file and ends with NUL.
        int start = Math.toIntExact(interpreter.offset());
        int end = start;
        while (bytes.array()[end] != 0) {
            end++;
        }
        return new String(bytes.array(), start, end - start, StandardCharsets.UTF_8);
    }

    /**
     * Where a program header lies in the file.
     *
     * @param index into {@link #segments()}
     * @return the file offset of its first byte
     */
    public long programHeaderOffset(int index) {
        try {
            return HeaderLayout.read(bytes).programHeaderAt(index);
        } catch (MalformedFileException e) {
            throw new IllegalStateException("an image whose header cannot be read", e);
        }
    }

    /**
     * Where a section header lies in the file.
     *
     * @param index into {@link #sections()}
     * @return the file offset of its first byte
     */
    public long sectionHeaderOffset(int index) {
        try {
            HeaderLayout layout = HeaderLayout.read(bytes);
            return layout.sectionOffset() + (long) index * HeaderLayout.sectionHeaderSize(layout.elfClass());
        } catch (MalformedFileException e) {
            throw new IllegalStateException("an image whose header cannot be read", e);
        }
    }

    /** {@return the index in {@link #segments()} of the PT_DYNAMIC that ld.so uses: the last} */
    public OptionalInt dynamicSegment() {
        // rtld.c, rtld_setup_main_map() goes through all program headers, a later PT_DYNAMIC replacing an earlier one.
        return IntStream.range(0, segments.size())
                .filter(i -> segments.get(i).type() == Segment.PT_DYNAMIC)
                .reduce((first, second) -> second);
    }

    static Optional<Segment> interpreterSegment(List<Segment> segments) {
        // load_elf_binary() leaves its loop at the first.
        return segments.stream().filter(s -> s.type() == Segment.PT_INTERP).findFirst();
    }

    /**
     * The segment whose file bytes are mapped at an address.
     *
     * @param address virtual address, unsigned
     * @return the PT_LOAD; empty when none has bytes of the file there
     */
    public Optional<Segment> loadAt(long address) {
        return loadAt(segments, address);
    }

    /**
     * The PT_LOAD whose file bytes are mapped at an address: of two the last, since it is mapped over the first; and where that
     * one has zeros there (elf_load(), p_memsz beyond p_filesz), none.
     */
    static Optional<Segment> loadAt(List<Segment> segments, long address) {
        for (int i = segments.size() - 1; i >= 0; i--) {
            Segment segment = segments.get(i);
            if (segment.type() == Segment.PT_LOAD
                    && Long.compareUnsigned(address - segment.address(), segment.memorySize()) < 0) {
                boolean inFile = Long.compareUnsigned(address - segment.address(), segment.fileSize()) < 0;
                return inFile ? Optional.of(segment) : Optional.empty();
            }
        }
        return Optional.empty();
    }
}
