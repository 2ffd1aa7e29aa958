package dev.assay.rules;

import dev.assay.packaging.BinfmtEntry;
import dev.assay.packaging.BinfmtEntry.Flag;
import dev.assay.rules.PackagesInRole.Registered;
import java.util.ArrayList;
import java.util.List;

/** binfmt-flags: C and P stand only where they are wanted. Page: docs/rules/binfmt-flags.md */
final class BinfmtFlags implements PackageRule {
    static final String NAME = "binfmt-flags";

    /** How an emulator learns from its own name that it is handed {@code argv[0]} too. */
    private static final String EXPECTS_ARGV0 = "-binfmt-P";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "binfmt entries take no credentials from files, and P stands with interpreters that expect it";
    }

    @Override
    public List<PackageObservation> judge(PackagesInRole packages) {
        List<PackageObservation> broken = new ArrayList<>();
        for (Registered registered : packages.accepted()) {
            BinfmtEntry entry = registered.entry();
            boolean expects = entry.interpreter().endsWith(EXPECTS_ARGV0);
            if (entry.flags().contains(Flag.C)) {
                broken.add(seen(
                        registered,
                        "flag C runs the interpreter as the owner of set-uid files",
                        "leave C out, unless set-uid programs must work under emulation"));
            }
            if (entry.flags().contains(Flag.P) && !expects) {
                broken.add(seen(
                        registered,
                        "flag P hands argv[0] over, and by its name " + entry.interpreter()
                                + " does not expect it: on Linux before 5.12 it has no other way to know",
                        "leave P out, or name a link to the emulator that ends in " + EXPECTS_ARGV0));
            } else if (!entry.flags().contains(Flag.P) && expects) {
                broken.add(seen(
                        registered,
                        entry.interpreter() + " expects argv[0], which is handed over with flag P only",
                        "add P, or name the emulator itself"));
            }
        }
        return broken;
    }

    private static PackageObservation seen(Registered registered, String what, String mend) {
        BinfmtEntry entry = registered.entry();
        return PackageObservation.broken(
                registered.owner(),
                Observation.of(entry.place() + ": " + what, "binfmt entry", entry.file() + " " + what)
                        .mendedBy(mend));
    }
}
