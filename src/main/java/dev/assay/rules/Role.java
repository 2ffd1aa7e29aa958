package dev.assay.rules;

import dev.assay.Origin.PackageId;
import java.util.List;
import java.util.Optional;

/**
 * What packages of some names are for, and how their programs are linked.
 *
 * @param name the role's name: {@code static-emulators}
 * @param packages patterns on names of binary packages
 * @param versions bounds on their versions, by distribution
 * @param artifacts patterns on paths of the programs that play the role; empty: all that the package ships
 * @param linking how those programs are linked
 */
public record Role(
        String name,
        List<Glob> packages,
        Optional<DistributionBounds> versions,
        List<Glob> artifacts,
        Linking linking) {

    /** How the programs of a role are linked. */
    public enum Linking {
        /** They are asked every rule of the set. */
        STATIC,
        /** They are judged and listed, and asked only what a dynamic program can keep. */
        DYNAMIC
    }

    /**
     * Bounds on versions that one distribution's order compares.
     *
     * @param distribution whose order
     * @param bounds the bounds
     */
    public record DistributionBounds(Distribution distribution, VersionBounds bounds) {}

    public Role {
        packages = List.copyOf(packages);
        artifacts = List.copyOf(artifacts);
    }

    /** {@return whether packages of this name and version have the role} */
    public boolean isOf(PackageId shipped) {
        return packages.stream().anyMatch(pattern -> pattern.matchesName(shipped.name()))
                && versions.map(limit -> limit.bounds()
                                .contain(shipped.version(), limit.distribution().order()))
                        .orElse(true);
    }

    /** {@return whether the program at that path in the package plays the role} */
    public boolean isPlayedBy(String path) {
        return artifacts.isEmpty() || artifacts.stream().anyMatch(pattern -> pattern.matchesPath(path));
    }
}
