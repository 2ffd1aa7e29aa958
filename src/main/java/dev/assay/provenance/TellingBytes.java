package dev.assay.provenance;

/**
 * Counts the bytes that tell code from other code: the known ones, each repetition once. A row of empty functions is hundreds
 * of known bytes, of which a return and one filling of a gap say all.
 *
 * <p>A byte counts if it and the known bytes in front of it, up to {@value #WINDOW}, were not met before.
 */
final class TellingBytes {
    /** No more are counted: as many are beyond all doubt. */
    static final int MOST = 256;

    private static final int WINDOW = 8;
    private static final int SLOTS = 4 * MOST;

    /** Open addressing; a slot counts in the round in which it was filled. */
    private final long[] met = new long[SLOTS];

    private final int[] round = new int[SLOTS];
    private int rounds;

    /**
     * Counts.
     *
     * @param bytes of an image
     * @param base where a section starts in them
     * @param from first byte of a range of it, counted from the start of the section in its object
     * @param to end of the range, exclusive
     * @param holes what a linker may have changed
     * @param layout where the bytes of the object lie from base on
     * @return the bytes that tell, at most {@value #MOST}
     */
    int count(byte[] bytes, int base, int from, int to, Holes holes, Layout layout) {
        rounds++;
        int count = 0;
        int at = from;
        for (int hole = holes.firstEndingAfter(from); at < to && count < MOST; hole++) {
            int until = hole < holes.count() ? Math.min(to, Math.max(at, holes.from(hole))) : to;
            count += countRun(bytes, base + layout.place(at), until - at, MOST - count);
            at = hole < holes.count() ? Math.max(until, holes.to(hole)) : to;
        }
        return count;
    }

    private int countRun(byte[] bytes, int start, int length, int most) {
        long window = 0;
        int count = 0;
        for (int i = 0; i < length && count < most; i++) {
            window = window << 8 | bytes[start + i] & 0xff;
            count += isNew(window, Math.min(i + 1, WINDOW)) ? 1 : 0;
        }
        return count;
    }

    private boolean isNew(long window, int width) {
        // Multiplied by an odd number each time, so that windows of one width never share a key.
        long key = (window * 0x9e3779b97f4a7c15L ^ width) * 0xbf58476d1ce4e5b9L;
        int slot = (int) (key >>> 32) & SLOTS - 1;
        while (round[slot] == rounds) {
            if (met[slot] == key) {
                return false;
            }
            slot = slot + 1 & SLOTS - 1;
        }
        round[slot] = rounds;
        met[slot] = key;
        return true;
    }
}
