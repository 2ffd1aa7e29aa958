package dev.assay.rules;

import dev.assay.linkage.ArchiveMemberFacts;
import dev.assay.linkage.LinkageForm;
import java.util.List;

/** archive-no-branch-protection: each member promises guarded indirect branches. Page: docs/rules/archive-no-branch-protection.md */
final class ArchiveNoBranchProtection implements Rule {
    static final String NAME = "archive-no-branch-protection";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "each member promises guarded indirect branches (CET, BTI, PAC)";
    }

    @Override
    public Ruling judge(Facts facts, RuleSet ruleSet) {
        List<ArchiveMemberFacts> without = facts.members().stream()
                .filter(member -> !member.missingProtection().isEmpty())
                .toList();
        List<Observation> broken = without.isEmpty()
                ? List.of()
                : List.of(seen(without.get(0), without.size() - 1).in(ArchiveMembers.name(facts, without.get(0))));
        return facts.linkage().form() == LinkageForm.ARCHIVE
                ? Ruling.of(broken, ArchiveMembers.doubts(facts))
                : Ruling.notApplicable();
    }

    /** One finding an archive: where one member lacks it, hundreds do. */
    private static Observation seen(ArchiveMemberFacts member, int more) {
        String missing = String.join(" and ", member.missingProtection());
        String who = Quoted.path(member.name()) + (more == 0 ? " does" : " and " + more + " more do");
        return Observation.of(
                        who + " not promise " + missing + ": an image with such a member cannot ask for them",
                        "sections",
                        "no " + missing)
                .mendedBy("compile with -fcf-protection (x86-64) or -mbranch-protection=standard (AArch64)");
    }
}
