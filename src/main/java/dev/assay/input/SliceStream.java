package dev.assay.input;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** One member of an archive that is read as a stream. Its end before the promised size is an error; closing does nothing. */
final class SliceStream extends InputStream {
    private final CountedStream source;
    private long left;

    SliceStream(CountedStream source, long size) {
        this.source = source;
        this.left = size;
    }

    /** {@return how many bytes of the member were not read yet} */
    long left() {
        return left;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0) {
            return -1;
        }
        int count = source.read(target, offset, (int) Math.min(length, left));
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
}
