package dev.assay.rules;

import dev.assay.Origin;
import dev.assay.provenance.Evidence;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a rule set says of one library.
 *
 * @param name the component's name: {@code glibc}
 * @param archives patterns on file names of archives and loose objects: {@code libm-*.a}
 * @param packages patterns on names of binary packages, by distribution; any may match
 * @param symbols patterns on names of functions that only this library defines
 * @param strings text that only this library holds
 * @param presence whether an image must, may or must not have it
 * @param evidence the weakest evidence that proves it
 * @param versions bounds on the version of the package, by distribution
 */
public record ComponentSpec(
        String name,
        List<Glob> archives,
        Map<Distribution, List<Glob>> packages,
        List<Glob> symbols,
        List<String> strings,
        Presence presence,
        Evidence evidence,
        Map<Distribution, VersionBounds> versions) {

    /** Whether an image must, may or must not have a component. */
    public enum Presence {
        REQUIRED,
        ALLOWED,
        FORBIDDEN
    }

    public ComponentSpec {
        archives = List.copyOf(archives);
        packages = Map.copyOf(packages);
        symbols = List.copyOf(symbols);
        strings = List.copyOf(strings);
        versions = Map.copyOf(versions);
    }

    /** {@return whether a symbol of that name is one that only this library defines} */
    public boolean defines(String symbol) {
        return symbols.stream().anyMatch(pattern -> pattern.matchesName(symbol));
    }

    /** {@return the distributions that call a package so, in the order of the enum} */
    public List<Distribution> distributionsOf(String packageName) {
        return List.of(Distribution.values()).stream()
                .filter(distribution -> packages.getOrDefault(distribution, List.of()).stream()
                        .anyMatch(pattern -> pattern.matchesName(packageName)))
                .toList();
    }

    /**
     * Whether an archive is of this component: by its package where that is known and this component names packages,
     * else by its file name. A known package that is not named speaks against it, whatever its archive is called: musl
     * has a {@code libc.a} too.
     *
     * @param origin where the archive comes from
     * @return whether it is of this component
     */
    boolean includes(Origin origin) {
        Optional<String> packageName = origin.owner().map(Origin.PackageId::name);
        if (packageName.isPresent() && !packages.isEmpty()) {
            return !distributionsOf(packageName.get()).isEmpty();
        }
        return namesArchiveOf(origin);
    }

    /** {@return whether the archive's file name is one that this component names} */
    boolean namesArchiveOf(Origin origin) {
        return archives.stream().anyMatch(pattern -> pattern.matchesName(origin.archiveName()));
    }
}
