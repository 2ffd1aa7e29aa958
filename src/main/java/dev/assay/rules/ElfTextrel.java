package dev.assay.rules;

import dev.assay.linkage.Linkage.DynamicFlag;

/** elf-textrel: starting changes no code. Page: docs/rules/elf-textrel.md */
final class ElfTextrel implements Rule {
    static final String NAME = "elf-textrel";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "starting the file changes no code (DT_TEXTREL)";
    }

    @Override
    public Ruling judge(Facts facts, RuleSet ruleSet) {
        return switch (facts.linkage().form()) {
            case STATIC, STATIC_PIE, DYNAMIC, SHARED_OBJECT, OPAQUE ->
                Ruling.brokenBy(facts.linkage().textRelocations().stream()
                        .map(flag -> Blame.on(
                                seen(flag),
                                facts,
                                member -> !member.facts().absolute().isEmpty(),
                                "has relocations where it is not written to"))
                        .toList());
            case RELOCATABLE, CORE, ARCHIVE, NOT_ELF, MALFORMED -> Ruling.notApplicable();
        };
    }

    private static Observation seen(DynamicFlag flag) {
        return Observation.of(
                        flag.tag() + " is set: relocations change segments that are not writable, code most likely",
                        "dynamic table",
                        "text relocations")
                .atOffset(flag.offset())
                .mendedBy("compile everything with -fPIE or -fPIC; -z text makes the linker name what is not");
    }
}
