package dev.assay.provenance;

import java.util.List;

/** Byte strings one after another, found by number. */
final class Blobs {
    private final byte[] bytes;
    private final int[] start;

    Blobs(byte[] bytes, int[] start) {
        this.bytes = bytes;
        this.start = start;
    }

    static Blobs of(List<byte[]> parts) {
        int[] start = new int[parts.size()];
        int size = 0;
        for (int i = 0; i < start.length; i++) {
            start[i] = size;
            size += parts.get(i).length;
        }
        byte[] bytes = new byte[size];
        for (int i = 0; i < start.length; i++) {
            System.arraycopy(parts.get(i), 0, bytes, start[i], parts.get(i).length);
        }
        return new Blobs(bytes, start);
    }

    int count() {
        return start.length;
    }

    VarintReader reader(int i) {
        return new VarintReader(bytes, start[i]);
    }

    byte[] bytes() {
        return bytes;
    }

    int[] starts() {
        return start;
    }
}
