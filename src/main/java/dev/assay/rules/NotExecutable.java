package dev.assay.rules;

import java.util.List;

/** not-executable: the file is a program for a machine that is known. Page: docs/rules/not-executable.md */
final class NotExecutable implements Rule {
    static final String NAME = "not-executable";
    /** Of e_machine in both classes (gABI, "ELF Header"). */
    private static final long E_MACHINE_OFFSET = 18;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "the file is a program, for a machine that is known";
    }

    @Override
    public Ruling judge(Facts facts, RuleSet ruleSet) {
        return switch (facts.linkage().form()) {
            case STATIC, STATIC_PIE, DYNAMIC, OPAQUE ->
                facts.linkage().machineKnown()
                        ? Ruling.kept()
                        : Ruling.unproved(unknownMachine(facts.linkage().machine()));
            case SHARED_OBJECT -> broken("a shared object: it is mapped by programs, and is none");
            case RELOCATABLE -> broken("an object file (ET_REL), not yet linked");
            case CORE -> broken("a memory dump (ET_CORE)");
            case ARCHIVE -> broken("an ar archive");
            case NOT_ELF -> broken("not an ELF file");
            case MALFORMED -> Ruling.notApplicable();
        };
    }

    private static Ruling broken(String what) {
        return Ruling.brokenBy(List.of(Observation.of("this is " + what, "ELF header", "form")
                .mendedBy("give the path of a program; directories are searched for them")));
    }

    private static Observation unknownMachine(String machine) {
        return Observation.of(
                        "the machine " + machine + " is not known: what its loader does cannot be told",
                        "ELF header",
                        "machine " + machine)
                .atOffset(E_MACHINE_OFFSET)
                .mendedBy("check that the file is for the machine that was meant");
    }
}
