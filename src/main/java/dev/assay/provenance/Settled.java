package dev.assay.provenance;

import dev.assay.provenance.Candidate.Standing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What the solver has settled: which candidates stand, where names lie, and what that leaves between them. */
final class Settled {
    /** Known bytes that are believed beside one neighbour of their archive; fewer need one on both sides. */
    private static final int SHORT = 8;

    /** Known bytes that no program's own code has by chance. */
    private static final int UNLIKELY = 32;

    /** Bytes between two sections of an archive in which nothing but more of it lies. */
    private static final int SMALL_GAP = 1024;

    /** No code is aligned to more. */
    private static final int MOST_ALIGNMENT = 64;

    private final CandidateGraph graph;
    private final ImageMemory memory;
    private final int[] memberArchive;

    private final NavigableMap<Long, Candidate> code = new TreeMap<>();
    private final NavigableMap<Long, Candidate> data = new TreeMap<>();
    private final Map<Long, Candidate> sections = new HashMap<>();
    private final Map<Integer, Long> names = new HashMap<>();
    private final Set<Integer> present = new HashSet<>();
    private final Set<Long> folded = new HashSet<>();
    private final Set<Candidate> ofSeveralArchives = new HashSet<>();
    private Optional<Set<Long>> ownCopies = Optional.empty();

    Settled(CandidateGraph graph, ImageMemory memory, int[] memberArchive) {
        this.graph = graph;
        this.memory = memory;
        this.memberArchive = memberArchive;
    }

    /** Settles that a candidate stands. */
    void accept(Candidate candidate) {
        candidate.standing = Standing.ACCEPTED;
        ownCopies = Optional.empty();
        Candidate before = (candidate.code ? code : data).put(candidate.address, candidate);
        if (before != null && before != candidate && before.isAccepted()) {
            folded.add(candidate.address);
        }
        sections.put(CandidateGraph.sectionKey(candidate.member, candidate.section), candidate);
        if (graph.copiesOf(candidate).size() == 1) {
            present.add(candidate.member);
        }
    }

    /** Settles that one of several stands at a place. */
    void hold(List<Candidate> several) {
        Candidate first = several.get(0);
        code.put(first.address, first);
        ownCopies = Optional.empty();
        if (!several.stream().allMatch(other -> isOfArchive(first, other))) {
            ofSeveralArchives.add(first);
        }
    }

    /** Settles where a name lies, unless that is known. */
    void locate(int name, long address) {
        names.putIfAbsent(name, address);
    }

    /** {@return where a name lies; null while that is not known} */
    Long addressOf(int name) {
        return names.get(name);
    }

    /** {@return where a section stands; null while that is not known} */
    Candidate placeOf(int member, int section) {
        return sections.get(CandidateGraph.sectionKey(member, section));
    }

    /** {@return members of which a section stands that no other member has a copy of} */
    Set<Integer> present() {
        return present;
    }

    /** {@return code that stands or is held, ascending} */
    List<Candidate> code() {
        return new ArrayList<>(code.values());
    }

    /** {@return code that stands or is held, by address} */
    NavigableMap<Long, Candidate> codeByAddress() {
        return code;
    }

    /** {@return whether code stands or is held at an address} */
    boolean isCodeAt(long address) {
        Map.Entry<Long, Candidate> there = code.floorEntry(address);
        return there != null && there.getKey() + there.getValue().size > address;
    }

    /** {@return where the last code ends that stands or is held before an address; at most that address} */
    long endOfCodeBefore(long address) {
        Map.Entry<Long, Candidate> before = code.lowerEntry(address);
        return before == null ? 0 : Math.min(address, before.getKey() + before.getValue().size);
    }

    /** {@return whether something else lies where the candidate would, or a section that is named where this one is not} */
    boolean isTaken(Candidate candidate) {
        Map.Entry<Long, Candidate> last =
                (candidate.code ? code : data).floorEntry(candidate.address + candidate.size - 1);
        if (last == null || last.getValue() == candidate) {
            return false;
        }
        Candidate other = last.getValue();
        if (other.address == candidate.address && other.size == candidate.size) {
            return other.named;
        }
        return other.address + other.size > candidate.address;
    }

