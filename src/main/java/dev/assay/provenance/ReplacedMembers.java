package dev.assay.provenance;

import dev.assay.provenance.CandidateGraph.Definition;
import dev.assay.provenance.CodeRange.Kind;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds members of which another build is in the image although none of their functions tells so: placed members of their
 * archive call one by name, no other archive defines that name, and what is called is much like it. A patched {@code inffast.o}
 * is known by {@code inflate.o} alone, for it has one function.
 *
 * <p>A program may define such a name itself, {@code malloc} above all, and then no part of the archive was changed. Its code
 * is another, and lies before the archive's.
 */
final class ReplacedMembers {
    /** Bytes that a change may have added to a function before what tells it from others. */
    private static final int LONGER = 64;

    private final CandidateGraph graph;
    private final ImageMemory memory;
    private final ShapeMatcher matcher;
    private final int[] memberArchive;
    private final Accountant accountant;
    private final PlacedCode code;

    ReplacedMembers(
            CandidateGraph graph,
            ImageMemory memory,
            ShapeMatcher matcher,
            int[] memberArchive,
            Accountant accountant,
            PlacedCode code) {
        this.graph = graph;
        this.memory = memory;
        this.matcher = matcher;
        this.memberArchive = memberArchive;
        this.accountant = accountant;
        this.code = code;
    }

    /**
     * {@return by {@code member << 16 | section}, where their sections would begin for what is called to be theirs}
     *
     * @param placed the candidates that were placed
     */
    Map<Long, Set<Long>> startsNamedBy(Collection<Candidate> placed) {
        Map<Long, Set<Long>> starts = new TreeMap<>();
        for (Candidate candidate : placed) {
            for (int i = 0; candidate.alternatives.isEmpty() && i < candidate.claimName.length; i++) {
                long address = candidate.claimThrough[i];
                List<Definition> homes = isUnexplained(address) ? graph.definitions(candidate.claimName[i]) : List.of();
                if (homes.size() == 1 && isReplaced(homes.get(0), candidate, address)) {
                    Definition home = homes.get(0);
                    starts.computeIfAbsent(
                                    CandidateGraph.sectionKey(home.member(), home.section()), key -> new HashSet<>())
                            .add(address - home.value());
                }
            }
        }
        return starts;
    }

    private boolean isUnexplained(long address) {
        return memory.isCode(address) && accountant.kindAt(address) == Kind.UNEXPLAINED;
    }

    private boolean isReplaced(Definition home, Candidate caller, long address) {
        Shape shape = graph.shapeOf(home);
        return shape.kind() == Shape.Kind.CODE
                && !shape.mayShrink() // where bytes are deleted, one that was not predicted would look like a change
                && memberArchive[home.member()] == memberArchive[caller.member]
                && code.isBehindItsArchive(home.member(), home.section(), address)
                && isLikeIt(home, shape, address);
    }

    /** Whether what is called is a function as it was, of a member that is not, or has the window that tells it from others. */
    private boolean isLikeIt(Definition home, Shape shape, long address) {
        int offset = (int) graph.pool().machine().codeAddress(home.value());
        int unit = shape.unitAt(offset);
        if (shape.unitOffset(unit) != offset) {
            return false;
        }
        long begin = address - home.value();
        return matcher.unitMatches(shape, unit, begin) || hasWindowOf(home, shape, unit, begin + offset);
    }

    private boolean hasWindowOf(Definition home, Shape shape, int unit, long address) {
        int[] windows = graph.pool().anchorHashesOf(graph.pool().shapeOf(home.member(), home.section()), unit);
        Arrays.sort(windows);
        int from = memory.at(address);
        int to = from + shape.unitEnd(unit) - shape.unitOffset(unit) + LONGER;
        for (int at = from; at < to && memory.holds(address, at - from + WindowScanner.WIDTH); at++) {
            int hash = WindowScanner.hash(WindowScanner.window(memory.bytes(), at));
            if (Arrays.binarySearch(windows, hash) >= 0) {
                return true;
            }
        }
        return false;
    }
}
