package dev.assay.input;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.InflaterInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.SingleXZInputStream;

/**
 * What lies compressed inside a file, wherever it begins: gzip, xz, zstd, bzip2; zlib and lzma, whose beginnings are short, at
 * even offsets alone. Each is told by what comes out and not by its first bytes, of which chance makes many.
 *
 * <p>Every second pair of bytes is looked at: of a beginning of three bytes one of its first two pairs is met, of one of two bytes
 * the first at an even offset. 11 MB take 7 ms.
 */
public final class PackedStreams {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    /** What is unpacked of one file in all: no program carries more, and a bomb ends there. */
    private static final long MOST = 256L << 20;

    private static final int LARGEST = 64 << 20;

    private static final int LZMA_HEADER = 13;

    private static final int DECODER_KIBIBYTES = LARGEST >> 10;

    private static final Limits LIMITS = new Limits(LARGEST, 1, LARGEST, 0);

    /** Takes what comes out. */
    public interface Visitor {
        /**
         * Takes one.
         *
         * @param unpacked all of it, or what comes before it is damaged
         * @param packing its name
         * @param offset of its first byte in the file
         */
        void unpacked(byte[] unpacked, String packing, int offset);

        /** Something is there that could not be unpacked: it is too large, or its decompressor cannot be loaded here. */
        void passedOver();
    }

    private enum Format {
        GZIP("gzip", "\037\213\b"),
        XZ("xz", "\3757zXZ\0"),
        ZSTD("zstd", "(\265/\375"),
        BZIP2("bzip2", "BZh"),
        /** CMF and FLG for a window of 32 KiB, and the levels of compression (RFC 1950). */
        ZLIB_FASTEST("zlib", "x\1"),
        ZLIB_FAST("zlib", "x^"),
        ZLIB("zlib", "x\234"),
        ZLIB_BEST("zlib", "x\332"),
        /** Properties lc = 3, lp = 0, pb = 2, and a dictionary of 64 KiB and more. */
        LZMA("lzma", "]\0\0");

        private final String packing;
        /** First bytes, one a letter. */
        private final String magic;

        Format(String packing, String magic) {
            this.packing = packing;
            this.magic = magic;
        }

        private int pair(int at) {
            return magic.charAt(at) | magic.charAt(at + 1) << 8;
        }

        private boolean isAt(byte[] bytes, int at) {
            if (at < 0 || at > bytes.length - LZMA_HEADER) {
                return false;
            }
            for (int i = 0; i < magic.length(); i++) {
                if ((bytes[at + i] & 0xff) != magic.charAt(i)) {
                    return false;
                }
            }
            return this != LZMA || isLzma(bytes, at);
        }

        /** The size of the dictionary is a power of two; that of the content is not known, or less than 4 GiB; coding begins with 0. */
        private static boolean isLzma(byte[] bytes, int at) {
            int dictionary = bytes[at + 3] & 0xff | (bytes[at + 4] & 0xff) << 8;
            long upper = bytes[at + 9] & bytes[at + 10] & bytes[at + 11] & bytes[at + 12];
            long any = bytes[at + 9] | bytes[at + 10] | bytes[at + 11] | bytes[at + 12];
            boolean coded = at + LZMA_HEADER < bytes.length && bytes[at + LZMA_HEADER] == 0;
            return Integer.bitCount(dictionary) == 1 && (upper == -1 || any == 0) && coded;
        }

        private InputStream unpack(InputStream packed) throws IOException {
            // The first stream alone: what follows it may be anything, and would spoil the last bytes that came out.
            return switch (this) {
                case ZLIB_FASTEST, ZLIB_FAST, ZLIB, ZLIB_BEST -> new InflaterInputStream(packed);
                case XZ -> new SingleXZInputStream(packed, DECODER_KIBIBYTES);
                case BZIP2 -> new BZip2CompressorInputStream(packed);
                case GZIP -> Compression.GZIP.unpack(packed, LIMITS);
                case ZSTD -> Compression.ZSTD.unpack(packed, LIMITS);
                case LZMA -> Compression.LZMA.unpack(packed, LIMITS);
            };
        }
    }

    private static final Format[] FORMATS = Format.values();
    private static final boolean[] PAIRS = pairs();

    private final byte[] file;
    private final Visitor visitor;
    private long left = MOST;

    private PackedStreams(byte[] file, Visitor visitor) {
        this.file = file;
        this.visitor = visitor;
    }

    private static boolean[] pairs() {
        boolean[] pairs = new boolean[1 << 16];
        for (Format format : FORMATS) {
            pairs[format.pair(0)] = true;
            if (format.magic.length() > 2 && format != Format.LZMA) {
                pairs[format.pair(1)] = true;
            }
        }
        return pairs;
    }

    /** Unpacks what lies compressed in a file, in ascending order. */
    public static void visit(byte[] file, Visitor visitor) {
        new PackedStreams(file, visitor).visit();
    }

    private void visit() {
        for (int at = 0; at + 1 < file.length; at += 2) {
            if (PAIRS[(short) SHORT.get(file, at) & 0xffff]) {
                meet(at - 1);
                meet(at);
            }
        }
    }

    private void meet(int start) {
        int first = start < 0 ? -1 : file[start] & 0xff;
        for (Format format : FORMATS) {
            if (format.magic.charAt(0) == first && format.isAt(file, start)) {
                unpack(format, start);
            }
        }
    }

    private void unpack(Format format, int start) {
        ByteArrayOutputStream unpacked = new ByteArrayOutputStream();
        try (InputStream in = format.unpack(new ByteArrayInputStream(file, start, file.length - start))) {
            byte[] buffer = new byte[1 << 13];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                unpacked.write(buffer, 0, read);
                left -= read;
                if (left < 0 || unpacked.size() > LARGEST) {
                    visitor.passedOver();
                    return;
                }
            }
        } catch (Compression.MissingException e) {
            visitor.passedOver();
        } catch (IOException e) {
            // No such stream, or one that is damaged from here on: what came out before counts.
        }
        if (unpacked.size() > 0) {
            visitor.unpacked(unpacked.toByteArray(), format.packing, start);
        }
    }
}
