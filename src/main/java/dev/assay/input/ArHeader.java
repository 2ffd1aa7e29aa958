package dev.assay.input;

import dev.assay.MalformedFileException;
import java.nio.charset.StandardCharsets;

/**
 * The 60 bytes before each member of an {@code ar} archive (ar(5); SysV and BSD agree on the layout, not on names).
 *
 * @param name the 16 bytes of the name, without trailing spaces, and not resolved: {@code crc32.o/}, {@code /17},
 *     {@code #1/20}
 * @param size bytes that follow, with a BSD long name, without the byte that makes it even
 */
record ArHeader(String name, long size) {
    static final int LENGTH = 60;
    private static final int NAME = 16;
    private static final int SIZE_AT = 48;
    private static final int SIZE = 10;
    private static final int END_AT = 58;

    /**
     * Reads a header.
     *
     * @param array holds at least 60 bytes from {@code at}
     * @param offset where that is in the file called {@code path}, for errors
     */
    static ArHeader parse(byte[] array, int at, String path, long offset) throws MalformedFileException {
        if (array[at + END_AT] != '`' || array[at + END_AT + 1] != '\n') {
            throw new MalformedFileException(
                    path, offset + END_AT, "ar member header does not end in a back quote and a newline");
        }
        long size = decimal(array, at + SIZE_AT, SIZE);
        if (size < 0) {
            throw new MalformedFileException(path, offset + SIZE_AT, "size of ar member is no decimal number");
        }
        return new ArHeader(text(array, at, NAME), size);
    }

    /** {@return the number that a field holds; -1 when it holds none} */
    static long decimal(byte[] array, int from, int length) {
        int end = from + length;
        while (end > from && array[end - 1] == ' ') {
            end--;
        }
        if (end == from) {
            return -1;
        }
        long value = 0; // at most 13 digits: a long holds them
        for (int i = from; i < end; i++) {
            if (array[i] < '0' || array[i] > '9') {
                return -1;
            }
            value = value * 10 + (array[i] - '0');
        }
        return value;
    }

    private static String text(byte[] array, int from, int length) {
        int end = from + length;
        while (end > from && array[end - 1] == ' ') {
            end--;
        }
        return new String(array, from, end - from, StandardCharsets.UTF_8);
    }
}
