package dev.assay.provenance;

import java.util.Arrays;

/**
 * Words that an image fills in itself when it starts, by address: what its dynamic relocations say that they will hold. A
 * table with open addressing, for a static-pie image has tens of thousands.
 */
final class RelocatedWords {
    /** The last byte of the address space begins no word. */
    private static final long FREE = -1;

    /** 2^64 divided by the golden ratio: spreads numbers that differ by a word's size (Knuth, TAOCP 3, section 6.4). */
    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    private long[] addresses = free(64);
    private long[] values = new long[64];
    private int size;

    private static long[] free(int slots) {
        long[] addresses = new long[slots];
        Arrays.fill(addresses, FREE);
        return addresses;
    }

    /** Of two values for one word the later counts, as it does where relocations are applied in turn. */
    void put(long address, long value) {
        int slot = slot(address);
        if (addresses[slot] == FREE) {
            addresses[slot] = address;
            size++;
        }
        values[slot] = value;
        if (2 * size > addresses.length) {
            resize(2 * addresses.length);
        }
    }

    /** Makes room for more words at once. */
    void expect(int more) {
        int slots = Integer.highestOneBit(Math.max(1, size + more)) * 4; // more than twice as many
        if (slots > addresses.length) {
            resize(slots);
        }
    }

    private void resize(int slots) {
        long[] oldAddresses = addresses;
        long[] oldValues = values;
        addresses = free(slots);
        values = new long[slots];
        for (int i = 0; i < oldAddresses.length; i++) {
            if (oldAddresses[i] != FREE) {
                int slot = slot(oldAddresses[i]);
                addresses[slot] = oldAddresses[i];
                values[slot] = oldValues[i];
            }
        }
    }

    /** Where an address stands, or would stand. */
    private int slot(long address) {
        int mask = addresses.length - 1;
        int slot = (int) (address * SPREAD >>> 32) & mask;
        while (addresses[slot] != address && addresses[slot] != FREE) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    boolean isEmpty() {
        return size == 0;
    }

    boolean has(long address) {
        return size > 0 && addresses[slot(address)] != FREE;
    }

    /** {@return what a word will hold that {@linkplain #has is here}} */
    long value(long address) {
        return values[slot(address)];
    }
}
