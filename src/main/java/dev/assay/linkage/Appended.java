package dev.assay.linkage;

import dev.assay.elf.Image;
import dev.assay.elf.Section;
import dev.assay.elf.Segment;
import java.util.List;
import java.util.Optional;

/**
 * What lies behind the end of everything that a program's headers describe, and is no ELF file: something that the program reads
 * itself. Linkers write nothing there: none of the 2,893 programs and libraries of the machine where this was measured has more
 * than a zero.
 *
 * <p>Where there are no section headers their symbols and strings may still lie there; then only what is as dense as compressed
 * or encrypted bytes counts.
 *
 * @param offset file offset of its first byte
 * @param size bytes to the end of the file
 */
public record Appended(long offset, long size) {
    private static final int SHT_NOBITS = 8;
    /** Less than any ELF file that needs another, however it is packed. */
    private static final int LEAST = 256;

    private static final int LEAST_DENSE = 1 << 12;

    /**
     * Looks behind the end.
     *
     * @param image a program
     * @param files the ELF files that lie in it
     * @return what is there; empty when there is nothing, or nothing but those files
     */
    public static Optional<Appended> to(Image image, List<EmbeddedFile> files) {
        int end = (int) Math.min(described(image), image.bytes().size());
        for (EmbeddedFile file : files) {
            boolean adjoins =
                    file.wrapping().isEmpty() && file.offset() <= roundedUp(end) && file.offset() + file.size() > end;
            end = adjoins ? (int) (file.offset() + file.size()) : end;
        }
        int size = image.bytes().size() - end;
        boolean counts = image.sections().isEmpty()
                ? Density.denseBytes(image.bytes().array(), end) >= LEAST_DENSE
                : size - zeros(image.bytes().array(), end) >= LEAST;
        return counts ? Optional.of(new Appended(end, size)) : Optional.empty();
    }

    private static long roundedUp(long offset) {
        return offset + 4095 & -4096;
    }

    private static int zeros(byte[] bytes, int from) {
        int zeros = 0;
        for (int i = from; i < bytes.length; i++) {
            zeros += bytes[i] == 0 ? 1 : 0;
        }
        return zeros;
    }

    private static long described(Image image) {
        long end = image.programHeaderOffset(image.segments().size());
        for (Segment segment : image.segments()) {
            if (image.bytes().contains(segment.offset(), segment.fileSize())) {
                end = Math.max(end, segment.offset() + segment.fileSize());
            }
        }
        for (Section section : image.sections()) {
            if (section.type() != SHT_NOBITS && image.bytes().contains(section.offset(), section.size())) {
                end = Math.max(end, section.offset() + section.size());
            }
        }
        return image.sections().isEmpty()
                ? end
                : Math.max(end, image.sectionHeaderOffset(image.sections().size()));
    }
}
