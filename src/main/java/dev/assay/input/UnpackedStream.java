package dev.assay.input;

import java.io.IOException;
import java.io.InputStream;

/**
 * What comes out of a decompressor, held to two bounds: so many times what went in, and so many bytes until the reader
 * asks for more. The second one bounds what a tar reader collects on its own: a long name of a gigabyte is only zeros to a
 * compressor.
 */
final class UnpackedStream extends BlockStream {
    private static final long BELIEVED = 1 << 26;
    private static final long USUAL_EXPANSION = 20;

    private final CountedStream packed;
    private final long packedFrom;
    private final long packageSize;
    private final Limits limits;
    private long position;
    private long allowedTo;

    /**
     * @param packed what the decompressor reads from
     * @param packedFrom its position before the decompressor read anything
     * @param packageSize bytes of the whole package
     */
    UnpackedStream(InputStream unpacked, CountedStream packed, long packedFrom, long packageSize, Limits limits) {
        super(unpacked);
        this.packed = packed;
        this.packedFrom = packedFrom;
        this.packageSize = packageSize;
        this.limits = limits;
    }

    /** {@return the size up to which a file's claim needs no proof: programs and archives are packed to a tenth, hardly to less} */
    long believed() {
        return Math.max(BELIEVED, packageSize * USUAL_EXPANSION);
    }

    /** Allows so many bytes to be read from here on. */
    void allow(long bytes) {
        allowedTo = bytes > Long.MAX_VALUE - position ? Long.MAX_VALUE : position + bytes;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (position >= allowedTo && length > 0) {
            throw new IOException("a header in the content is larger than " + TarContent.LARGEST_HEADER + " bytes");
        }
        int count = in.read(target, offset, (int) Math.min(length, allowedTo - position));
        position += Math.max(count, 0);
        if (position > bound()) {
            throw new IOException("content is more than " + limits.expansion() + " times its packed size (the limit)");
        }
        return count;
    }

    private long bound() {
        long in = packed.position() - packedFrom;
        long times = in > Long.MAX_VALUE / limits.expansion() ? Long.MAX_VALUE : in * limits.expansion();
        return Math.max(Limits.EXPANSION_FREE, times);
    }
}
