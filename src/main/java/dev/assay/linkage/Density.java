package dev.assay.linkage;

import dev.assay.linkage.FileRanges.FileRange;
import java.util.List;

/** How dense bytes are: Shannon's entropy, by which compressed and encrypted ones differ from code, tables and text. */
final class Density {
    static final int WINDOW = 1024;
    /** Of 1024 random bytes 7.8 can be seen; of code and of tables at most 6.9. */
    private static final double DENSE_WINDOW = 7.4;

    private Density() {}

    /** {@return bits a byte, 0 to 8} */
    static double bitsPerByte(byte[] bytes, List<FileRange> ranges) {
        int[] counts = new int[256];
        for (FileRange range : ranges) {
            for (int i = range.from(); i < range.to(); i++) {
                counts[bytes[i] & 0xff]++;
            }
        }
        double size = FileRanges.size(ranges);
        double bits = 0;
        for (int count : counts) {
            if (count > 0) {
                double share = count / size;
                bits -= share * Math.log(share) / Math.log(2);
            }
        }
        return bits;
    }

    /** {@return whether the window that begins there is as dense as only compressed or encrypted bytes are} */
    static boolean isDense(byte[] bytes, int from) {
        return bitsPerByte(bytes, List.of(new FileRange(from, from + WINDOW))) >= DENSE_WINDOW;
    }

    /** {@return how many of the bytes from an index on lie in windows as dense as that} */
    static int denseBytes(byte[] bytes, int from) {
        int dense = 0;
        for (int at = from; at + WINDOW <= bytes.length; at += WINDOW) {
            dense += isDense(bytes, at) ? WINDOW : 0;
        }
        return dense;
    }
}
