package dev.assay.report;

import dev.assay.packaging.Relation;
import java.util.List;

/**
 * What a package says of itself beside its name, and what it owns.
 *
 * @param multiArch Debian's {@code Multi-Arch}; empty where not stated
 * @param relations what it says of others, in its order
 * @param scripts what it has run, in its order
 * @param files what it owns, by path
 */
public record PackageContent(String multiArch, List<Relation> relations, List<Script> scripts, List<OwnedFile> files) {
    /**
     * A maintainer script or scriptlet.
     *
     * @param name as the format calls it: {@code postinst}, {@code %post}
     * @param interpreter what runs it; empty when not stated
     * @param text all of it
     */
    public record Script(String name, String interpreter, String text) {}

    /**
     * A path that a package owns.
     *
     * @param path without a leading slash
     * @param kind what lies there
     * @param mode permission bits, with set-user-id, set-group-id and sticky
     * @param size bytes of a file; of a hard link, of the file that it is a name of
     * @param target of a symbolic link as written, of a hard link the path in the package; else empty
     * @param sha256 of a file's content, in lower-case hexadecimal; empty for what is none
     */
    public record OwnedFile(String path, Kind kind, int mode, long size, String target, String sha256) {}

    /** What lies at a path. */
    public enum Kind {
        FILE,
        SYMLINK,
        HARD_LINK,
        DIRECTORY,
        SPECIAL
    }

    public PackageContent {
        relations = List.copyOf(relations);
        scripts = List.copyOf(scripts);
        files = List.copyOf(files);
    }
}
