package dev.assay.rules;

import dev.assay.packaging.Declaration.Found;
import dev.assay.packaging.PackageSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that a rule may see of a set of packages.
 *
 * @param set the packages
 * @param found by path of the package: the sources whose code is proved to be in it; absent where its programs were
 *     compared with nothing
 * @param searched by path of the package: names of the sources of which a reference was read for one of its programs
 */
public record PackageFacts(PackageSet set, Map<String, List<Found>> found, Map<String, Set<String>> searched) {
    public PackageFacts {
        found = Map.copyOf(found);
        searched = Map.copyOf(searched);
    }
}
