package dev.assay.rules;

import dev.assay.linkage.Linkage.Relro;
import java.util.List;

/** no-relro: what only start-up writes is read-only afterwards. Page: docs/rules/no-relro.md */
final class NoRelro implements Rule {
    static final String NAME = "no-relro";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "what only start-up writes is read-only afterwards (PT_GNU_RELRO)";
    }

    @Override
    public Ruling judge(Facts facts, RuleSet ruleSet) {
        return switch (facts.linkage().form()) {
            case STATIC, STATIC_PIE, DYNAMIC -> judge(facts.linkage().relro());
            case SHARED_OBJECT, RELOCATABLE, CORE, OPAQUE, ARCHIVE, NOT_ELF, MALFORMED -> Ruling.notApplicable();
        };
    }

    private static Ruling judge(Relro relro) {
        return switch (relro) {
            case FULL, PARTIAL -> Ruling.kept();
            case NONE ->
                Ruling.brokenBy(List.of(Observation.of(
                                "there is no PT_GNU_RELRO: tables of addresses stay writable while the program runs",
                                "program headers",
                                "PT_GNU_RELRO")
                        .mendedBy("link with -z relro (and -z now)")));
        };
    }
}
