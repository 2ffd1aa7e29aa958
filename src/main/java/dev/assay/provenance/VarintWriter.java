package dev.assay.provenance;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Appends numbers to a byte array, seven bits a byte, least significant first; small ones take one byte. */
final class VarintWriter {
    private byte[] bytes = new byte[256];
    private int size;

    /** Appends an unsigned number. */
    void number(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            put((int) rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        put((int) rest);
    }

    /** Appends a signed number; those near zero take one byte. */
    void signed(long value) {
        number(value << 1 ^ value >> 63);
    }

    /** Appends text in UTF-8, its length before it. */
    void text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        number(encoded.length);
        bytes(encoded);
    }

    /** Appends bytes as they are. */
    void bytes(byte[] from) {
        ensure(from.length);
        System.arraycopy(from, 0, bytes, size, from.length);
        size += from.length;
    }

    private void put(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    private void ensure(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }

    /** {@return how many bytes were appended} */
    int size() {
        return size;
    }

    /** {@return a copy of what was appended} */
    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }
}
