package dev.assay.rules;

import dev.assay.linkage.Linkage;
import dev.assay.linkage.LinkageForm;
import dev.assay.packaging.BinfmtEntry;
import dev.assay.packaging.BinfmtEntry.Flag;
import dev.assay.packaging.EmulatedTarget;
import dev.assay.packaging.HostArchitecture;
import dev.assay.packaging.PackageSet.Found;
import dev.assay.rules.PackagesInRole.Registered;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** binfmt-target: an entry hands a machine's files to what runs them, in a chroot too. Page: docs/rules/binfmt-target.md */
final class BinfmtTarget implements PackageRule {
    static final String NAME = "binfmt-target";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "each binfmt entry matches the machine that its names promise, and F stands with self-contained"
                + " interpreters";
    }

    @Override
    public List<PackageObservation> judge(PackagesInRole packages) {
        List<PackageObservation> broken = new ArrayList<>();
        for (Registered registered : packages.accepted()) {
            Optional<Found> interpreter = packages.interpreter(registered);
            List<Observation> seen = new ArrayList<>(machine(registered.entry(), interpreter));
            seen.addAll(leftOut(registered.entry()));
            host(registered, interpreter)
                    .filter(registered.entry()::matches)
                    .ifPresent(host -> seen.add(seen(
                            registered.entry(),
                            "it matches the programs of the machine that its interpreter runs on (" + host.word()
                                    + "): all of them would run under the emulator, which is one of them",
                            "leave the entry out of packages for that machine")));
            interpreter.ifPresent(found -> seen.addAll(program(registered.entry(), found)));
            seen.forEach(one -> broken.add(PackageObservation.broken(registered.owner(), one)));
        }
        return broken;
    }

    private static List<Observation> machine(BinfmtEntry entry, Optional<Found> interpreter) {
        Map<EmulatedTarget, String> promised = new LinkedHashMap<>();
        EmulatedTarget.ofEntry(entry.name()).ifPresent(target -> promised.putIfAbsent(target, entry.name()));
        EmulatedTarget.ofProgram(entry.interpreter())
                .ifPresent(target -> promised.putIfAbsent(target, entry.interpreter()));
        interpreter
                .map(found -> found.file().path())
                .ifPresent(
                        path -> EmulatedTarget.ofProgram(path).ifPresent(target -> promised.putIfAbsent(target, path)));
        // Of what is promised once and right, more than that may match: where a mask leaves half of e_machine open.
        return promised.entrySet().stream()
                .filter(promise -> !entry.matches(promise.getKey()) || matchesOthers(entry, promise.getKey()))
                .map(promise -> seen(
                        entry,
                        promise.getValue() + " promises " + promise.getKey().word() + " ("
                                + promise.getKey().traits() + "), and the entry matches "
                                + matched(entry),
                        "let magic, mask and names be of one machine: qemu's scripts/qemu-binfmt-conf.sh has them"))
                .toList();
    }

    private static List<Observation> leftOut(BinfmtEntry entry) {
        return entry.target()
                .filter(entry::matches)
                .map(entry::leftOut)
                .filter(left -> !left.isEmpty())
                .map(left -> List.of(seen(
                        entry,
                        "of its machine's programs it does not match those of " + Listed.of(left),
                        "let magic and mask be those of qemu's scripts/qemu-binfmt-conf.sh")))
                .orElse(List.of());
    }

    private static Optional<EmulatedTarget> host(Registered registered, Optional<Found> interpreter) {
        return interpreter
                .flatMap(found -> found.file().linkage())
                .flatMap(linkage -> HostArchitecture.ofMachine(linkage.machine()))
                .or(() -> HostArchitecture.of(registered.owner().id().architecture()))
                .flatMap(HostArchitecture::itself);
    }

    private static boolean matchesOthers(BinfmtEntry entry, EmulatedTarget promised) {
        return entry.matched().stream().anyMatch(other -> !other.traits().equals(promised.traits()));
    }

    private static String matched(BinfmtEntry entry) {
        List<String> matched =
                entry.matched().stream().map(EmulatedTarget::word).toList();
        return matched.isEmpty() ? "no machine that is known" : Listed.of(matched);
    }

    private static List<Observation> program(BinfmtEntry entry, Found interpreter) {
        String path = interpreter.file().path();
        Optional<Linkage> linkage = interpreter.file().linkage();
        List<Observation> seen = new ArrayList<>();
        if (linkage.isEmpty()) {
            return List.of(
                    seen(entry, "interpreter " + path + " is no ELF file", "let the entry name the emulator itself"));
        }
        if (!interpreter.file().isExecutable()) {
            seen.add(seen(entry, "interpreter " + path + " is not executable", "install it with mode 0755"));
        }
        boolean selfContained = PackagesInRole.isSelfContained(linkage.get());
        boolean isProgram =
                linkage.get().form() != LinkageForm.OPAQUE && linkage.get().form() != LinkageForm.MALFORMED;
        if (entry.flags().contains(Flag.F) && !selfContained && isProgram) {
            seen.add(seen(
                    entry,
                    "flag F pins " + path + " for use in chroots, and it is not self-contained: " + why(linkage.get()),
                    "link the interpreter statically, or register it without F"));
        } else if (!entry.flags().contains(Flag.F) && selfContained) {
            seen.add(seen(
                    entry,
                    path + " is self-contained and registered without F: a chroot would have to hold it",
                    entry.format() == BinfmtEntry.Format.SYSTEMD ? "add F to the flags" : "say fix_binary yes"));
        }
        return seen;
    }

    private static String why(Linkage linkage) {
        return linkage.interpreter()
                .map(path -> "it asks for " + path)
                .or(() -> linkage.needed().stream().findFirst().map(needed -> "it needs " + needed.value()))
                .orElse("it is no static program");
    }

    private static Observation seen(BinfmtEntry entry, String what, String mend) {
        return Observation.of(entry.place() + ": " + what, "binfmt entry", entry.file() + " " + what)
                .mendedBy(mend);
    }
}
