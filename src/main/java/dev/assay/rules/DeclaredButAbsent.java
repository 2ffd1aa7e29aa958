package dev.assay.rules;

import dev.assay.packaging.Declaration;
import dev.assay.packaging.Declaration.Declared;
import dev.assay.packaging.Declaration.Found;
import dev.assay.rules.PackagesInRole.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** declared-but-absent: what a package declares is in it. Page: docs/rules/declared-but-absent.md */
final class DeclaredButAbsent implements PackageRule {
    static final String NAME = "declared-but-absent";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "each source that a package declares to be built in has code in its programs";
    }

    @Override
    public List<PackageObservation> judge(PackagesInRole packages) {
        List<PackageObservation> said = new ArrayList<>();
        Map<String, List<Found>> all = packages.facts().found();
        Map<String, Set<String>> searched = packages.facts().searched();
        for (Member member : packages.members()) {
            if (member.role().linking() != Role.Linking.STATIC
                    || !PresentButUndeclared.holdsPrograms(member.owner(), packages)) {
                continue;
            }
            String path = member.owner().path();
            if (!all.containsKey(path)) {
                if (!Declaration.declaredBy(member.owner()).isEmpty()) {
                    said.add(PackageObservation.unproved(member.owner(), nothingRead()));
                }
                continue;
            }
            for (Declared declared : Declaration.declaredBy(member.owner())) {
                Optional<Found> found = all.getOrDefault(path, List.of()).stream()
                        .filter(one -> one.source().equals(declared.source()))
                        .findFirst();
                if (found.isPresent()) {
                    continue;
                }
                said.add(
                        searched.getOrDefault(path, Set.of()).contains(declared.source())
                                ? PackageObservation.broken(member.owner(), absent(declared))
                                : PackageObservation.unproved(member.owner(), notSearched(declared)));
            }
        }
        return said;
    }

    private static Observation absent(Declared declared) {
        return Observation.of(
                        declared.written() + " is declared, and no code of it is in any of the programs",
                        "link map",
                        declared.source())
                .mendedBy("leave it out; assay declare prints what the content proves");
    }

    private static Observation nothingRead() {
        return Observation.of(
                        "no reference was read: whether what is declared is in the programs is not known",
                        "none",
                        "sources")
                .mendedBy("give the archives that they were linked with: --reference PATH");
    }

    private static Observation notSearched(Declared declared) {
        return Observation.of(
                        declared.written() + " is declared, and no reference of it was read", "none", declared.source())
                .mendedBy("give its archives: --reference PATH");
    }
}
