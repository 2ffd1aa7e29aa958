package dev.assay.provenance;

import java.util.Arrays;

/** The byte ranges of a section that a linker may change: half-open, ascending, neither touching nor overlapping. */
final class Holes {
    private int count;
    private int[] from;
    private int[] to;

    /** @param capacity how many ranges may be added */
    Holes(int capacity) {
        from = new int[capacity];
        to = new int[capacity];
    }

    /** Adds a range; the ranges come in any order, near each other mostly. */
    void add(int newFrom, int newTo) {
        int at = count;
        while (at > 0 && from[at - 1] > newFrom) {
            at--;
        }
        if (at > 0 && to[at - 1] >= newFrom) {
            at--;
            to[at] = Math.max(to[at], newTo);
        } else {
            insert(at, newFrom, newTo);
        }
        while (at + 1 < count && from[at + 1] <= to[at]) {
            to[at] = Math.max(to[at], to[at + 1]);
            System.arraycopy(from, at + 2, from, at + 1, count - at - 2);
            System.arraycopy(to, at + 2, to, at + 1, count - at - 2);
            count--;
        }
    }

    private void insert(int at, int newFrom, int newTo) {
        if (count == from.length) {
            from = Arrays.copyOf(from, Math.max(8, count * 2));
            to = Arrays.copyOf(to, from.length);
        }
        System.arraycopy(from, at, from, at + 1, count - at);
        System.arraycopy(to, at, to, at + 1, count - at);
        from[at] = newFrom;
        to[at] = newTo;
        count++;
    }

    int count() {
        return count;
    }

    int from(int i) {
        return from[i];
    }

    int to(int i) {
        return to[i];
    }

    /** {@return the first range that ends after the offset; {@code count()} when none does} */
    int firstEndingAfter(int offset) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (to[middle] > offset) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** {@return how many bytes of [start, end) lie in no range} */
    int known(int start, int end) {
        int unknown = 0;
        for (int i = firstEndingAfter(start); i < count && from[i] < end; i++) {
            unknown += Math.min(to[i], end) - Math.max(from[i], start);
        }
        return end - start - unknown;
    }
}
