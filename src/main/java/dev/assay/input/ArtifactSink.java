package dev.assay.input;

import java.util.List;

/**
 * Takes what a {@link Walker} meets, in order, all from the walker's thread. A sink that hands work to other threads bounds
 * what lies in memory by not returning while too much is under way.
 */
public interface ArtifactSink {

    /** Takes a file to audit. */
    void artifact(Artifact artifact);

    /** Takes another name of an artifact that was handed over before. */
    void alias(Alias alias);

    /** Takes a package before its files; its metadata was read, its content was not yet. */
    void packageOpened(PackageInfo info);

    /** Takes what an opened package says of others and what it has run, before its files. */
    default void packageDescribed(PackageInfo info, PackageDescription description) {}

    /** Takes the licences that an opened package states, as {@link PackageVisitor#licensed} has them. */
    default void packageLicensed(PackageInfo info, List<String> licences) {}

    /** Takes a path of an opened package, in the package's order; before the artifact of that path, where it is one. */
    default void packaged(PackageInfo info, PackageEntry entry) {}

    /**
     * Takes a package after its last file. After {@link Completeness#PARTIAL} the reason follows, or came, as {@link
     * #unreadable}.
     */
    void packageClosed(PackageInfo info, Completeness completeness);

    /** Takes a file that is none to audit, as {@link Artifact#displayed} writes it. */
    void skipped(String path);

    /** Takes what could not be read. */
    void unreadable(Unreadable unreadable);

    /** Whether a package could be read to its end. */
    enum Completeness {
        WHOLE,
        PARTIAL
    }
}
