package dev.assay.provenance;

import java.util.Arrays;

/** Where windows were seen, as columns: anchor {@code anchor(i)} was seen at {@code offset(i)} of the scanned array. */
final class Hits {
    private int count;
    private int[] anchor = new int[1024];
    private int[] offset = new int[1024];

    void add(int newAnchor, int newOffset) {
        if (count == anchor.length) {
            anchor = Arrays.copyOf(anchor, count * 2);
            offset = Arrays.copyOf(offset, count * 2);
        }
        anchor[count] = newAnchor;
        offset[count] = newOffset;
        count++;
    }

    int count() {
        return count;
    }

    int anchor(int i) {
        return anchor[i];
    }

    int offset(int i) {
        return offset[i];
    }
}
