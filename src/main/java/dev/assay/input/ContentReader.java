package dev.assay.input;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/** Hands regular files of a package's content to a visitor, whole or passed over, each read once. */
final class ContentReader {
    private static final int PIECE = 1 << 16;

    private final Limits limits;
    private final long believed;
    private final PackageVisitor visitor;

    /**
     * @param believed size up to which an entry's claim is believed: a damaged one must not make a small package ask for
     *     gigabytes, and beyond it memory follows what was read, in steps that cost half as much again
     */
    ContentReader(Limits limits, long believed, PackageVisitor visitor) {
        this.limits = limits;
        this.believed = believed;
        this.visitor = visitor;
    }

    /**
     * Checks the size that an entry claims before anything is asked for.
     *
     * @throws IOException when it passes the limit
     */
    void check(String path, long size) throws IOException {
        if (size < 0 || size > limits.memberSize()) {
            throw new IOException(path + " is " + Long.toUnsignedString(size)
                    + " bytes, more than the limit of a member (" + limits.memberSize() + ")");
        }
    }

    /**
     * Reads one file.
     *
     * @param content stands at its first byte, and holds its size or is damaged
     */
    void file(PackageFile file, InputStream content) throws IOException {
        byte[] head = new byte[(int) Math.min(file.size(), FileKind.HEAD)];
        fill(head, 0, head.length, content);
        Optional<Hasher> hasher =
                visitor.wantsDigest(file) ? Optional.of(Hashing.sha256().newHasher()) : Optional.empty();
        if (visitor.wants(file, head)) {
            checkMemory(file);
            byte[] whole = whole(head, file.size(), content);
            hasher.ifPresent(hashing -> hashing.putBytes(whole));
            hasher.ifPresent(hashed -> visitor.digest(file, hashed.hash().toString()));
            visitor.file(file, whole);
            return;
        }
        hasher.ifPresent(hashing -> hashing.putBytes(head));
        pass(file.size() - head.length, content, hasher);
        hasher.ifPresent(hashed -> visitor.digest(file, hashed.hash().toString()));
        visitor.passedOver(file);
    }

    // A file that is looked at lies in memory whole: what it claims is asked for only if it can be had.
    private static void checkMemory(PackageFile file) throws IOException {
        long most = Runtime.getRuntime().maxMemory() / 2;
        if (file.size() > most) {
            throw new IOException(file.path() + " is " + file.size() + " bytes, more than half of what Java may take ("
                    + most + "); set ASSAY_JAVA_OPTIONS=-Xmx...");
        }
    }

    private byte[] whole(byte[] head, long size, InputStream content) throws IOException {
        byte[] whole = Arrays.copyOf(head, (int) Math.min(size, believed));
        fill(whole, head.length, whole.length, content);
        while (whole.length < size) {
            int read = whole.length;
            whole = Arrays.copyOf(whole, (int) Math.min(size, 2L * read));
            fill(whole, read, whole.length, content);
        }
        return whole;
    }

    private static void pass(long size, InputStream content, Optional<Hasher> hasher) throws IOException {
        byte[] piece = new byte[(int) Math.min(size, PIECE)];
        for (long left = size; left > 0; ) {
            int count = (int) Math.min(left, piece.length);
            fill(piece, 0, count, content);
            hasher.ifPresent(hashing -> hashing.putBytes(piece, 0, count));
            left -= count;
        }
    }

    private static void fill(byte[] target, int from, int to, InputStream content) throws IOException {
        if (content.readNBytes(target, from, to - from) < to - from) {
            throw new EOFException("content ends within a file");
        }
    }
}
