package dev.assay.input;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** The files in the tar of a package, handed over one by one. */
final class TarContent {
    /** Bytes that an entry's headers may take: a PAX header or a long name, with room for what signs a file. */
    static final long LARGEST_HEADER = 1 << 20;

    private static final int BLOCK = 512;
    private static final int RECORD = 20 * BLOCK;

    // A damaged size field must not make a small file ask for gigabytes: beyond this, memory follows what was read.
    private static final int BELIEVED_SIZE = 1 << 24;

    private final UnpackedStream unpacked;
    private final Limits limits;

    TarContent(UnpackedStream unpacked, Limits limits) {
        this.unpacked = unpacked;
        this.limits = limits;
    }

    /**
     * Hands over all entries, then reads what is left, so that the decompressor's checksums are compared.
     *
     * @throws IOException for damage of the tar or of its compression, and for what passes a limit
     */
    void visit(PackageVisitor visitor) throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(unpacked, StandardCharsets.UTF_8.name());
        unpacked.allow(LARGEST_HEADER);
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            long size = entry.getSize();
            if (size < 0 || size > limits.memberSize()) {
                throw new IOException(entry.getName() + " is " + size + " bytes, more than the limit of a member ("
                        + limits.memberSize() + ")");
            }
            unpacked.allow(size + BLOCK + RECORD);
            visit(entry, tar, visitor);
            // What the visitor did not want is skipped by the next getNextEntry.
            unpacked.allow(size + BLOCK + RECORD + LARGEST_HEADER);
        }
        unpacked.allow(Long.MAX_VALUE);
        unpacked.transferTo(OutputStream.nullOutputStream());
    }

    private void visit(TarArchiveEntry entry, InputStream tar, PackageVisitor visitor) throws IOException {
        String path = normalised(entry.getName());
        if (entry.isDirectory()) {
            return;
        }
        if (entry.isLink()) {
            visitor.hardLink(path, normalised(entry.getLinkName()));
        } else if (entry.isSymbolicLink()) {
            visitor.symlink(path, entry.getLinkName());
        } else if (entry.isSparse()) {
            throw new IOException(path + " is sparse, which no package's file may be");
        } else if (entry.isFIFO() || entry.isBlockDevice() || entry.isCharacterDevice()) {
            visitor.passedOver(new PackageFile(path, 0, entry.getMode()));
        } else {
            file(new PackageFile(path, entry.getSize(), entry.getMode()), tar, visitor);
        }
    }

    private static void file(PackageFile file, InputStream tar, PackageVisitor visitor) throws IOException {
        byte[] content = new byte[(int) Math.min(file.size(), BELIEVED_SIZE)];
        int headSize = (int) Math.min(file.size(), FileKind.HEAD);
        fill(content, 0, headSize, tar);
        if (!visitor.wants(file, Arrays.copyOf(content, headSize))) {
            visitor.passedOver(file);
            return;
        }
        fill(content, headSize, content.length, tar);
        while (content.length < file.size()) {
            int read = content.length;
            content = Arrays.copyOf(content, (int) Math.min(file.size(), 2L * read));
            fill(content, read, content.length, tar);
        }
        visitor.file(file, content);
    }

    private static void fill(byte[] content, int from, int to, InputStream tar) throws IOException {
        if (tar.readNBytes(content, from, to - from) < to - from) {
            throw new EOFException("tar ends within a file");
        }
    }

    /** {@return the path without what tar puts before it: {@code ./usr/bin/x} and {@code /usr/bin/x} are {@code usr/bin/x}} */
    static String normalised(String name) {
        String path = name;
        while (path.startsWith("./") || path.startsWith("/")) {
            path = path.substring(path.indexOf('/') + 1);
        }
        return path;
    }
}
