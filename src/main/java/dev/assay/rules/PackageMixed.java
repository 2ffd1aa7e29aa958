package dev.assay.rules;

import dev.assay.packaging.BinaryPackage;
import dev.assay.rules.ComponentMixed.Seen;
import dev.assay.rules.PackageFacts.Program;
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
            List<Program> programs = packages.facts().programs().getOrDefault(owner.path(), List.of());
            for (String component : components(programs, names)) {
                mixture(component, programs, names, read)
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

    private static Set<String> components(List<Program> programs, ComponentNames names) {
        Set<String> components = new TreeSet<>();
        for (Program program : programs) {
            program.map()
                    .placements()
                    .forEach(placement ->
                            components.add(names.of(placement.section().origin())));
        }
        return components;
    }

    private static Optional<Observation> mixture(
            String component, List<Program> programs, ComponentNames names, Set<String> read) {
        List<Seen> all = new ArrayList<>();
        for (Program program : programs) {
            List<Seen> its = names.placements(program.map(), component).stream()
                    .map(placement -> new Seen(placement, Optional.of(program.path())))
                    .toList();
            if (ComponentMixed.mixture(component, its, read).isPresent()) {
                return Optional.empty();
            }
            all.addAll(its);
        }
        return ComponentMixed.mixture(component, all, read);
    }
}
