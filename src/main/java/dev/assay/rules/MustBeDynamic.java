package dev.assay.rules;

import java.util.List;

/** must-be-dynamic: programs of a dynamic role are linked dynamically. Page: docs/rules/must-be-dynamic.md */
final class MustBeDynamic implements Rule {
    static final String NAME = "must-be-dynamic";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "a program of a dynamic role (qemu-user, the system emulators) is linked dynamically";
    }

    @Override
    public Ruling judge(Facts facts, RuleSet ruleSet) {
        return switch (facts.linkage().form()) {
            case STATIC, STATIC_PIE ->
                Ruling.brokenBy(List.of(Observation.of(
                                "the program is linked statically, and its package is to hold none that is",
                                "program headers",
                                "static")
                        .mendedBy("link it without -static, or ship it in the package of static programs")));
            case OPAQUE -> Ruling.unproved(Packed.hides("how it is linked"));
            case DYNAMIC -> Ruling.kept();
            case SHARED_OBJECT, RELOCATABLE, CORE, ARCHIVE, NOT_ELF, MALFORMED -> Ruling.notApplicable();
        };
    }
}
