package dev.assay.provenance;

import java.nio.charset.StandardCharsets;

/** Reads what {@link VarintWriter} appended. */
final class VarintReader {
    private final byte[] bytes;
    private int at;

    VarintReader(byte[] bytes, int at) {
        this.bytes = bytes;
        this.at = at;
    }

    long number() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            int next = bytes[at++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    int small() {
        return (int) number();
    }

    long signed() {
        long value = number();
        return value >>> 1 ^ -(value & 1);
    }

    /** {@return text, as {@link VarintWriter#text} wrote it} */
    String text() {
        int length = small();
        at += length;
        return new String(bytes, at - length, length, StandardCharsets.UTF_8);
    }

    /** {@return index of the next byte} */
    int position() {
        return at;
    }
}
