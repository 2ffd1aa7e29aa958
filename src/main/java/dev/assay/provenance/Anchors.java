package dev.assay.provenance;

import java.util.stream.IntStream;

/**
 * The windows of eight known bytes by which shapes are found, in ascending order of shape and place; and the shapes of code
 * that have no such window.
 */
final class Anchors {
    /** By anchor. */
    @SuppressWarnings("ArrayRecordComponent") // columns of the hot path, never compared
    private record Columns(int[] shape, int[] unit, int[] position) {}

    private final int[] hash;

    /** By shape: the number of its first anchor; and behind the last shape the number of anchors. */
    private final int[] first;

    private final Blobs places;
    private final int[] windowless;

    /** Made when an image has the first anchor. Two threads may make them at once: they are equal, and their fields final. */
    private Columns columns;

    /**
     * @param hash of each anchor's window: {@link WindowScanner#hash}
     * @param first by shape, the number of its first anchor; and behind the last shape the number of anchors
     * @param places by shape, for each of its anchors the function that it lies in, counted in the shape, and the window's
     *     start, bytes from the start of the section; both counted from those of the anchor before
     * @param windowless shapes of code without a window, ascending
     */
    Anchors(int[] hash, int[] first, Blobs places, int[] windowless) {
        this.hash = hash;
        this.first = first;
        this.places = places;
        this.windowless = windowless;
    }

    /** {@return hash of each window, by anchor} */
    int[] hashes() {
        return hash;
    }

    /** {@return from how many anchors each shape has, the number of each one's first; and behind the last how many there are} */
    static int[] first(int[] counts) {
        int[] first = new int[counts.length + 1];
        for (int i = 0; i < counts.length; i++) {
            first[i + 1] = first[i] + counts[i];
        }
        return first;
    }

    /** {@return how many anchors each shape has} */
    int[] counts() {
        int[] counts = new int[first.length - 1];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = first[i + 1] - first[i];
        }
        return counts;
    }

    Blobs places() {
        return places;
    }

    int[] windowless() {
        return windowless;
    }

    /** {@return the shape that has an anchor} */
    int shape(int anchor) {
        return columns().shape[anchor];
    }

    /** {@return hashes of the windows by which a function of a shape is looked for} */
    int[] hashesOf(int shape, int unit) {
        return IntStream.range(first[shape], first[shape + 1])
                .filter(anchor -> unit(anchor) == unit)
                .map(anchor -> hash[anchor])
                .toArray();
    }

    /** {@return the function that an anchor lies in, counted in its shape} */
    int unit(int anchor) {
        return columns().unit[anchor];
    }

    /** {@return where an anchor's window starts, bytes from the start of the section} */
    int position(int anchor) {
        return columns().position[anchor];
    }

    private Columns columns() {
        Columns known = columns;
        if (known == null) {
            known = expand();
            columns = known;
        }
        return known;
    }

    private Columns expand() {
        Columns expanded = new Columns(new int[hash.length], new int[hash.length], new int[hash.length]);
        for (int shape = 0; shape + 1 < first.length; shape++) {
            if (first[shape] == first[shape + 1]) {
                continue;
            }
            VarintReader in = places.reader(shape);
            int unit = 0;
            int position = 0;
            for (int anchor = first[shape]; anchor < first[shape + 1]; anchor++) {
                unit += in.small();
                position += in.small();
                expanded.shape[anchor] = shape;
                expanded.unit[anchor] = unit;
                expanded.position[anchor] = position;
            }
        }
        return expanded;
    }
}
