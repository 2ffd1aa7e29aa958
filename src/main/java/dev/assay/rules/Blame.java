package dev.assay.rules;

import dev.assay.reach.Culprit;
import dev.assay.rules.Finding.MemberName;
import java.util.List;
import java.util.function.Predicate;

/** Names the placed members to which a property of an image goes back. */
final class Blame {
    private Blame() {}

    /**
     * Names them.
     *
     * @param seen what was seen of the image
     * @param facts of the image
     * @param guilty tells the members that explain it
     * @param how they do, in words that follow a member's name: {@code has no .note.GNU-stack}
     * @return the same with the first of them as the member to blame; unchanged where none is known
     */
    static Observation on(Observation seen, Facts facts, Predicate<Culprit> guilty, String how) {
        List<Culprit> culprits = facts.placed().stream().filter(guilty).toList();
        if (culprits.isEmpty()) {
            return seen;
        }
        Culprit first = culprits.get(0);
        String more = culprits.size() == 1 ? "" : ", and so it is with " + (culprits.size() - 1) + " more";
        return seen.saying(seen.seen() + "; " + Quoted.path(first.displayed()) + " " + how + more)
                .in(new MemberName(first.archive(), first.facts().name()));
    }
}
