package dev.assay.provenance;

import java.util.Arrays;

/**
 * Counts the bytes that tell code from other code: the known ones, each repetition once. A row of empty functions is hundreds
 * of known bytes, of which a return and one filling of a gap say all.
 *
 * <p>A byte counts if it and the known bytes in front of it, up to {@value #WINDOW}, were not met before.
 */
final class TellingBytes {
    private static final int WINDOW = 8;

    /** Open addressing, in as many slots as the section needs; no key is 0. */
    private long[] met = new long[1024];

    private int slots;

    /**
     * Counts.
     *
     * @param bytes of an image
     * @param base where a section starts in them
     * @param from first byte of a range of it, counted from the start of the section in its object
     * @param to end of the range, exclusive
     * @param holes what a linker may have changed
     * @param layout where the bytes of the object lie from base on
     * @return the bytes that tell, at most as many as are known
     */
    int count(byte[] bytes, int base, int from, int to, Holes holes, Layout layout) {
        clear(to - from);
        int count = 0;
        int at = from;
        for (int hole = holes.firstEndingAfter(from); at < to; hole++) {
            int until = hole < holes.count() ? Math.min(to, Math.max(at, holes.from(hole))) : to;
            count += countRun(bytes, base + layout.place(at), until - at);
            at = hole < holes.count() ? Math.max(until, holes.to(hole)) : to;
        }
        return count;
    }

    private void clear(int size) {
        slots = Integer.highestOneBit(Math.max(8, size)) * 4;
        if (met.length < slots) {
            met = new long[slots];
        } else {
            Arrays.fill(met, 0, slots, 0);
        }
    }

    private int countRun(byte[] bytes, int start, int length) {
        long window = 0;
        int count = 0;
        for (int i = 0; i < length; i++) {
            window = window << 8 | bytes[start + i] & 0xff;
            count += isNew(window, Math.min(i + 1, WINDOW)) ? 1 : 0;
        }
        return count;
    }

    private boolean isNew(long window, int width) {
        // Multiplied by an odd number each time, so that windows of one width never share a key.
        long key = (window * 0x9e3779b97f4a7c15L ^ width) * 0xbf58476d1ce4e5b9L;
        key = key == 0 ? 1 : key;
        int slot = (int) (key >>> 32) & slots - 1;
        while (met[slot] != 0) {
            if (met[slot] == key) {
                return false;
            }
            slot = slot + 1 & slots - 1;
        }
        met[slot] = key;
        return true;
    }
}
