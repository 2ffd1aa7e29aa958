package dev.assay.rules;

import dev.assay.linkage.Linkage.Disagreement;

/** elf-views-disagree: section headers do not contradict what the loader sees. Page: docs/rules/elf-views-disagree.md */
final class ElfViewsDisagree implements Rule {
    static final String NAME = "elf-views-disagree";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "section headers do not contradict the program headers";
    }

    @Override
    public Ruling judge(Facts facts, RuleSet ruleSet) {
        return switch (facts.linkage().form()) {
            case STATIC, STATIC_PIE, DYNAMIC, SHARED_OBJECT, CORE, OPAQUE, MALFORMED ->
                Ruling.brokenBy(facts.linkage().disagreements().stream()
                        .map(ElfViewsDisagree::seen)
                        .toList());
            case RELOCATABLE, ARCHIVE, NOT_ELF -> Ruling.notApplicable();
        };
    }

    private static Observation seen(Disagreement disagreement) {
        return Observation.of(
                        disagreement.subject() + ": program headers say " + disagreement.loaderView()
                                + ", section headers say " + disagreement.sectionView(),
                        "program and section headers",
                        disagreement.subject())
                .atOffset(disagreement.offset())
                .mendedBy("the loader goes by the program headers; build the file again, or remove its section headers"
                        + " (llvm-strip --strip-sections)");
    }
}
