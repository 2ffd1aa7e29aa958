package dev.assay.packaging;

import dev.assay.linkage.Linkage;
import java.util.Optional;

/**
 * A path that a package owns.
 *
 * @param path without a leading slash: {@code usr/bin/qemu-arm-static}
 * @param kind what lies there; a hard link is a file
 * @param mode permission bits
 * @param size bytes of a file
 * @param target of a symbolic link, as written
 * @param sha256 of a file's content; empty for what is none
 * @param text content of the files that say what is registered, Latin-1
 * @param linkage what the headers say, of ELF files
 */
public record PackagedFile(
        String path,
        Kind kind,
        int mode,
        long size,
        String target,
        String sha256,
        Optional<String> text,
        Optional<Linkage> linkage) {
    private static final int EXECUTE = 0111;

    /** What lies at a path. */
    public enum Kind {
        FILE,
        SYMBOLIC_LINK,
        DIRECTORY,
        SPECIAL
    }

    /** {@return whether somebody may execute it} */
    public boolean isExecutable() {
        return (mode & EXECUTE) != 0;
    }

    /** {@return the same path on a system where {@code /bin}, {@code /sbin} and {@code /lib} are links into {@code /usr}} */
    public static String merged(String path) {
        boolean unmerged = path.startsWith("bin/")
                || path.startsWith("sbin/")
                || path.startsWith("lib/")
                || path.startsWith("lib32/")
                || path.startsWith("lib64/");
        return unmerged ? "usr/" + path : path;
    }

    /** {@return whether the other file is the same to whoever installs both: equal content, equal kind, equal target} */
    public boolean isSameAs(PackagedFile other) {
        return kind == other.kind && sha256.equals(other.sha256) && target.equals(other.target);
    }
}
