package dev.assay.input;

import java.nio.file.Path;

/** Finds the archives and loose objects that provenance is proved against, and who owns them. */
public final class ReferenceLocator {
    private final Path root;
    private final Limits limits;
    private final CatalogMagic catalogs;

    /**
     * @param root where this machine's library directories and package database lie: {@code /}, or a test's directory
     */
    public ReferenceLocator(Path root, Limits limits, CatalogMagic catalogs) {
        this.root = root;
        this.limits = limits;
        this.catalogs = catalogs;
    }

    /**
     * Hands over what this machine's library directories hold for a machine ({@code --reference default}).
     *
     * @param machine as cli.md writes it ({@code x86-64}), or a triplet ({@code x86_64-linux-gnu})
     */
    public void forMachine(String machine, ReferenceSink sink) {
        locate(machine, sink);
    }

    /**
     * Hands over what a path that the user gave holds: an archive, a loose object, a directory (walked), a sysroot, a
     * package, or a catalog.
     */
    public void locate(String path, ReferenceSink sink) {
        if (path.isEmpty()) {
            return;
        }
        throw new UnsupportedOperationException(path + sink + root + limits + catalogs);
    }
}
