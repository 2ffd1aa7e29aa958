package dev.assay.provenance;

import dev.assay.provenance.Candidate.Standing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Decides which candidates stand where they may stand.
 *
 * <p>In a static link a global name has one address, a section lies in one place, and a byte belongs to one section. Right
 * candidates claim the same addresses for the same names, by the hundred; a wrong one (a twin, a body shared by two
 * libraries, a chance likeness) claims others, or nobody names it. So: accept what is long, uncontradicted and alone in its
 * place; what those name, or refer to within their member; reject what claims otherwise; and again, until nothing changes.
 * What then still shares a place with others is told with its alternatives, never picked.
 */
final class Solver {
    /** Known bytes of a member, together, that no chance explains. */
    private static final int LONG = 128;

    /** Known bytes that need a neighbour of the same archive, or an accepted target, to be believed. */
    private static final int SHORT = 8;

    private final CandidateGraph graph;
    private final ShapeMatcher matcher;
    private final ImageMemory memory;
    private final int[] memberArchive;

    private final Map<Integer, Long> nameAddress = new HashMap<>();
    private final TreeMap<Long, Candidate> placed = new TreeMap<>();
    private final Map<Long, Candidate> placedSection = new HashMap<>();
    private final List<Candidate> newlyAccepted = new ArrayList<>();

    Solver(CandidateGraph graph, ShapeMatcher matcher, ImageMemory memory, int[] memberArchive) {
        this.graph = graph;
        this.matcher = matcher;
        this.memory = memory;
        this.memberArchive = memberArchive;
    }

    void solve() {
        graph.explore();
        boolean changed = true;
        while (changed) {
            propagate();
            changed = acceptLong() || acceptAdjacent();
        }
    }

    /** Works off what accepted candidates say, until nothing is new. */
    private void propagate() {
        boolean changed = true;
        while (changed) {
            while (!newlyAccepted.isEmpty()) {
                tell(newlyAccepted.remove(newlyAccepted.size() - 1));
            }
            changed = acceptNamed() | rejectContradicted();
        }
    }

    /** What an accepted candidate says of others. */
    private void tell(Candidate accepted) {
        for (int i = 0; i < accepted.siblingSection.length; i++) {
            Candidate sibling =
                    graph.candidate(accepted.member, accepted.siblingSection[i], accepted.siblingAddress[i]);
            if (sibling != null && sibling.isOpen()) {
                accept(sibling);
            }
        }
        for (int i = 0; i < accepted.claimName.length; i++) {
            int name = accepted.claimName[i];
            long address = accepted.claimThrough[i];
            nameAddress.putIfAbsent(name, address);
            for (CandidateGraph.Definition definition : graph.definitions(name)) {
                Candidate home = graph.candidate(definition.member(), definition.section(), address - definition.value());
                if (home != null) {
                    home.named = true;
                }
            }
        }
        graph.explore();
    }

    private void accept(Candidate candidate) {
        candidate.standing = Standing.ACCEPTED;
        newlyAccepted.add(candidate);
        if (candidate.code) {
            placed.put(candidate.address, candidate);
        }
        placedSection.put(section(candidate), candidate);
    }

    private static long section(Candidate candidate) {
        return (long) candidate.member << 16 | candidate.section;
    }

    private boolean acceptNamed() {
        boolean changed = false;
        for (List<Candidate> here : graph.byAddress().values()) {
            for (Candidate candidate : here) {
                if (candidate.isOpen() && candidate.named && !isContradicted(candidate)) {
                    accept(candidate);
                    changed = true;
                }
            }
        }
        return changed;
    }

    private boolean rejectContradicted() {
        boolean changed = false;
        for (Candidate candidate : graph.all()) {
            if (candidate.isOpen() && isContradicted(candidate)) {
                candidate.standing = Standing.REJECTED;
                changed = true;
            }
        }
        return changed;
    }

