package dev.assay.provenance;

import java.util.Arrays;

/**
 * Words that an image fills in itself when it starts, by address: what its dynamic relocations say that they will hold. Two
 * columns in the order of addresses, for a static-pie image has tens of thousands. No hash: an image chooses its addresses, and
 * could choose such as collide.
 */
final class RelocatedWords {
    private final long[] addresses;
    private final long[] values;

    private RelocatedWords(long[] addresses, long[] values) {
        this.addresses = addresses;
        this.values = values;
    }

    boolean has(long address) {
        return Arrays.binarySearch(addresses, address) >= 0;
    }

    /** {@return what a word will hold that {@linkplain #has is here}} */
    long value(long address) {
        return values[Arrays.binarySearch(addresses, address)];
    }

    /** Words as they are met. */
    static final class Draft {
        private long[] addresses = new long[64];
        private long[] values = new long[64];
        private int size;

        /** Of two values for one word the later counts, as it does where relocations are applied in turn. */
        void put(long address, long value) {
            if (size == addresses.length) {
                addresses = Arrays.copyOf(addresses, 2 * size);
                values = Arrays.copyOf(values, 2 * size);
            }
            addresses[size] = address;
            values[size] = value;
            size++;
        }

        boolean isEmpty() {
            return size == 0;
        }

        RelocatedWords sorted() {
            long[] order = Arrays.copyOf(addresses, size);
            Arrays.sort(order);
            long[] ordered = new long[size];
            for (int i = 0; i < size; i++) {
                // Of equal ones a search finds the same each time, here and later.
                ordered[Arrays.binarySearch(order, addresses[i])] = values[i];
            }
            return new RelocatedWords(order, ordered);
        }
    }
}
