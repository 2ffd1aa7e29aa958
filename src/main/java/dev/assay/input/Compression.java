package dev.assay.input;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.LZMAInputStream;
import org.tukaani.xz.XZInputStream;

/** How the content of a package is compressed. */
enum Compression {
    NONE("") {
        @Override
        InputStream unpack(InputStream packed, Limits limits) {
            return packed;
        }
    },
    GZIP(".gz") {
        @Override
        InputStream unpack(InputStream packed, Limits limits) throws IOException {
            return new GZIPInputStream(packed, BUFFER);
        }
    },
    XZ(".xz") {
        @Override
        InputStream unpack(InputStream packed, Limits limits) throws IOException {
            return new XZInputStream(packed, kibibytes(limits));
        }
    },
    LZMA(".lzma") {
        @Override
        InputStream unpack(InputStream packed, Limits limits) throws IOException {
            return new LZMAInputStream(packed, kibibytes(limits));
        }
    },
    BZIP2(".bz2") {
        @Override
        InputStream unpack(InputStream packed, Limits limits) throws IOException {
            return new BZip2CompressorInputStream(packed, true); // dpkg writes several streams, one after another
        }
    },
    ZSTD(".zst") {
        @Override
        InputStream unpack(InputStream packed, Limits limits) throws IOException {
            try {
                return new ZstdInputStream(packed).setLongMax(windowBits(limits));
            } catch (LinkageError e) {
                // No native library for this machine, or no folder that it may be loaded from.
                throw new MissingException("zstd's native library cannot be loaded: " + e.getMessage(), e);
            }
        }
    };

    private static final int BUFFER = 1 << 16;

    private final String suffix;

    Compression(String suffix) {
        this.suffix = suffix;
    }

    /**
     * {@return how an RPM package's payload is compressed; empty for a word that is not known}
     *
     * @param word value of {@code PAYLOADCOMPRESSOR}
     */
    static Optional<Compression> ofPayload(String word) {
        return switch (word) {
            case "gzip" -> Optional.of(GZIP);
            case "bzip2" -> Optional.of(BZIP2);
            case "xz" -> Optional.of(XZ);
            case "lzma" -> Optional.of(LZMA);
            case "zstd" -> Optional.of(ZSTD);
            case "identity" -> Optional.of(NONE); // rpmbuild's w.ufdio
            default -> Optional.empty();
        };
    }

    /**
     * {@return how the tar of that stem in a Debian package is compressed, when the member is it (deb(5))}
     *
     * @param member name of an ar member: {@code data.tar.xz}
     * @param stem {@code data.tar}
     */
    static Optional<Compression> of(String member, String stem) {
        for (Compression compression : values()) {
            if (member.equals(stem + compression.suffix)) {
                return Optional.of(compression);
            }
        }
        return Optional.empty();
    }

    /**
     * Opens the unpacked bytes.
     *
     * @throws IOException when the first bytes are damaged, want more memory than the limit, or no decompressor can be
     *     loaded
     */
    abstract InputStream unpack(InputStream packed, Limits limits) throws IOException;

    /** No fault of the package: what would unpack it cannot be loaded here. */
    static final class MissingException extends IOException {
        private static final long serialVersionUID = 1L;

        private MissingException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private static int kibibytes(Limits limits) {
        return (int) Math.min(limits.decoderMemory() >> 10, Integer.MAX_VALUE);
    }

    // The largest window that fits: zstd takes its bound as a power of two, between 2^10 and 2^31.
    private static int windowBits(Limits limits) {
        int bits = 63 - Long.numberOfLeadingZeros(limits.decoderMemory());
        return Math.min(Math.max(bits, 10), 31);
    }
}
