package dev.assay.provenance;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * Whose copy of a COMDAT group stands in an image. The linker keeps the first that it meets (gABI, "Section Groups"), and lays
 * members in the order in which it meets them: so it is that of the member which lies first, among those that have more in the image
 * than such copies.
 */
final class KeptCopies {
    private final CandidateGraph graph;

    /** Where the first code of a member lies that is nobody else's, and is laid in the order of the members. */
    private final Map<Integer, Long> begins = new HashMap<>();

    /** @param graph in which everything is settled */
    KeptCopies(CandidateGraph graph) {
        this.graph = graph;
        for (Candidate candidate : graph.all()) {
            if (candidate.isAccepted() && candidate.code && tellsTheOrder(candidate)) {
                begins.merge(candidate.member, candidate.address, Math::min);
            }
        }
    }

    private boolean tellsTheOrder(Candidate candidate) {
        String name = graph.pool().member(candidate.member).sectionName[candidate.section];
        return !graph.isGrouped(candidate.member, candidate.section)
                && PlacedCode.kind(name).equals(".text");
    }

    /** {@return {@code member << 16 | section} of the copy; the candidate's own where no member that has one shows} */
    long of(Candidate candidate) {
        return graph.copiesOf(candidate).stream()
                .filter(copy -> begins.containsKey(memberOf(copy)))
                .min(Comparator.comparing(copy -> begins.get(memberOf(copy))))
                .orElse(CandidateGraph.sectionKey(candidate.member, candidate.section));
    }

    private static int memberOf(long section) {
        return (int) (section >>> 16);
    }
}
