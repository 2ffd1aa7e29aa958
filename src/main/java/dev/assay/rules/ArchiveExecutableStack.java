package dev.assay.rules;

import dev.assay.linkage.ArchiveMemberFacts;
import dev.assay.linkage.ArchiveMemberFacts.Content;
import java.util.List;

/** archive-executable-stack: no member makes the stack executable. Page: docs/rules/archive-executable-stack.md */
final class ArchiveExecutableStack implements Rule {
    static final String NAME = "archive-executable-stack";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "no member makes the stack executable (.note.GNU-stack)";
    }

    @Override
    public Ruling judge(Facts facts, RuleSet ruleSet) {
        return ArchiveMembers.judge(facts, ArchiveExecutableStack::breaches);
    }

    private static List<Observation> breaches(ArchiveMemberFacts member) {
        return switch (member.stack()) {
            case NOT_EXECUTABLE -> List.of();
            case EXECUTABLE -> List.of(breach(member, "asks for a stack that may be executed (.note.GNU-stack)"));
            case UNSTATED ->
                member.content() == Content.UNREADABLE || !ExecutableStack.needsNote(member.machine())
                        ? List.of()
                        : List.of(breach(
                                member,
                                "has no .note.GNU-stack: the linker takes that for a wish to execute the stack"));
        };
    }

    private static Observation breach(ArchiveMemberFacts member, String what) {
        return Observation.of(Quoted.path(member.name()) + " " + what, "sections", "stack " + member.name())
                .mendedBy(
                        "assembly: .section .note.GNU-stack,\"\",%progbits at its end; C: no nested functions whose address is"
                                + " taken");
    }
}
