package dev.assay.provenance;

/**
 * The hashes of all anchors of a pool: a filter of bits that most windows of an image fail, and behind it a table of those that
 * pass. Anchors are numbered through the pool's catalogs in their order.
 */
final class WindowIndex {
    private final long[] filter;
    private final int filterShift;
    private final int[] tableHash;
    private final int[] tableAnchor;
    private final int[] next;
    private final int mask;

    /** @param hashes hash of each anchor */
    WindowIndex(int[] hashes) {
        // 32 bits an anchor or more: one window in 32 passes by chance at the most, and the filter stays in the cache.
        int bits = Math.min(22, Math.max(12, 37 - Integer.numberOfLeadingZeros(Math.max(1, hashes.length))));
        filter = new long[1 << bits - 6];
        filterShift = 32 - bits;
        int size = Integer.highestOneBit(Math.max(16, hashes.length * 4));
        tableHash = new int[size];
        tableAnchor = new int[size];
        next = new int[hashes.length];
        mask = size - 1;
        for (int anchor = hashes.length - 1; anchor >= 0; anchor--) {
            insert(hashes[anchor], anchor);
        }
    }

    private void insert(int hash, int anchor) {
        int bit = hash >>> filterShift;
        filter[bit >>> 6] |= 1L << bit;
        int slot = slot(hash);
        while (tableAnchor[slot] != 0 && tableHash[slot] != hash) {
            slot = slot + 1 & mask;
        }
        next[anchor] = tableAnchor[slot];
        tableHash[slot] = hash;
        tableAnchor[slot] = anchor + 1;
    }

    private int slot(int hash) {
        return hash * 0x2c1b3c6d >>> 7 & mask;
    }

    long[] filter() {
        return filter;
    }

    int filterShift() {
        return filterShift;
    }

    /** Adds a hit for each anchor that has this hash. */
    void collect(int hash, int offset, Hits hits) {
        int slot = slot(hash);
        while (tableAnchor[slot] != 0) {
            if (tableHash[slot] == hash) {
                for (int anchor = tableAnchor[slot]; anchor != 0; anchor = next[anchor - 1]) {
                    hits.add(anchor - 1, offset);
                }
                return;
            }
            slot = slot + 1 & mask;
        }
    }
}
