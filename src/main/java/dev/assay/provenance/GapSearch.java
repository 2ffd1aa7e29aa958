package dev.assay.provenance;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks for short sections, which no window finds, in what placed sections leave between them: from the end of one, at each
 * shape's alignment.
 */
final class GapSearch {
    /** How far behind the last section is looked. */
    private static final int TAIL = 4096;

    private final CandidateGraph graph;
    private final Settled settled;
    private final int[] windowless;
    private final Set<Long> searched = new HashSet<>();

    GapSearch(CandidateGraph graph, Settled settled) {
        this.graph = graph;
        this.settled = settled;
        this.windowless = graph.shapesOfGaps();
    }

    /** Searches the gaps that were not searched before. {@return whether candidates were found} */
    boolean search() {
        int before = graph.all().size();
        List<Candidate> code = settled.code();
        for (int i = 0; i < code.size(); i++) {
            long end = code.get(i).address + code.get(i).size;
            long limit = i + 1 < code.size() ? code.get(i + 1).address : end + TAIL;
            if (searched.add(end) && end < limit && !settled.isPadding(end, limit)) {
                search(end, limit);
            }
        }
        graph.explore();
        return graph.all().size() > before;
    }

    private void search(long end, long limit) {
        for (int number : windowless) {
            Shape shape = graph.pool().shape(number);
            long alignment = shape.alignment();
            long address = end + alignment - 1 & -alignment;
            if (address + graph.sizeAt(number, address) <= limit
                    && settled.isPadding(end, address)
                    && graph.isThere(number, address)) {
                graph.seen(number, address);
            }
        }
    }
}
