package dev.assay.provenance;

import dev.assay.provenance.CandidateGraph.Definition;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Tells, of two candidates at one place that define the same name there, whose definition the linker took. */
final class NameOwner {
    private final CandidateGraph graph;
    private final Settled settled;

    NameOwner(CandidateGraph graph, Settled settled) {
        this.graph = graph;
        this.settled = settled;
    }

    /**
     * Whether two named candidates of one place define the same name, and the other is the one that is there: the longer one,
     * of which the shorter is the beginning; else the one that defines all names that are known to lie there; else the strong
     * one; else the one that is no copy of a group.
     */
    boolean yields(Candidate candidate, Candidate other) {
        return disputes(candidate, other) && compare(other, candidate) > 0;
    }

    /** Whether both define the same name, and nothing tells whose definition the linker took: that of the first archive. */
    boolean isTwin(Candidate candidate, Candidate other) {
        return disputes(candidate, other) && compare(other, candidate) == 0;
    }

    /** Whether a name that a candidate defines is defined there by longer code that stands, of which it would be a part. */
    boolean isPartOfOwner(Candidate candidate) {
        Map.Entry<Long, Candidate> before = settled.codeByAddress().lowerEntry(candidate.address);
        if (before == null || !before.getValue().isAccepted()) {
            return false;
        }
        Candidate longer = before.getValue();
        long offset = candidate.address - longer.address;
        return candidate.code && offset < longer.size && shareName(longer, candidate, offset);
    }

    private boolean disputes(Candidate candidate, Candidate other) {
        return other != candidate && !other.isRejected() && other.named && shareName(other, candidate, 0);
    }

    private int compare(Candidate one, Candidate other) {
        if (one.showsLessThan(other) || other.showsLessThan(one)) {
            return one.known - other.known;
        }
        Set<String> names = knownNames(one);
        Set<String> others = knownNames(other);
        if (names.containsAll(others) != others.containsAll(names)) {
            return names.size() - others.size();
        }
        return rank(one) - rank(other);
    }

    /** Names that it defines and that are known to lie where it says. */
    private Set<String> knownNames(Candidate candidate) {
        Member member = graph.pool().member(candidate.member);
        Set<String> found = new HashSet<>();
        for (int i = 0; i < member.symbolName.length; i++) {
            if (defines(member, i, candidate.section)) {
                Long known = settled.addressOf(graph.names().number(member.symbolName[i]));
                if (known != null && isThere(candidate, member.symbolValue[i], known)) {
                    found.add(member.symbolName[i]);
                }
            }
        }
        return found;
    }

    private boolean isThere(Candidate candidate, long value, long address) {
        Definition definition = new Definition(candidate.member, candidate.section, value);
        return graph.startOf(definition, address) == candidate.address;
    }

    private int rank(Candidate candidate) {
        Member member = graph.pool().member(candidate.member);
        boolean strong = false;
        for (int i = 0; i < member.symbolName.length; i++) {
            strong |= defines(member, i, candidate.section) && (member.symbolFlags[i] & Member.FLAG_WEAK) == 0;
        }
        return (strong ? 2 : 0) + (graph.isGrouped(candidate.member, candidate.section) ? 0 : 1);
    }

    /** Whether both define a name that lies where it says, one beginning some bytes before the other. */
    private boolean shareName(Candidate one, Candidate other, long before) {
        Member member = graph.pool().member(one.member);
        Member its = graph.pool().member(other.member);
        for (int i = 0; i < member.symbolName.length; i++) {
            for (int j = 0; defines(member, i, one.section) && j < its.symbolName.length; j++) {
                if (defines(its, j, other.section)
                        && its.symbolValue[j] + before == member.symbolValue[i]
                        && its.symbolName[j].equals(member.symbolName[i])) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean defines(Member member, int symbol, int section) {
        return member.symbolSection[symbol] == section && member.isGlobal(symbol);
    }
}
