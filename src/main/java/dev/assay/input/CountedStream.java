package dev.assay.input;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * A package file's bytes on their way to a decompressor: knows how far it was read, and whether reading itself failed.
 * Decompressors report damage and a failing disk alike, as an {@link IOException}; only this stream can tell them apart.
 */
final class CountedStream extends BlockStream {
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
}
