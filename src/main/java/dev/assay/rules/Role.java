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
 * @param suffix what the names of those programs end in; empty where nothing is asked of them
 * @param binfmtBy patterns on names of the packages that register those programs with the kernel; empty where nothing is
 *     asked; an empty list: no package does
 * @param needs names of packages that packages of the role must require
 */
public record Role(
        String name,
        List<Glob> packages,
        Optional<DistributionBounds> versions,
        List<Glob> artifacts,
        Linking linking,
        String suffix,
        Optional<List<Glob>> binfmtBy,
        List<String> needs) {

    /** How the programs of a role are linked. */
    public enum Linking {
        /** They are asked every rule of the set. */
        STATIC,
        /** They are judged and listed, and asked only what a dynamic program can keep. */
        DYNAMIC,
        /** There are none: the package holds entries, links or text. */
        NONE
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
        binfmtBy = binfmtBy.map(List::copyOf);
        needs = List.copyOf(needs);
    }

    /** {@return whether a package of that name registers the programs of this role} */
    public boolean isRegisteredBy(String packageName) {
        return binfmtBy.stream().flatMap(List::stream).anyMatch(pattern -> pattern.matchesName(packageName));
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
