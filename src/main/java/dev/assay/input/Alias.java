package dev.assay.input;

import java.util.Optional;

/**
 * Another name of an artifact: a hard link. It is reported under this name too, and not read again.
 *
 * @param path the other name, by the rules of {@link Artifact#path}
 * @param container the package that both names lie in
 * @param of path of the artifact, handed over before, with the same container
 */
public record Alias(String path, Optional<PackageInfo> container, String of) {}
