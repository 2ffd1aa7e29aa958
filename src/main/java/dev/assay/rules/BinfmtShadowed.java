package dev.assay.rules;

import dev.assay.packaging.BinaryPackage;
import dev.assay.packaging.BinfmtEntry;
import dev.assay.rules.PackagesInRole.Member;
import dev.assay.rules.PackagesInRole.Registered;
import java.util.ArrayList;
import java.util.List;

/** binfmt-shadowed: no two entries match the same files. Page: docs/rules/binfmt-shadowed.md */
final class BinfmtShadowed implements PackageRule {
    static final String NAME = "binfmt-shadowed";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "no two binfmt entries of one format that can be registered together match the same files";
    }

    @Override
    public List<PackageObservation> judge(PackagesInRole packages) {
        List<PackageObservation> broken = new ArrayList<>();
        for (Member member : packages.members()) {
            List<Registered> own = accepted(packages, member.owner());
            for (int i = 0; i < own.size(); i++) {
                List<String> shadowed = shadowed(own.get(i), own.subList(i + 1, own.size()));
                if (!shadowed.isEmpty()) {
                    String first = own.get(i).entry().place();
                    broken.add(PackageObservation.broken(
                            member.owner(),
                            seen(first + " matches files that " + Listed.of(shadowed) + " match too", first)));
                }
            }
        }
        for (PackagesInRole.Pair pair : packages.pairs()) {
            List<String> shadowed = new ArrayList<>();
            for (Registered one : accepted(packages, pair.one())) {
                shadowed.addAll(shadowed(one, accepted(packages, pair.other())));
            }
            if (!shadowed.isEmpty()) {
                broken.add(PackageObservation.between(seen(
                        Listed.of(shadowed) + " of " + pair.other().name() + " match files that entries of "
                                + pair.one().name() + " match too",
                        pair.names())));
            }
        }
        return broken;
    }

    private static List<Registered> accepted(PackagesInRole packages, BinaryPackage owner) {
        return packages.entriesOf(owner).stream()
                .filter(entry ->
                        entry.isForEmulator() && BinfmtInvalid.faults(entry).isEmpty())
                .map(entry -> new Registered(owner, entry))
                .toList();
    }

    private static List<String> shadowed(Registered one, List<Registered> others) {
        return others.stream()
                .filter(other -> other.entry().format() == one.entry().format())
                .filter(other -> other.entry().overlaps(one.entry()))
                .filter(other -> !PackageConflict.isOneFile(one.entry(), other.entry()))
                .map(Registered::entry)
                .map(BinfmtEntry::place)
                .toList();
    }

    private static Observation seen(String what, String subject) {
        return Observation.of(what + ": the one registered last is asked first", "binfmt entries", subject)
                .mendedBy("register one of them, or let their packages conflict");
    }
}