    /** {@return whether neighbours hold it: one of its archive for what has bytes to show, both sides for what has few} */
    boolean isHeld(Candidate candidate) {
        Map.Entry<Long, Candidate> before = code.lowerEntry(candidate.address);
        Map.Entry<Long, Candidate> after = code.higherEntry(candidate.address);
        boolean left = before != null && touch(before.getValue(), candidate);
        boolean right = after != null && touch(candidate, after.getValue());
        if ((left || right) && isInside(candidate, before, after)) {
            return true;
        }
        boolean leftOwn = left && isOfArchive(before.getValue(), candidate);
        boolean rightOwn = right && isOfArchive(after.getValue(), candidate);
        return (leftOwn || rightOwn) && (left && right || bytesToShow(candidate) >= SHORT);
    }

    /** Known bytes, less zeros: a short function is filled up with them, and so is much else. */
    private int bytesToShow(Candidate candidate) {
        int at = memory.at(candidate.address);
        int zeros = 0;
        for (int i = at; i < at + candidate.size; i++) {
            zeros += memory.bytes()[i] == 0 ? 1 : 0;
        }
        return Math.min(candidate.known, candidate.size - zeros);
    }

    /**
     * Whether it lies in a small gap between sections of its archive: nobody else's code lies there. What is held for members
     * of several archives, of which one may be this, is part of the gap; so is what the linker folded. Between two sections of the image lies .fini, which no
     * archive has.
     */
    private boolean isInside(
            Candidate candidate, Map.Entry<Long, Candidate> justBefore, Map.Entry<Long, Candidate> justAfter) {
        Map.Entry<Long, Candidate> before = justBefore;
        while (before != null && isAnybodys(before.getValue())) {
            before = code.lowerEntry(before.getKey());
        }
        Map.Entry<Long, Candidate> after = justAfter;
        while (after != null && isAnybodys(after.getValue())) {
            after = code.higherEntry(after.getKey());
        }
        return before != null
                && after != null
                && after.getKey() - before.getKey() - before.getValue().size < SMALL_GAP
                && memory.mayBeOneSection(before.getKey(), after.getKey() + 1)
                && isOfArchive(before.getValue(), candidate)
                && isOfArchive(after.getValue(), candidate);
    }

    /**
     * Of a place that is held for members of several archives no one knows whose neighbour it is; and what the linker folded
     * may lie where the program's own copy was.
     */
    private boolean isAnybodys(Candidate there) {
        return !there.isAccepted() && ofSeveralArchives.contains(there) || folded.contains(there.address);
    }

    /** {@return whether it is short, and all that stands beside it may be the program's own: then it may be too} */
    boolean isAmongOwn(Candidate candidate) {
        return candidate.known < UNLIKELY
                && mayBeOwn(code.lowerEntry(candidate.address))
                && mayBeOwn(code.higherEntry(candidate.address));
    }

    private boolean mayBeOwn(Map.Entry<Long, Candidate> there) {
        return there == null || ownCopies().contains(there.getKey());
    }

    /** {@return addresses of code that may be the program's own, since nothing near by is certain to be an archive's} */
    Set<Long> ownCopies() {
        if (ownCopies.isEmpty()) {
            ownCopies = Optional.of(OwnCopies.find(code.values(), this::isCertain));
        }
        return ownCopies.get();
    }

    private boolean isCertain(Candidate there) {
        return there.isAccepted() && !graph.isGrouped(there.member, there.section) && !folded.contains(there.address);
    }

    private boolean isOfArchive(Candidate other, Candidate candidate) {
        return memberArchive[other.member] == memberArchive[candidate.member] && !isAnybodys(other);
    }

    /** {@return whether one candidate follows another with nothing but fill between them} */
    boolean touch(Candidate first, Candidate second) {
        long end = first.address + first.size;
        long gap = second.address - end;
        return gap >= 0 && gap < MOST_ALIGNMENT && isPadding(end, second.address);
    }

    /** {@return whether linkers fill gaps with what lies there; an empty range counts} */
    boolean isPadding(long from, long to) {
        int at = memory.at(from);
        return from == to
                || memory.holds(from, to - from)
                        && graph.pool().machine().isPadding(memory.bytes(), at, at + (int) (to - from));
    }
}
