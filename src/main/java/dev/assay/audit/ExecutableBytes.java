package dev.assay.audit;

import dev.assay.elf.ElfClass;
import dev.assay.elf.Image;
import dev.assay.elf.Segment;

/** How many bytes of a file may be executed: file bytes of PF_X segments, without the headers. */
final class ExecutableBytes {
    private static final int HEADER_64 = 64;
    private static final int HEADER_32 = 52;
    private static final int PROGRAM_HEADER_64 = 56;
    private static final int PROGRAM_HEADER_32 = 32;

    private ExecutableBytes() {}

    static long of(Image image) {
        boolean wide = image.header().elfClass() == ElfClass.ELF64;
        long headers = (wide ? HEADER_64 : HEADER_32)
                + (long) image.segments().size() * (wide ? PROGRAM_HEADER_64 : PROGRAM_HEADER_32);
        long executable = 0;
        for (Segment segment : image.segments()) {
            if (segment.isCode()) {
                boolean holdsHeaders = segment.offset() == 0;
                executable += segment.fileSize() - (holdsHeaders ? Math.min(headers, segment.fileSize()) : 0);
            }
        }
        return executable;
    }
}
