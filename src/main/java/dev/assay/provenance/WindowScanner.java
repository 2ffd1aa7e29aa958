package dev.assay.provenance;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds, in one pass over an image's executable bytes, where anchored windows of shapes occur. Allocates nothing per byte and
 * nothing per hit but room for more hits; hits come in ascending offset, then anchor.
 */
final class WindowScanner {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private final WindowIndex index;

    WindowScanner(WindowIndex index) {
        this.index = index;
    }

    /** {@return the hash of eight bytes, read as a little-endian number} */
    static int hash(long window) {
        return (int) (window * MULTIPLIER >>> 32);
    }

    /**
     * Looks every window up.
     *
     * @param code the bytes
     * @param from the first
     * @param to their end, exclusive; the last window read starts at {@code to - 8}
     * @param hits takes what is found
     */
    void scan(byte[] code, int from, int to, Hits hits) {
        long[] filter = index.filter();
        int shift = index.filterShift();
        int last = to - 8; // a window at `last` ends at `to`, which lies in the array
        for (int at = from; at <= last; at++) {
            int hash = hash((long) LONG.get(code, at));
            int bit = hash >>> shift;
            if ((filter[bit >>> 6] & 1L << bit) != 0) {
                index.collect(hash, at, hits);
            }
        }
    }
}