    private boolean isContradicted(Candidate candidate) {
        Candidate elsewhere = placedSection.get(section(candidate));
        if (elsewhere != null && elsewhere != candidate) {
            return true;
        }
        for (int i = 0; i < candidate.claimName.length; i++) {
            Long known = nameAddress.get(candidate.claimName[i]);
            if (known != null && known != candidate.claimThrough[i]) {
                return true;
            }
        }
        for (int i = 0; i < candidate.siblingSection.length; i++) {
            Candidate sibling =
                    graph.candidate(candidate.member, candidate.siblingSection[i], candidate.siblingAddress[i]);
            if (sibling == null || sibling.isRejected()) {
                return true;
            }
        }
        return candidate.code && !candidate.named && isTaken(candidate);
    }

    /** Whether other code lies there, or a section that is named where this one is not. */
    private boolean isTaken(Candidate candidate) {
        Map.Entry<Long, Candidate> before = placed.floorEntry(candidate.address + candidate.size - 1);
        if (before == null || before.getValue() == candidate) {
            return false;
        }
        Candidate other = before.getValue();
        if (other.address == candidate.address && other.size == candidate.size) {
            return other.named;
        }
        return other.address + other.size > candidate.address;
    }

    /** How many names of a candidate have definitions in the references, and none where it says. */
    private int disputed(Candidate candidate) {
        int count = 0;
        for (int i = 0; i < candidate.claimName.length; i++) {
            int name = candidate.claimName[i];
            long address = candidate.claimThrough[i];
            List<CandidateGraph.Definition> homes = graph.definitions(name);
            Long known = nameAddress.get(name);
            if (homes.isEmpty() || known != null && known == address) {
                continue;
            }
            boolean found = false;
            for (CandidateGraph.Definition definition : homes) {
                Candidate home = graph.candidate(definition.member(), definition.section(), address - definition.value());
                found |= home != null && !home.isRejected();
            }
            count += found ? 0 : 1;
        }
        return count;
    }

    /** Known bytes of a candidate and of all that its local symbols lead to. */
    private int weight(Candidate candidate) {
        int weight = candidate.known;
        for (int i = 0; i < candidate.siblingSection.length; i++) {
            Candidate sibling =
                    graph.candidate(candidate.member, candidate.siblingSection[i], candidate.siblingAddress[i]);
            weight += sibling == null ? 0 : sibling.known;
        }
        return weight;
    }

    private boolean acceptLong() {
        List<Candidate> sure = new ArrayList<>();
        for (List<Candidate> here : graph.byAddress().values()) {
            Candidate only = onlyOpen(here);
            if (only != null && only.code && weight(only) >= LONG && disputed(only) == 0 && !isGrouped(only)) {
                sure.add(only);
            }
        }
        sure.sort(Comparator.comparingInt(this::weight).reversed().thenComparingLong(c -> c.address));
        for (Candidate candidate : sure) {
            if (candidate.isOpen() && !isTaken(candidate) && placedSection.get(section(candidate)) == null) {
                accept(candidate);
            }
        }
        return !newlyAccepted.isEmpty();
    }

    private boolean isGrouped(Candidate candidate) {
        return !graph.pool().member(candidate.member).sectionGroup[candidate.section].isEmpty();
    }

    private static Candidate onlyOpen(List<Candidate> here) {
        Candidate only = null;
        for (Candidate candidate : here) {
            if (candidate.isAccepted() && candidate.code) {
                return null;
            }
            if (candidate.isOpen()) {
                if (only != null) {
                    return null;
                }
                only = candidate;
            }
        }
        return only;
    }

    private boolean acceptAdjacent() {
        return false;
    }

    int archiveOf(Candidate candidate) {
        return memberArchive[candidate.member];
    }

    ShapeMatcher matcher() {
        return matcher;
    }

    ImageMemory memory() {
        return memory;
    }

    static int shortest() {
        return SHORT;
    }
}
