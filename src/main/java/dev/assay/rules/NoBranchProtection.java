package dev.assay.rules;

import dev.assay.linkage.BranchProtection;
import java.util.List;

/** no-branch-protection: indirect branches are guarded where the machine can. Page: docs/rules/no-branch-protection.md */
final class NoBranchProtection implements Rule {
    static final String NAME = "no-branch-protection";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "the image asks for guarded indirect branches (CET, BTI, PAC)";
    }

    @Override
    public Ruling judge(Facts facts, RuleSet ruleSet) {
        return switch (facts.linkage().form()) {
            case STATIC, STATIC_PIE, DYNAMIC -> judge(facts);
            case SHARED_OBJECT, RELOCATABLE, CORE, OPAQUE, ARCHIVE, NOT_ELF, MALFORMED -> Ruling.notApplicable();
        };
    }

    private static Ruling judge(Facts facts) {
        BranchProtection protection = facts.linkage().branchProtection();
        if (protection.missing().isEmpty()) {
            return Ruling.kept();
        }
        String missing = String.join(" and ", protection.missing());
        return Ruling.brokenBy(
                List.of(
                        blamed(
                                facts,
                                Observation.of(
                                                "the property note does not ask for " + missing
                                                        + ": one input section without it is enough for the linker to drop it",
                                                "program headers",
                                                missing)
                                        .mendedBy(
                                                "compile all objects with -fcf-protection (x86-64) or -mbranch-protection=standard (AArch64);"
                                                        + " link with -z cet-report=warning or -z bti-report=warning to see which member lacks it"))));
    }

    private static Observation blamed(Facts facts, Observation seen) {
        List<String> missing = facts.linkage().branchProtection().missing();
        return Blame.on(
                seen,
                facts,
                member -> member.facts().missingProtection().stream().anyMatch(missing::contains),
                "does not promise it");
    }
}
