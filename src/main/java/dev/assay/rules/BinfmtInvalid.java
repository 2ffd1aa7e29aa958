package dev.assay.rules;

import dev.assay.packaging.BinfmtEntry;
import java.util.ArrayList;
import java.util.List;

/** binfmt-invalid: the kernel takes each entry, and it matches one machine's files only. Page: docs/rules/binfmt-invalid.md */
final class BinfmtInvalid implements PackageRule {
    static final String NAME = "binfmt-invalid";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "the kernel would register each binfmt entry, and its mask tells machines apart";
    }

    @Override
    public List<PackageObservation> judge(PackagesInRole packages) {
        List<PackageObservation> broken = new ArrayList<>();
        for (PackagesInRole.Registered registered : packages.registered()) {
            for (String fault : faults(registered.entry())) {
                broken.add(PackageObservation.broken(
                        registered.owner(),
                        Observation.of(
                                        registered.entry().place() + ": " + fault,
                                        "binfmt entry",
                                        registered.entry().file() + " " + fault)
                                .mendedBy("generate the entry with qemu's scripts/qemu-binfmt-conf.sh")));
            }
        }
        return broken;
    }

    /** {@return what is wrong with an entry; empty when nothing} */
    static List<String> faults(BinfmtEntry entry) {
        List<String> faults = new ArrayList<>(entry.faults());
        // A mask is looked at only where it can be laid over the magic; entries of others than emulators match what
        // they like.
        if (faults.isEmpty() && entry.isForEmulator()) {
            List<String> open = entry.leftOpen();
            if (!open.isEmpty()) {
                faults.add("magic and mask leave open " + Listed.of(open) + ": files of other machines match");
            }
        }
        return faults;
    }
}
