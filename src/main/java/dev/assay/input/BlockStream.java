package dev.assay.input;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream for which reading a block is all that a subclass need say: single bytes, and what is skipped, are read by it. */
abstract class BlockStream extends FilterInputStream {
    private static final int SKIPPED_AT_ONCE = 1 << 16;

    BlockStream(InputStream source) {
        super(source);
    }

    @Override
    public abstract int read(byte[] target, int offset, int length) throws IOException;

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public final long skip(long count) throws IOException {
        // By reading: a file's own skip goes past its end without a word, and nobody would count the bytes.
        byte[] nowhere = new byte[(int) Math.min(Math.max(count, 0), SKIPPED_AT_ONCE)];
        int read = count <= 0 ? 0 : read(nowhere, 0, nowhere.length);
        return Math.max(read, 0);
    }

    @Override
    public final boolean markSupported() {
        return false;
    }
}
