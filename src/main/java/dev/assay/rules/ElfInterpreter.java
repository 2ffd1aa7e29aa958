package dev.assay.rules;

import java.util.List;
import java.util.Optional;

/** elf-interpreter: the kernel starts the file by itself, through no interpreter. Page: docs/rules/elf-interpreter.md */
final class ElfInterpreter implements Rule {
    static final String NAME = "elf-interpreter";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "the kernel starts the file by itself, through no interpreter (PT_INTERP)";
    }

    @Override
    public Ruling judge(Facts facts, RuleSet ruleSet) {
        Optional<String> interpreter = facts.linkage().interpreter();
        if (interpreter.isPresent()) {
            return Ruling.brokenBy(List.of(seen(interpreter.get())));
        }
        return switch (facts.linkage().form()) {
            case STATIC, STATIC_PIE, DYNAMIC, SHARED_OBJECT -> Ruling.kept();
            case OPAQUE -> Ruling.unproved(Packed.hides("the interpreter"));
            case RELOCATABLE, CORE, ARCHIVE, NOT_ELF, MALFORMED -> Ruling.notApplicable();
        };
    }

    private static Observation seen(String interpreter) {
        return Observation.of(
                        "PT_INTERP names " + Quoted.path(interpreter)
                                + ": the kernel starts that file, and fails without it",
                        "program headers",
                        "PT_INTERP " + interpreter)
                .mendedBy("link with -static-pie or -static");
    }
}
