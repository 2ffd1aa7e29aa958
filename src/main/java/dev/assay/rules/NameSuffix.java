package dev.assay.rules;

import java.util.List;

/** name-suffix: static emulators say so in their names. Page: docs/rules/name-suffix.md */
final class NameSuffix implements PackageRule {
    static final String NAME = "name-suffix";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "the programs of a role end in the suffix that it asks for: qemu-arm-static";
    }

    @Override
    public List<PackageObservation> judge(PackagesInRole packages) {
        return packages.programs().stream()
                .filter(program -> !program.path().endsWith(program.role().suffix()))
                .map(program -> PackageObservation.broken(
                        program.owner(),
                        Observation.of(
                                        program.path() + " does not end in "
                                                + program.role().suffix(),
                                        "paths of the package",
                                        program.path())
                                .mendedBy("install it as " + program.path()
                                        + program.role().suffix())))
                .toList();
    }
}
