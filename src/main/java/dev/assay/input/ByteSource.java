package dev.assay.input;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Bytes that can be opened, as often as is needed and from any thread. */
public interface ByteSource {

    /**
     * Opens the bytes for reading from the first one.
     *
     * @return a stream that the caller closes
     * @throws IOException when they cannot be opened
     */
    InputStream open() throws IOException;

    /**
     * {@return the number of bytes}
     *
     * @throws IOException when it cannot be found out
     */
    long size() throws IOException;

    /**
     * Reads everything. The array may be shared with other readers: it is not to be changed.
     *
     * @return all bytes
     * @throws IOException when they cannot be read, or are more than an array holds
     */
    byte[] bytes() throws IOException;

    /** {@return the content of a file, read anew at each call} */
    static ByteSource of(Path file) {
        return new OfFile(file);
    }

    /** {@return bytes that are in memory already; they are not copied} */
    static ByteSource of(byte[] bytes) {
        return new OfArray(bytes);
    }

    /**
     * A file, read anew at each call.
     *
     * @param file where it lies
     */
    record OfFile(Path file) implements ByteSource {
        private static final int CHUNK = 1 << 18;

        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(file);
        }

        @Override
        public long size() throws IOException {
            return Files.size(file);
        }

        @Override
        public byte[] bytes() throws IOException {
            long size = size();
            if (size > Limits.LARGEST_ARRAY) {
                throw new IOException("larger than 2 GiB");
            }
            // Not Files.readAllBytes: for each thread the JDK would keep a buffer outside of the heap that is as large
            // as
            // the largest file.
            byte[] bytes = new byte[(int) size];
            try (InputStream in = open()) {
                int count = 0;
                int read = 0;
                while (read >= 0 && count < bytes.length) {
                    count += read;
                    read = in.read(bytes, count, Math.min(CHUNK, bytes.length - count));
                }
                return count < bytes.length ? Arrays.copyOf(bytes, count) : bytes;
            }
        }
    }

    /** Bytes in memory. */
    final class OfArray implements ByteSource {
        private final byte[] array;

        private OfArray(byte[] array) {
            this.array = array;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(array);
        }

        @Override
        public long size() {
            return array.length;
        }

        @Override
        public byte[] bytes() {
            return array;
        }
    }
}
