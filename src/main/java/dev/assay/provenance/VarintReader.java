package dev.assay.provenance;

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

    long fixed64() {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value |= (bytes[at++] & 0xffL) << 8 * i;
        }
        return value;
    }
}
