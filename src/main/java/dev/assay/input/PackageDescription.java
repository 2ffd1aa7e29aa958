package dev.assay.input;

import java.util.List;

/**
 * What a package says of itself beside its name.
 *
 * @param content whether it is to be installed or to be built from
 * @param multiArch Debian's {@code Multi-Arch}; empty where not stated
 * @param relations in the order of the package
 * @param scripts in the order of the package
 */
public record PackageDescription(
        Content content, String multiArch, List<WrittenRelation> relations, List<PackageScript> scripts) {
    /** What a package is for. */
    public enum Content {
        BINARY,
        SOURCE
    }

    public PackageDescription {
        relations = List.copyOf(relations);
        scripts = List.copyOf(scripts);
    }
}
