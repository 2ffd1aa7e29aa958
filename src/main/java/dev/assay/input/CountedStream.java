package dev.assay.input;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * A package file's bytes on their way to a decompressor: knows how far it was read, and whether reading itself failed.
 * Decompressors report damage and a failing disk alike, as an {@link IOException}; only this stream can tell them apart.
 */
final class CountedStream extends FilterInputStream {
    private long position;
    private Optional<IOException> failure = Optional.empty();

    CountedStream(InputStream source) {
        super(source);
    }

    /** {@return how many bytes were read, which is the offset of the next one} */
    long position() {
        return position;
    }

    /** {@return what the operating system answered, when it would not read} */
    Optional<IOException> failure() {
        return failure;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            int count = in.read(target, offset, length);
            position += Math.max(count, 0);
            return count;
        } catch (IOException e) {
            failure = Optional.of(e);
            throw e;
        }
    }

    @Override
    public long skip(long count) throws IOException {
        // By reading: a file's own skip goes past its end without a word.
        byte[] nowhere = new byte[(int) Math.min(Math.max(count, 0), 1 << 13)];
        int read = count <= 0 ? 0 : read(nowhere, 0, nowhere.length);
        return Math.max(read, 0);
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
