package dev.assay.linkage;

import dev.assay.MalformedFileException;
import dev.assay.elf.ElfReader;
import dev.assay.elf.EmbeddedHeader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * The ELF files that lie inside a file: behind its end, in a section of their own, or in its read-only data; inside one another
 * too. A launcher carries its program that way, and qemu the vDSOs of its guests.
 *
 * <p>The magic number alone proves nothing: every program that reads ELF files has it. What counts is a header that makes
 * sense, whose tables and segments lie in the file that is there.
 *
 * @param files in ascending offset
 * @param completeness whether all of them are listed
 */
public record EmbeddedFiles(List<EmbeddedFile> files, Completeness completeness) {
    /** A bound on what a file made of headers costs; far more than any program carries. */
    private static final int MOST = 64;

    /** Whether a list is whole. */
    public enum Completeness {
        ALL,
        /** There were more than are looked at. */
        CUT_SHORT
    }

    public EmbeddedFiles {
        files = List.copyOf(files);
    }

    /** {@return no files} */
    public static EmbeddedFiles none() {
        return new EmbeddedFiles(List.of(), Completeness.ALL);
    }

    /**
     * Looks for ELF files in a file.
     *
     * @param path for messages
     * @param content the file; it may be an ELF file itself, which is not counted
     * @return those inside
     */
    public static EmbeddedFiles in(String path, byte[] content) {
        List<EmbeddedFile> files = new ArrayList<>();
        for (int at = nextMagic(content, 1); at >= 0; at = nextMagic(content, at + 1)) {
            OptionalLong size = EmbeddedHeader.extent(content, at);
            if (size.isPresent()) {
                if (files.size() == MOST) {
                    return new EmbeddedFiles(files, Completeness.CUT_SHORT);
                }
                int end = at + (int) size.getAsLong();
                files.add(new EmbeddedFile(at, size.getAsLong(), linkage(path, Arrays.copyOfRange(content, at, end))));
            }
        }
        return new EmbeddedFiles(files, Completeness.ALL);
    }

    private static Linkage linkage(String path, byte[] file) {
        try {
            return LinkageReader.of(ElfReader.read(path, file));
        } catch (MalformedFileException e) {
            return LinkageReader.malformed(e);
        }
    }

    /** The next place of 7f 45 4c 46. Its four bytes differ, so that one look at every fourth byte meets it. */
    private static int nextMagic(byte[] bytes, int from) {
        // A magic number that begins at or behind `from` has exactly one byte at from + 3, from + 7, ...
        for (int at = from + 3; at < bytes.length; at += 4) {
            int position = positionInMagic(bytes[at]);
            int start = at - position;
            if (position >= 0 && start <= bytes.length - 4 && isMagic(bytes, start)) {
                return start;
            }
        }
        return -1;
    }

    private static int positionInMagic(byte value) {
        return switch (value) {
            case 0x7f -> 0;
            case 'E' -> 1;
            case 'L' -> 2;
            case 'F' -> 3;
            default -> -1;
        };
    }

    private static boolean isMagic(byte[] bytes, int at) {
        return bytes[at] == 0x7f && bytes[at + 1] == 'E' && bytes[at + 2] == 'L' && bytes[at + 3] == 'F';
    }
}
