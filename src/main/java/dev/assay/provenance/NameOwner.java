package dev.assay.provenance;

/** Tells, of two candidates at one place that define the same name there, whose definition the linker took. */
final class NameOwner {
    private final CandidateGraph graph;

    NameOwner(CandidateGraph graph) {
        this.graph = graph;
    }

    /**
     * Whether two named candidates of one place define the same name, and the other is the one that is there: the longer one,
     * of which the shorter is the beginning; else the strong one; else the one that is no copy of a group.
     */
    boolean yields(Candidate candidate, Candidate other) {
        return disputes(candidate, other) && compare(other, candidate) > 0;
    }

    /** Whether both define the same name, and nothing tells whose definition the linker took: that of the first archive. */
    boolean isTwin(Candidate candidate, Candidate other) {
        return disputes(candidate, other) && compare(other, candidate) == 0;
    }

    private boolean disputes(Candidate candidate, Candidate other) {
        return other != candidate && !other.isRejected() && other.named && shareName(other, candidate);
    }

    private int compare(Candidate one, Candidate other) {
        return one.known != other.known ? one.known - other.known : rank(one) - rank(other);
    }

    private int rank(Candidate candidate) {
        Member member = graph.pool().member(candidate.member);
        boolean strong = false;
        for (int i = 0; i < member.symbolName.length; i++) {
            strong |= defines(member, i, candidate.section) && (member.symbolFlags[i] & Member.FLAG_WEAK) == 0;
        }
        return (strong ? 2 : 0) + (graph.isGrouped(candidate.member, candidate.section) ? 0 : 1);
    }

    private boolean shareName(Candidate one, Candidate other) {
        Member member = graph.pool().member(one.member);
        Member its = graph.pool().member(other.member);
        for (int i = 0; i < member.symbolName.length; i++) {
            for (int j = 0; defines(member, i, one.section) && j < its.symbolName.length; j++) {
                if (defines(its, j, other.section)
                        && its.symbolValue[j] == member.symbolValue[i]
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
