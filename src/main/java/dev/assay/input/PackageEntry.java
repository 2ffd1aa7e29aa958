package dev.assay.input;

import java.util.Optional;

/**
 * A path in a package.
 *
 * @param path without a leading slash: {@code usr/bin/qemu-arm-static}
 * @param kind what lies there
 * @param size bytes; 0 for what is no regular file
 * @param mode permission bits; 0 for links, which have none of their own
 * @param target of a symbolic link as written, of a hard link the path in the package; else empty
 * @param sha256 of a regular file's content, in lower-case hexadecimal digits; empty for other kinds
 * @param text the content, where the reader asked for it; Latin-1, so that no byte is lost
 */
public record PackageEntry(
        String path, Kind kind, long size, int mode, String target, String sha256, Optional<String> text) {
    /** What lies at a path. */
    public enum Kind {
        FILE,
        SYMBOLIC_LINK,
        HARD_LINK,
        DIRECTORY,
        SPECIAL
    }
}
