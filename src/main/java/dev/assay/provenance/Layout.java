package dev.assay.provenance;

import java.util.Arrays;

/**
 * Where the bytes of a section lie in its copy in an image: on machines whose linkers delete bytes, those behind a deletion
 * lie nearer to the start than in the object.
 */
final class Layout {
    /** Nothing is deleted. */
    static final Layout WHOLE = new Layout(0);

    private int count;

    /** By deletion, ascending: the offset in the object from which it counts, and bytes deleted up to there. */
    private int[] from;

    private int[] deleted;

    /** @param capacity how many deletions may be added */
    Layout(int capacity) {
        from = new int[capacity];
        deleted = new int[capacity];
    }

    /** Adds bytes that are missing before an offset of the object; the offsets ascend. */
    void add(int offset, int bytes) {
        if (bytes == 0) {
            return;
        }
        if (count == from.length) {
            from = Arrays.copyOf(from, Math.max(8, count * 2));
            deleted = Arrays.copyOf(deleted, from.length);
        }
        from[count] = offset;
        deleted[count] = total() + bytes;
        count++;
    }

    /** {@return how many bytes are deleted in all} */
    int total() {
        return count == 0 ? 0 : deleted[count - 1];
    }

    /** {@return how many bytes are deleted before an offset of the object} */
    int deletedBefore(int offset) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (from[middle] <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? 0 : deleted[low - 1];
    }

    /** {@return where a byte of the object lies in the copy} */
    int place(int offset) {
        return offset - deletedBefore(offset);
    }
}
