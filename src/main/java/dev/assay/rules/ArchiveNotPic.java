package dev.assay.rules;

import dev.assay.linkage.ArchiveMemberFacts;
import dev.assay.linkage.ArchiveMemberFacts.AbsoluteRelocation;
import java.util.List;

/** archive-not-pic: each member can go into a static-pie image. Page: docs/rules/archive-not-pic.md */
final class ArchiveNotPic implements Rule {
    static final String NAME = "archive-not-pic";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "each member can go into a static-pie image: no relocation needs fixed addresses";
    }

    @Override
    public Ruling judge(Facts facts, RuleSet ruleSet) {
        return ArchiveMembers.judge(facts, ArchiveNotPic::breaches);
    }

    private static List<Observation> breaches(ArchiveMemberFacts member) {
        if (member.absolute().isEmpty()) {
            return List.of();
        }
        AbsoluteRelocation first = member.absolute().get(0);
        int count =
                member.absolute().stream().mapToInt(AbsoluteRelocation::count).sum();
        String symbol = first.symbol().isEmpty() ? "" : " against " + Quoted.path(first.symbol());
        return List.of(Observation.of(
                        Quoted.path(member.name()) + " needs fixed addresses: "
                                + (count == 1 ? "1 relocation, of" : count + " relocations, the first of") + " type "
                                + first.type() + symbol + " in "
                                + Quoted.path(first.section()),
                        "relocations",
                        "absolute " + member.name())
                .mendedBy("compile it with -fPIE or -fPIC"));
    }
}
