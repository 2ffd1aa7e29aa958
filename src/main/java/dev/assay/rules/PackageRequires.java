package dev.assay.rules;

import dev.assay.packaging.BinaryPackage;
import dev.assay.packaging.Relation;
import dev.assay.rules.PackagesInRole.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** package-requires: a package requires what its role needs. Page: docs/rules/package-requires.md */
final class PackageRequires implements PackageRule {
    static final String NAME = "package-requires";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "a package requires what its role needs: qemu-binfmt needs qemu-user";
    }

    @Override
    public List<PackageObservation> judge(PackagesInRole packages) {
        List<PackageObservation> broken = new ArrayList<>();
        for (Member member : packages.members()) {
            for (String need : member.role().needs()) {
                missing(member.owner(), need, packages)
                        .ifPresent(seen -> broken.add(PackageObservation.broken(member.owner(), seen)));
            }
        }
        return broken;
    }

    private static Optional<Observation> missing(BinaryPackage owner, String need, PackagesInRole packages) {
        // One of several alternatives is not required: another may be installed in its place.
        List<Relation> requires = owner.relations(Relation.Kind.REQUIRES).stream()
                .filter(relation -> relation.alternatives().size() == 1 && relation.names(need))
                .toList();
        if (requires.isEmpty()) {
            return Optional.of(Observation.of(owner.name() + " does not require " + need, "relations", need)
                    .mendedBy(
                            owner.format() == BinaryPackage.Format.DEB
                                    ? "Depends: " + need + " (= ${binary:Version})"
                                    : "Requires: " + need + " = %{epoch}:%{version}-%{release}"));
        }
        List<BinaryPackage> named = packages.set().packages().stream()
                .filter(other -> other.name().equals(need) && other.format() == owner.format())
                .toList();
        boolean met = named.isEmpty()
                || named.stream().anyMatch(other -> requires.stream().allMatch(other::is));
        return met
                ? Optional.empty()
                : Optional.of(Observation.of(
                                owner.name() + " requires " + requires.get(0).written() + ", and the set has "
                                        + named.get(0).id().version(),
                                "relations",
                                need)
                        .mendedBy("build both from one source at one version"));
    }
}
