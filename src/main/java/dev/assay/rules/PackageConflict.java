package dev.assay.rules;

import dev.assay.packaging.BinfmtEntry;
import dev.assay.packaging.EmulatedTarget;
import dev.assay.rules.PackagesInRole.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * package-conflict: one package at a time registers a machine's files, and none that is not to. Page:
 * docs/rules/package-conflict.md
 */
final class PackageConflict implements PackageRule {
    static final String NAME = "package-conflict";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "no two packages that can be installed together register one machine, and qemu-user registers none";
    }

    @Override
    public List<PackageObservation> judge(PackagesInRole packages) {
        List<PackageObservation> broken = new ArrayList<>();
        for (Member member : packages.members()) {
            owned(member, packages).ifPresent(broken::add);
        }
        for (PackagesInRole.Pair pair : packages.pairs()) {
            List<String> both = both(packages.entriesOf(pair.one()), packages.entriesOf(pair.other()));
            if (!both.isEmpty()) {
                broken.add(PackageObservation.between(Observation.of(
                                pair.one().name() + " and " + pair.other().name()
                                        + " can be installed together and both register " + Listed.of(both),
                                "binfmt entries",
                                pair.names())
                        .mendedBy(
                                "let one of them say Conflicts: " + pair.other().name())));
            }
        }
        return broken;
    }

    private static Optional<PackageObservation> owned(Member member, PackagesInRole packages) {
        boolean may = member.role().binfmtBy().isEmpty()
                || member.role().isRegisteredBy(member.owner().name());
        List<String> files = packages.entriesOf(member.owner()).stream()
                .filter(BinfmtEntry::isForEmulator)
                .map(BinfmtEntry::file)
                .distinct()
                .toList();
        if (may || files.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(PackageObservation.broken(
                member.owner(),
                Observation.of(
                                member.owner().name() + " is to register nothing, and owns " + Listed.of(files),
                                "binfmt entries",
                                "owns entries")
                        .mendedBy("move the entries to the package that is to register them")));
    }

    private static List<String> both(List<BinfmtEntry> ones, List<BinfmtEntry> others) {
        TreeSet<String> targets = new TreeSet<>();
        for (BinfmtEntry one : ones) {
            for (BinfmtEntry other : others) {
                if (one.format() == other.format()
                        && one.target().isPresent()
                        && one.target().equals(other.target())
                        && !isOneFile(one, other)) {
                    targets.add(one.target().map(EmulatedTarget::word).orElseThrow());
                }
            }
        }
        return List.copyOf(targets);
    }

    /**
     * Whether both entries are one to systemd-binfmt: the same file with the same entry, or files of one name, of which that
     * in /etc counts (binfmt.d(5)).
     */
    static boolean isOneFile(BinfmtEntry one, BinfmtEntry other) {
        if (one.file().equals(other.file())) {
            return one.equals(other);
        }
        boolean sameName = one.file()
                .substring(one.file().lastIndexOf('/'))
                .equals(other.file().substring(other.file().lastIndexOf('/')));
        return sameName && one.format() == BinfmtEntry.Format.SYSTEMD;
    }
}
