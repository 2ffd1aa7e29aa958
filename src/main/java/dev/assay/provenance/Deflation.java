package dev.assay.provenance;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Raw deflate (RFC 1951), at its best level, since a catalog is written once and read for ever. */
final class Deflation {
    /** No deflated byte stands for more: RFC 1951 has matches of 258 bytes at two bits. */
    static final int LARGEST_RATIO = 1032;

    private Deflation() {}

    static byte[] deflate(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            byte[] out = new byte[bytes.length + 64];
            int size = 0;
            while (!deflater.finished()) {
                if (size == out.length) {
                    out = Arrays.copyOf(out, size * 2);
                }
                size += deflater.deflate(out, size, out.length - size);
            }
            return Arrays.copyOf(out, size);
        } finally {
            deflater.end();
        }
    }

    /**
     * Inflates.
     *
     * @param bytes from its position to its limit
     * @param size of what comes out
     * @throws DataFormatException when the bytes are not deflated ones of that size
     */
    static byte[] inflate(ByteBuffer bytes, int size) throws DataFormatException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(bytes);
            byte[] out = new byte[size];
            int done = 0;
            while (done < size) {
                int more = inflater.inflate(out, done, size - done);
                if (more == 0) {
                    throw new DataFormatException("ends after " + done + " of " + size + " bytes");
                }
                done += more;
            }
            return out;
        } finally {
            inflater.end();
        }
    }
}
