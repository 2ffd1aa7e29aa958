package dev.assay.rules;

import dev.assay.packaging.BinaryPackage;
import dev.assay.provenance.LinkMap;
import dev.assay.provenance.Placement;
import dev.assay.rules.PackagesInRole.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * component-mixed, of the programs of one package: one version of each component explains its code in all of them. What is mixed
 * in one program already is said there. Page: docs/rules/component-mixed.md
 */
final class PackageMixed implements PackageRule {
    @Override
    public String name() {
        return ComponentMixed.NAME;
    }

    @Override
    public String summary() {
        return "one version of each component explains its code in all programs of a package";
    }

    @Override
    public List<PackageObservation> judge(PackagesInRole packages) {
        ComponentNames names = new ComponentNames(packages.ruleSet());
        Set<String> read = ComponentMixed.versionsOf(packages.facts().references());
        List<PackageObservation> said = new ArrayList<>();
        for (BinaryPackage owner : asked(packages)) {
            List<LinkMap> maps = packages.facts().maps().getOrDefault(owner.path(), List.of());
            for (String component : components(maps, names)) {
                mixture(component, maps, names, read)
                        .ifPresent(seen -> said.add(PackageObservation.broken(owner, seen)));
            }
        }
        return said;
    }

    /** A rule set without roles is for programs of any package. */
    private static List<BinaryPackage> asked(PackagesInRole packages) {
        return packages.ruleSet().roles().isEmpty()
                ? packages.set().packages()
                : packages.members().stream().map(Member::owner).toList();
    }

    private static Set<String> components(List<LinkMap> maps, ComponentNames names) {
        Set<String> components = new TreeSet<>();
        for (LinkMap map : maps) {
            map.placements()
                    .forEach(placement ->
                            components.add(names.of(placement.section().origin())));
        }
        return components;
    }

    private static Optional<Observation> mixture(
            String component, List<LinkMap> maps, ComponentNames names, Set<String> read) {
        List<Placement> all = new ArrayList<>();
        for (LinkMap map : maps) {
            List<Placement> placements = names.placements(map, component);
            if (ComponentMixed.mixture(component, placements, read).isPresent()) {
                return Optional.empty();
            }
            all.addAll(placements);
        }
        return ComponentMixed.mixture(component, all, read);
    }
}
