package dev.assay.provenance;

import dev.assay.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks what a linker's own map declares against the bytes. Where a reference has the member, its bytes are at the address and its
 * relocations do not contradict themselves, the section stands there: the map picks it among those that nothing else tells apart.
 * Where they are not, and another is proved to stand in that very place, the map is wrong there. What cannot be checked so is
 * declared and not proved.
 */
final class DeclaredSections {
    private final CandidateGraph graph;
    private final ImageMemory memory;
    private final Map<String, List<Integer>> members = new HashMap<>();
    private final Map<String, Origin> archives = new HashMap<>();
    private final List<Placement> unproved = new ArrayList<>();

    /** @param memberArchive by member, the archive that it counts for; negative where it is of none that is solved with */
    DeclaredSections(CandidateGraph graph, ImageMemory memory, int[] memberArchive) {
        this.graph = graph;
        this.memory = memory;
        Pool pool = graph.pool();
        for (int member = 0; member < memberArchive.length; member++) {
            if (memberArchive[member] >= 0) {
                Origin origin = pool.archive(memberArchive[member]).origin();
                archives.putIfAbsent(origin.archiveName(), origin);
                members.computeIfAbsent(key(origin, pool.nameOf(member)), key -> new ArrayList<>(1))
                        .add(member);
            }
        }
    }

    private static String key(Origin archive, String member) {
        return archive.archiveName() + "(" + member + ")";
    }

    /** Checks all of them; the solver has said what it can before. */
    void check(List<DeclaredSection> declared) {
        for (DeclaredSection section : declared) {
            boolean inFile = memory.holds(section.address(), section.size());
            if (inFile && !isConfirmed(section) && !isRefuted(section)) {
                unproved.add(placement(section));
            }
        }
    }

    /** Whether a reference has the section, which is not the one that is proved to stand there. */
    private boolean isRefuted(DeclaredSection section) {
        boolean known = membersOf(section).stream()
                .anyMatch(member ->
                        List.of(graph.pool().member(member).sectionName).contains(section.section()));
        return known
                && graph.at(section.address()).stream()
                        .anyMatch(other ->
                                other.isAccepted() && other.alternatives.isEmpty() && other.size == section.size());
    }

    private List<Integer> membersOf(DeclaredSection section) {
        return members.getOrDefault(key(Origin.ofPath(section.archive()), section.member()), List.of());
    }

    /** {@return what was declared and not proved, in the order of the map} */
    List<Placement> unproved() {
        return unproved;
    }

    private boolean isConfirmed(DeclaredSection section) {
        for (int member : membersOf(section)) {
            String[] names = graph.pool().member(member).sectionName;
            for (int i = 0; i < names.length; i++) {
                if (names[i].equals(section.section()) && isConfirmed(member, i, section)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isConfirmed(int member, int index, DeclaredSection section) {
        Candidate candidate = graph.candidate(member, index, section.address());
        graph.explore();
        if (candidate == null || candidate.size != section.size()) {
            return false;
        }
        for (Candidate other : graph.at(section.address())) {
            if (other != candidate && other.isAccepted() && other.code == candidate.code) {
                if (!other.alternatives.contains(candidate)) {
                    return other.size == candidate.size; // its equal is proved there: the linker folded the two
                }
                other.standing = Candidate.Standing.REJECTED;
            }
        }
        if (candidate.isRejected()) {
            return false;
        }
        candidate.standing = Candidate.Standing.ACCEPTED;
        candidate.alternatives = List.of();
        return true;
    }

    private Placement placement(DeclaredSection section) {
        Origin path = Origin.ofPath(section.archive());
        Origin origin = archives.getOrDefault(path.archiveName(), path);
        return new Placement(
                new InputSectionId(origin, section.member(), section.section()),
                section.address(),
                section.size(),
                memory.isCode(section.address()) && section.mayBeCode(),
                Evidence.DECLARED,
                List.of(),
                List.of(origin));
    }
}
