package dev.assay.rules;

import java.util.List;

/** no-pie: the image may be loaded at any address. Page: docs/rules/no-pie.md */
final class NoPie implements Rule {
    static final String NAME = "no-pie";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "the image may be loaded at any address";
    }

    @Override
    public Ruling judge(Facts facts, RuleSet ruleSet) {
        return switch (facts.linkage().form()) {
            case STATIC, STATIC_PIE, DYNAMIC ->
                facts.linkage().positionIndependent()
                        ? Ruling.kept()
                        : Ruling.brokenBy(List.of(Observation.of(
                                        "the image has fixed addresses (ET_EXEC): its code cannot be moved at random",
                                        "ELF header",
                                        "ET_EXEC")
                                .mendedBy("compile with -fPIE and link with -static-pie")));
            case SHARED_OBJECT, RELOCATABLE, CORE, OPAQUE, ARCHIVE, NOT_ELF, MALFORMED -> Ruling.notApplicable();
        };
    }
}
