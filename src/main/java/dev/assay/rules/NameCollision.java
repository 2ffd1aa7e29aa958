package dev.assay.rules;

import dev.assay.packaging.BinaryPackage;
import dev.assay.packaging.PackagedFile;
import dev.assay.packaging.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** name-collision: no path has two owners that can be installed together. Page: docs/rules/name-collision.md */
final class NameCollision implements PackageRule {
    static final String NAME = "name-collision";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "no two packages that can be installed together own a path with different content";
    }

    @Override
    public List<PackageObservation> judge(PackagesInRole packages) {
        List<PackageObservation> broken = new ArrayList<>();
        for (PackagesInRole.Pair pair : packages.pairs()) {
            List<String> paths = collisions(pair.one(), pair.other());
            if (!paths.isEmpty() && !replaces(pair.one(), pair.other()) && !replaces(pair.other(), pair.one())) {
                broken.add(PackageObservation.between(Observation.of(
                                pair.one().name() + " and " + pair.other().name()
                                        + " can be installed together and own " + Listed.of(paths)
                                        + " with different content",
                                "paths of the packages",
                                pair.names())
                        .mendedBy("give one of them another name, or let the packages conflict")));
            }
        }
        return broken;
    }

    private static List<String> collisions(BinaryPackage one, BinaryPackage other) {
        Map<String, PackagedFile> owned = new TreeMap<>();
        for (PackagedFile file : one.files().values()) {
            owned.put(PackagedFile.merged(file.path()), file);
        }
        List<String> paths = new ArrayList<>();
        for (PackagedFile file : other.files().values()) {
            PackagedFile twin = owned.get(PackagedFile.merged(file.path()));
            if (twin != null && !file.isSameAs(twin)) {
                paths.add(file.path());
            }
        }
        paths.sort(String::compareTo);
        return paths;
    }

    /** Debian's Replaces: the one may overwrite the other's files. */
    private static boolean replaces(BinaryPackage one, BinaryPackage other) {
        return one.relations(Relation.Kind.REPLACES).stream().anyMatch(other::is);
    }
}
