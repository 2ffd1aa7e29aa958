package dev.assay.rules;

import dev.assay.linkage.Linkage;
import dev.assay.linkage.LinkageForm;
import dev.assay.packaging.BinaryPackage;
import dev.assay.packaging.HostArchitecture;
import dev.assay.packaging.PackagedFile;
import dev.assay.rules.PackagesInRole.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** package-architecture: a package's programs are of its architecture. Page: docs/rules/package-architecture.md */
final class PackageArchitecture implements PackageRule {
    static final String NAME = "package-architecture";

    /** What is the same on every machine lies there (FHS 4.11), firmware of emulated machines among it. */
    private static final String ARCHITECTURE_INDEPENDENT = "usr/share/";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "the programs of a package are of its architecture, and one for any architecture has none";
    }

    @Override
    public List<PackageObservation> judge(PackagesInRole packages) {
        List<PackageObservation> broken = new ArrayList<>();
        for (Member member : packages.members()) {
            byMachine(member.owner())
                    .forEach((machine, paths) -> seen(member.owner(), machine, paths)
                            .ifPresent(seen -> broken.add(PackageObservation.broken(member.owner(), seen))));
        }
        return broken;
    }

    private static Map<String, List<String>> byMachine(BinaryPackage owner) {
        Map<String, List<String>> byMachine = new TreeMap<>();
        for (PackagedFile file : owner.files().values()) {
            file.linkage()
                    .filter(linkage -> !file.path().startsWith(ARCHITECTURE_INDEPENDENT))
                    .filter(PackageArchitecture::isLoaded)
                    .ifPresent(linkage -> byMachine
                            .computeIfAbsent(linkage.machine(), machine -> new ArrayList<>())
                            .add(file.path()));
        }
        return byMachine;
    }

    private static boolean isLoaded(Linkage linkage) {
        LinkageForm form = linkage.form();
        return form == LinkageForm.STATIC
                || form == LinkageForm.STATIC_PIE
                || form == LinkageForm.DYNAMIC
                || form == LinkageForm.SHARED_OBJECT
                || form == LinkageForm.OPAQUE;
    }

    private static Optional<Observation> seen(BinaryPackage owner, String machine, List<String> paths) {
        String architecture = owner.id().architecture();
        if (owner.isForAnyMachine()) {
            return Optional.of(Observation.of(
                            "the package is for any architecture (" + architecture + "), and holds programs of "
                                    + machine + ": " + Listed.of(paths),
                            "ELF headers",
                            "any " + machine)
                    .mendedBy("let the package have the architecture of its programs"));
        }
        return HostArchitecture.of(architecture)
                .filter(host -> !host.machine().equals(machine))
                .map(host -> Observation.of(
                                "the package is for " + architecture + ", and holds programs of " + machine + ": "
                                        + Listed.of(paths),
                                "ELF headers",
                                architecture + " " + machine)
                        .mendedBy("build the programs for the package's architecture"));
    }
}
