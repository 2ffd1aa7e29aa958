package dev.assay.input;

import java.io.EOFException;
import java.io.IOException;

/** One member of an archive that is read as a stream. Its end before the promised size is an error; closing does nothing. */
final class SliceStream extends BlockStream {
    private long left;

    SliceStream(CountedStream source, long size) {
        super(source);
        this.left = size;
    }

    /** {@return how many bytes of the member were not read yet} */
    long left() {
        return left;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0) {
            return -1;
        }
        int count = in.read(target, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new EOFException("file ends " + left + " bytes before its ar member does");
        }
        left -= count;
        return count;
    }

    // GZIPInputStream asks this to learn whether another gzip member follows.
    @Override
    public int available() {
        return (int) Math.min(left, Integer.MAX_VALUE);
    }

    // The archive's other members are read from the same source.
    @Override
    public void close() {}
}
