package dev.assay.input;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** The files in the tar of a package, handed over one by one. */
final class TarContent {
    /** Bytes that an entry's headers may take: a PAX header or a long name, with room for what signs a file. */
    static final long LARGEST_HEADER = 1 << 20;

    private static final int PERMISSIONS = 07777;
    private static final int BLOCK = 512;
    private static final int RECORD = 20 * BLOCK;

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
        ContentReader content = new ContentReader(limits, unpacked.believed(), visitor);
        unpacked.allow(LARGEST_HEADER);
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            if (!entry.isCheckSumOK()) {
                throw new IOException("tar header of " + entry.getName() + " has another checksum than it says");
            }
            long size = entry.getSize();
            content.check(entry.getName(), size);
            unpacked.allow(size + BLOCK + RECORD);
            visit(entry, tar, content, visitor);
            // What pads the file is skipped by the next getNextEntry.
            unpacked.allow(size + BLOCK + RECORD + LARGEST_HEADER);
        }
        unpacked.allow(Long.MAX_VALUE);
        unpacked.transferTo(OutputStream.nullOutputStream());
    }

    private static void visit(TarArchiveEntry entry, InputStream tar, ContentReader content, PackageVisitor visitor)
            throws IOException {
        String path = normalised(entry.getName());
        if (entry.isDirectory()) {
            visitor.directory(path.endsWith("/") ? path.substring(0, path.length() - 1) : path, permissions(entry));
            return;
        }
        if (entry.isLink()) {
            visitor.hardLink(path, normalised(entry.getLinkName()));
        } else if (entry.isSymbolicLink()) {
            visitor.symlink(path, entry.getLinkName());
        } else if (entry.isSparse()) {
            throw new IOException(path + " is sparse, which no package's file may be");
        } else if (entry.isFIFO() || entry.isBlockDevice() || entry.isCharacterDevice()) {
            visitor.passedOver(new PackageFile(path, 0, permissions(entry)));
        } else {
            content.file(new PackageFile(path, entry.getSize(), permissions(entry)), tar);
        }
    }

    // Some writers put the file type before them, as st_mode has it.
    private static int permissions(TarArchiveEntry entry) {
        return entry.getMode() & PERMISSIONS;
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
