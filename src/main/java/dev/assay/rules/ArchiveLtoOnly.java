package dev.assay.rules;

import dev.assay.linkage.ArchiveMemberFacts;
import dev.assay.linkage.ArchiveMemberFacts.Content;
import java.util.List;

/** archive-lto-only: each member has machine code. Page: docs/rules/archive-lto-only.md */
final class ArchiveLtoOnly implements Rule {
    static final String NAME = "archive-lto-only";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "each member has machine code, not byte code of link-time optimisation alone";
    }

    @Override
    public Ruling judge(Facts facts, RuleSet ruleSet) {
        return ArchiveMembers.judge(facts, ArchiveLtoOnly::breaches);
    }

    private static List<Observation> breaches(ArchiveMemberFacts member) {
        return member.content() == Content.BYTE_CODE
                ? List.of(Observation.of(
                                Quoted.path(member.name())
                                        + " holds byte code of link-time optimisation and no machine code:"
                                        + " only the very compiler that made it can link it",
                                "sections",
                                "byte code " + member.name())
                        .mendedBy("compile it with -ffat-lto-objects, or without -flto"))
                : List.of();
    }
}
