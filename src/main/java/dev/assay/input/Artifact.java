package dev.assay.input;

import java.util.Optional;

/**
 * One file under audit.
 *
 * @param path as given, joined with its place in the directory that was walked; of a file in a package its path in the
 *     package, without a leading slash: {@code usr/bin/qemu-arm-static}
 * @param container the package it lies in
 * @param met how it came to be audited
 * @param kind what it is by its first bytes
 * @param content its bytes; of a file in a package they are in memory, so that holding the artifact holds them
 */
public record Artifact(String path, Optional<PackageInfo> container, Met met, FileKind kind, ByteSource content) {

    /** How an artifact came to be audited. */
    public enum Met {
        /** The user named this very file: whatever it is, it is judged. */
        BY_NAME,
        /** Found in a directory that the user named. */
        WALKING,
        /** Found in a package. */
        IN_PACKAGE
    }

    /** {@return the path for people, with the package: {@code x.deb!usr/bin/y}} */
    public String displayed() {
        return container.map(around -> around.path() + "!" + path).orElse(path);
    }
}
