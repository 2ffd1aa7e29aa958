package dev.assay.packaging;

import dev.assay.packaging.Difference.Loss;
import dev.assay.packaging.Relation.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which machines an installation can run no longer after an upgrade. One that has a package alone gets the new one of that
 * name, what takes its place, and what those pull in: what they require, what they recommend (installed unless somebody
 * says otherwise), and what supplements them. Entries that moved to a package that nothing pulls in are gone.
 */
final class BinfmtLoss {
    private static final int NAMED = 5;

    private BinfmtLoss() {}

    static List<Loss> of(Snapshot old, Snapshot now) {
        List<Loss> losses = new ArrayList<>();
        for (BinaryPackage installed : old.set().packages()) {
            Set<EmulatedTarget> before =
                    registered(closure(old.set(), Set.of(installed), EnumSet.of(Kind.REQUIRES)), old.set());
            Set<BinaryPackage> successors = successors(installed, now.set());
            if (before.isEmpty() || successors.isEmpty()) {
                continue;
            }
            Set<BinaryPackage> after =
                    closure(now.set(), successors, EnumSet.of(Kind.REQUIRES, Kind.RECOMMENDS, Kind.SUPPLEMENTS));
            Set<EmulatedTarget> lost = EnumSet.copyOf(before);
            lost.removeAll(registered(after, now.set()));
            lost.retainAll(emulated(now)); // an emulator that is gone is a change of its own
            if (!lost.isEmpty()) {
                losses.add(new Loss(UpgradeRule.LOST_BINFMT_RULES, message(installed, lost, now.set())));
            }
        }
        return losses;
    }

    private static Set<BinaryPackage> successors(BinaryPackage installed, PackageSet now) {
        Set<BinaryPackage> successors = new LinkedHashSet<>();
        for (BinaryPackage one : now.packages()) {
            boolean obsoletes = one.relations(Kind.OBSOLETES).stream()
                    .flatMap(relation -> relation.alternatives().stream())
                    .anyMatch(obsolete -> obsolete.name().equals(installed.name())
                            && obsolete.allows(
                                    installed.id().version(), one.format().order()));
            if (obsoletes || one.name().equals(installed.name())) {
                successors.add(one);
            }
        }
        return successors;
    }

    private static Set<BinaryPackage> closure(PackageSet set, Set<BinaryPackage> from, Set<Kind> pulling) {
        Set<BinaryPackage> installed = new LinkedHashSet<>(from);
        for (Optional<BinaryPackage> next = next(set, installed, pulling);
                next.isPresent();
                next = next(set, installed, pulling)) {
            installed.add(next.get());
        }
        return installed;
    }

    private static Optional<BinaryPackage> next(PackageSet set, Set<BinaryPackage> installed, Set<Kind> pulling) {
        return set.packages().stream()
                .filter(one -> !installed.contains(one))
                .filter(one -> installed.stream().allMatch(other -> set.mayMeet(one, other)))
                .filter(one -> isPulled(one, installed, pulling))
                .findFirst();
    }

    private static boolean isPulled(BinaryPackage one, Set<BinaryPackage> installed, Set<Kind> pulling) {
        boolean wanted = installed.stream()
                .flatMap(other -> other.relations().stream())
                .filter(relation -> relation.kind() != Kind.SUPPLEMENTS && pulling.contains(relation.kind()))
                .filter(relation -> installed.stream().noneMatch(other -> other.is(relation)))
                .anyMatch(one::is);
        boolean supplements = pulling.contains(Kind.SUPPLEMENTS)
                && one.relations(Kind.SUPPLEMENTS).stream()
                        .anyMatch(relation -> installed.stream().anyMatch(other -> other.is(relation)));
        return wanted || supplements;
    }

    private static Set<EmulatedTarget> registered(Set<BinaryPackage> owners, PackageSet set) {
        Set<EmulatedTarget> targets = EnumSet.noneOf(EmulatedTarget.class);
        for (BinaryPackage owner : owners) {
            for (BinfmtEntry entry : BinfmtFiles.registeredBy(owner, set)) {
                if (entry.faults().isEmpty()) {
                    entry.target().ifPresent(targets::add);
                }
            }
        }
        return targets;
    }

    private static Set<EmulatedTarget> emulated(Snapshot now) {
        Set<EmulatedTarget> targets = EnumSet.noneOf(EmulatedTarget.class);
        now.images().forEach(image -> EmulatedTarget.ofProgram(image.path()).ifPresent(targets::add));
        return targets;
    }

    private static String message(BinaryPackage installed, Set<EmulatedTarget> lost, PackageSet now) {
        List<String> words = lost.stream()
                .map(EmulatedTarget::word)
                .sorted(Comparator.naturalOrder())
                .toList();
        String named = String.join(", ", words.subList(0, Math.min(NAMED, words.size())))
                + (words.size() > NAMED ? " and " + (words.size() - NAMED) + " more" : "");
        List<String> owners = now.packages().stream()
                .filter(one -> BinfmtFiles.registeredBy(one, now).stream()
                        .anyMatch(entry -> entry.target().filter(lost::contains).isPresent()))
                .map(BinaryPackage::name)
                .toList();
        return "who has " + installed.name() + " alone loses the binfmt rules of " + named
                + (owners.isEmpty()
                        ? ": no new package has them"
                        : ": they are in " + String.join(", ", owners) + " now, which nothing pulls in");
    }
}
