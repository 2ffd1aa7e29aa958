package dev.assay.input;

import com.google.common.hash.Hashing;
import com.google.common.hash.HashingInputStream;
import dev.assay.MalformedFileException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** What readers of packages have in common: a file that is read once, front to back, and may be damaged. */
final class PackageStream implements AutoCloseable {
    private final String path;
    private final CountedStream file;
    private final long size;

    PackageStream(String path, ByteSource source) throws IOException {
        this.path = path;
        this.file = new CountedStream(source.open());
        this.size = source.size();
    }

    /** {@return the hash of a whole file, in lower-case hexadecimal digits} */
    static String sha256(ByteSource source) throws IOException {
        try (HashingInputStream hashing = new HashingInputStream(Hashing.sha256(), source.open())) {
            hashing.transferTo(OutputStream.nullOutputStream());
            return hashing.hash().toString();
        }
    }

    /** {@return the bytes} */
    CountedStream file() {
        return file;
    }

    /** {@return so many bytes from here on} */
    byte[] exactly(int size) throws MalformedFileException, IOException {
        long at = file.position();
        byte[] bytes = file.readNBytes(size);
        if (bytes.length < size) {
            throw malformed(at, "package is cut short: " + size + " bytes expected, " + bytes.length + " left");
        }
        return bytes;
    }

    /** Reads something that fails alike for a damaged package and for a failing disk, and tells the two apart. */
    <T> T damageIsMalformed(Step<T> step) throws MalformedFileException, IOException {
        try {
            return step.run();
        } catch (Compression.MissingException e) {
            throw e;
        } catch (IOException e) {
            if (file.failure().isPresent()) {
                throw file.failure().get();
            }
            // Of a stream that is cut short some decompressors say nothing.
            String what = Optional.ofNullable(e.getMessage()).orElse("it ends too early");
            throw malformed(file.position(), "damaged content: " + what);
        }
    }

    /** Opens what is packed in a part of the file, held to the limits. */
    UnpackedStream unpack(Compression compression, InputStream packed, Limits limits) throws IOException {
        long from = file.position();
        return new UnpackedStream(compression.unpack(packed, limits), file, from, size, limits);
    }

    MalformedFileException malformed(long offset, String expected) {
        return new MalformedFileException(path, offset, expected);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Something that may fail for either reason. */
    @FunctionalInterface
    interface Step<T> {
        T run() throws IOException;
    }
}
