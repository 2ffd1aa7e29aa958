package dev.assay.reach;

import java.util.Arrays;

/** Numbers in a row that grows. */
final class IntColumn {
    private int[] values;
    private int size;

    IntColumn() {
        this(16);
    }

    /** @param expected how many numbers are likely to come */
    IntColumn(int expected) {
        values = new int[Math.max(1, expected)];
    }

    void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    int get(int i) {
        return values[i];
    }

    int size() {
        return size;
    }

    /** {@return the numbers, ascending, each once} */
    int[] sortedUnique() {
        int[] sorted = Arrays.copyOf(values, size);
        Arrays.sort(sorted);
        int count = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                sorted[count++] = sorted[i];
            }
        }
        return Arrays.copyOf(sorted, count);
    }

    /** {@return the index of the last number of an ascending row that is not above a value, or -1} */
    static int floor(int[] sorted, int value) {
        int at = Arrays.binarySearch(sorted, value);
        return at >= 0 ? at : -at - 2;
    }
}
