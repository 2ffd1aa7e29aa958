package dev.assay.rules;

import dev.assay.packaging.BinaryPackage;
import dev.assay.packaging.Declaration;
import dev.assay.packaging.Declaration.Declared;
import dev.assay.packaging.Declaration.Found;
import dev.assay.rules.PackagesInRole.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** present-but-undeclared: a package declares each source whose code is in it. Page: docs/rules/present-but-undeclared.md */
final class PresentButUndeclared implements PackageRule {
    static final String NAME = "present-but-undeclared";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "a package declares each source whose code its programs are proved to have";
    }

    @Override
    public List<PackageObservation> judge(PackagesInRole packages) {
        List<PackageObservation> said = new ArrayList<>();
        for (Member member : packages.members()) {
            if (member.role().linking() != Role.Linking.STATIC || !holdsPrograms(member.owner(), packages)) {
                continue;
            }
            List<Found> found = packages.facts().found().get(member.owner().path());
            if (found == null) {
                said.add(PackageObservation.unproved(
                        member.owner(),
                        Observation.of(
                                        "no reference was read: which sources are in the programs is not known",
                                        "none",
                                        "sources")
                                .mendedBy("give the archives that they were linked with: --reference PATH")));
                continue;
            }
            Set<String> declared = Declaration.declaredBy(member.owner()).stream()
                    .map(Declared::source)
                    .collect(Collectors.toSet());
            found.stream()
                    .filter(one -> !declared.contains(one.source()))
                    .map(one -> PackageObservation.broken(member.owner(), seen(member.owner(), one)))
                    .forEach(said::add);
        }
        return said;
    }

    static boolean holdsPrograms(BinaryPackage owner, PackagesInRole packages) {
        return packages.programs().stream().anyMatch(program -> program.owner().equals(owner));
    }

    private static Observation seen(BinaryPackage owner, Found one) {
        Declaration.Style style =
                owner.format() == BinaryPackage.Format.DEB ? Declaration.Style.DEBIAN : Declaration.Style.FEDORA;
        return Observation.of(
                        one.bytes() + " bytes of code are of " + one.source() + " " + one.version()
                                + ", which the package does not declare",
                        "link map",
                        one.source())
                .mendedBy(String.join(" ", Declaration.lines(style, List.of(one))));
    }
}
