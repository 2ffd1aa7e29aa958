package dev.assay.provenance;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the sections that a member still owes right before and right behind those of its that stand. A linker copies a file's
 * sections one behind the other; a member that is in the image is there whole, unless sections were collected. So a function
 * that nothing refers to (musl's {@code dummy}, of which several members have one under the same weak name) stands where its
 * neighbours of the section table leave it room, if its bytes do.
 *
 * <p>Linkers can be told to sort or to shuffle. Whether this one kept the order is seen from the sections that stand by
 * other evidence.
 */
final class MemberOrder {
    /** Pairs of neighbours, of a hundred, that stand one behind the other where the linker kept the order. */
    private static final int KEPT = 95;

    /** Pairs that tell whether it did. */
    private static final int PAIRS = 8;

    private final CandidateGraph graph;
    private final Settled settled;

    MemberOrder(CandidateGraph graph, Settled settled) {
        this.graph = graph;
        this.settled = settled;
    }

    /** {@return sections that must stand where they do, of an image from which none was collected} */
    List<Candidate> owed() {
        List<Candidate> found = new ArrayList<>();
        if (isKept()) {
            for (Candidate standing : settled.code()) {
                if (isMembers(standing)) {
                    addBefore(standing, found);
                    addBehind(standing, found);
                }
            }
        }
        return found;
    }

    private boolean isMembers(Candidate standing) {
        return standing.isAccepted()
                && standing.alternatives.isEmpty()
                && graph.copiesOf(standing).size() == 1;
    }

    private boolean isKept() {
        int pairs = 0;
        int kept = 0;
        for (Candidate standing : settled.code()) {
            int next = isMembers(standing) ? neighbour(standing, 1) : -1;
            Candidate behind = next < 0 ? null : settled.placeOf(standing.member, next);
            if (behind != null) {
                pairs++;
                kept += settled.touch(standing, behind) ? 1 : 0;
            }
        }
        return pairs >= PAIRS && kept * 100L >= pairs * (long) KEPT;
    }

    /** {@return the next code of the member, forwards or backwards, that the linker lays beside; -1 when there is none} */
    private int neighbour(Candidate standing, int step) {
        Member member = graph.pool().member(standing.member);
        String prefix = RunOrder.prefix(member.sectionName[standing.section]);
        for (int i = standing.section + step; i >= 0 && i < member.sectionName.length; i += step) {
            if (graph.shapeOf(standing.member, i).kind() == Shape.Kind.CODE
                    && RunOrder.prefix(member.sectionName[i]).equals(prefix)) {
                return graph.isGrouped(standing.member, i) ? -1 : i;
            }
        }
        return -1;
    }

    private void addBefore(Candidate standing, List<Candidate> found) {
        int before = neighbour(standing, -1);
        if (before >= 0) {
            Shape shape = graph.shapeOf(standing.member, before);
            long address = standing.address - shape.size() & -(long) shape.alignment();
            if (settled.isPadding(address + shape.size(), standing.address)) {
                add(standing.member, before, address, found);
            }
        }
    }

    private void addBehind(Candidate standing, List<Candidate> found) {
        int behind = neighbour(standing, 1);
        if (behind >= 0) {
            long end = standing.address + standing.size;
            long alignment = graph.shapeOf(standing.member, behind).alignment();
            long address = end + alignment - 1 & -alignment;
            if (settled.isPadding(end, address)) {
                add(standing.member, behind, address, found);
            }
        }
    }

    private void add(int member, int section, long address, List<Candidate> found) {
        boolean free = settled.placeOf(member, section) == null
                && graph.codeAt(address).stream().noneMatch(Candidate::isAccepted);
        Candidate candidate = free ? graph.candidate(member, section, address) : null;
        if (candidate != null && candidate.isOpen() && !settled.isTaken(candidate) && !found.contains(candidate)) {
            found.add(candidate);
        }
    }
}
