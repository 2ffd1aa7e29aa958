package dev.assay.input;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Tells whether two names are one file: links of either kind, or two spellings of a path. */
final class FileIdentity {
    private FileIdentity() {}

    /** {@return what equals the identity of another name exactly when both are one file} */
    static Object of(Path file) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return key == null ? file.toRealPath() : key; // some file systems have no inode numbers
    }
}
