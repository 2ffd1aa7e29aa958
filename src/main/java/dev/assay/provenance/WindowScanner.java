package dev.assay.provenance;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds, in one pass over an image's executable bytes, where anchored windows of shapes occur: those at addresses that
 * {@link #STRIDE} divides. {@link AnchorChooser} takes windows that come to lie there, and eight known bytes in a row always hold such
 * a one. Allocates nothing per window and nothing per hit but room for more hits; hits come in ascending offset, then anchor.
 */
final class WindowScanner {
    /** Bytes between the windows that are read. Most sections are aligned to it or to a multiple of it, on all machines. */
    static final int STRIDE = 4;

    /** Bytes of a window. */
    static final int WIDTH = 5;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private final WindowIndex index;

    WindowScanner(WindowIndex index) {
        this.index = index;
    }

    /** {@return the window that begins at a place, as a little-endian number} */
    static long window(byte[] bytes, int at) {
        return window((int) INT.get(bytes, at), bytes[at + STRIDE]);
    }

    private static long window(int word, int next) {
        return word & 0xffffffffL | (next & 0xffL) << 32;
    }

    /** {@return the hash of a window} */
    static int hash(long window) {
        return (int) (window * MULTIPLIER >>> 32);
    }

    /**
     * Looks up every window that begins a multiple of {@link #STRIDE} behind the first.
     *
     * @param code the bytes
     * @param from the first, which must be loaded at a multiple of the stride
     * @param to their end, exclusive; windows end there or before
     * @param hits takes what is found
     */
    void scan(byte[] code, int from, int to, Hits hits) {
        long[] filter = index.filter();
        int shift = index.filterShift();
        int last = to - 2 * STRIDE; // where a window and the word that its last byte is of both end at `to` or before
        int at = from;
        int next = at <= last ? (int) INT.get(code, at) : 0;
        for (; at <= last; at += STRIDE) {
            int word = next;
            next = (int) INT.get(code, at + STRIDE);
            int hash = hash(window(word, next));
            int bit = hash >>> shift;
            if ((filter[bit >>> 6] & 1L << bit) != 0) {
                index.collect(hash, at, hits);
            }
        }
        if (at <= to - WIDTH) {
            index.collect(hash(window(code, at)), at, hits);
        }
    }
}
