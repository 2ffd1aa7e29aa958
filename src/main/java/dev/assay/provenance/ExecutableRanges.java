package dev.assay.provenance;

import dev.assay.elf.ElfClass;
import dev.assay.elf.Image;
import dev.assay.elf.Segment;
import java.util.ArrayList;
import java.util.List;

/**
 * Which bytes of an image may be executed: the file bytes of its PF_X segments, without the ELF header and the program headers,
 * which linkers that do not separate code map with it.
 */
final class ExecutableRanges {
    private static final int HEADER_64 = 64;
    private static final int HEADER_32 = 52;
    private static final int PROGRAM_HEADER_64 = 56;
    private static final int PROGRAM_HEADER_32 = 32;

    private ExecutableRanges() {}

    /** {@return the ranges, in the order of the program headers, with nothing explained} */
    static List<CodeRange> of(Image image) {
        List<CodeRange> ranges = new ArrayList<>();
        for (Segment segment : image.segments()) {
            if (segment.isCode()) {
                long headers = segment.offset() == 0 ? Math.min(headerSize(image), segment.fileSize()) : 0;
                if (segment.fileSize() > headers) {
                    ranges.add(new CodeRange(
                            segment.address() + headers, segment.fileSize() - headers, CodeRange.Kind.UNEXPLAINED));
                }
            }
        }
        return ranges;
    }

    private static long headerSize(Image image) {
        boolean wide = image.header().elfClass() == ElfClass.ELF64;
        return (wide ? HEADER_64 : HEADER_32)
                + (long) image.segments().size() * (wide ? PROGRAM_HEADER_64 : PROGRAM_HEADER_32);
    }
}
