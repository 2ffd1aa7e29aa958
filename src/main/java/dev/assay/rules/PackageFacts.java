package dev.assay.rules;

import dev.assay.packaging.Declaration.Found;
import dev.assay.packaging.PackageSet;
import dev.assay.provenance.LinkMap;
import dev.assay.provenance.ReferenceSummary;
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
 * @param programs by path of the package: each of its programs that was compared with references
 * @param references all that was read for any program
 */
public record PackageFacts(
        PackageSet set,
        Map<String, List<Found>> found,
        Map<String, Set<String>> searched,
        Map<String, List<Program>> programs,
        List<ReferenceSummary> references) {
    /**
     * A program of a package.
     *
     * @param path in the package
     * @param map its recovered layout
     */
    public record Program(String path, LinkMap map) {}

    public PackageFacts {
        found = Map.copyOf(found);
        searched = Map.copyOf(searched);
        programs = Map.copyOf(programs);
        references = List.copyOf(references);
    }
}
