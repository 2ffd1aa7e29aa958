package dev.assay.provenance;

import dev.assay.provenance.CodeRange.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finds members of which another build or version is in the image: some of their functions stand there, and the section as a
 * whole does not. Says function by function which agree.
 */
final class PartialMembers {
    /** Known bytes of agreeing functions that tell another build from chance, where they are half of the member's code. */
    private static final int ENOUGH = 128;

    /**
     * Where they are less than half: wrappers of printf's kind are alike everywhere, so several functions must agree, and more
     * of them where nothing else of the archive is in the image.
     */
    private static final int LEAST_PART = 8;

    private static final int FEW = 2;
    private static final int FEW_BYTES = 256;
    private static final int SEVERAL = 4;
    private static final int SEVERAL_BYTES = 1024;

    /** Telling bytes below which a function shows nothing. */
    static final int SHORTEST = 24;

    private final CandidateGraph graph;
    private final Pool pool;
    private final ShapeMatcher matcher;
    private final boolean[] active;
    private final Accountant accountant;
    private final PlacedCode code;
    private final int[] memberArchive;
    private final Set<Integer> archivesPlaced = new HashSet<>();

    /** Functions found, by member. */
    private final Map<Integer, List<FunctionMatch>> byMember = new TreeMap<>();

    /** As many as were seen of members that they do not convince of. */
    private final Map<Integer, List<FunctionMatch>> doubtful = new TreeMap<>();

    /** Members that have a function at an address; what several have says nothing of any. */
    private final Map<Long, Set<Integer>> membersAt = new TreeMap<>();

    PartialMembers(
            CandidateGraph graph,
            ShapeMatcher matcher,
            boolean[] active,
            int[] memberArchive,
            Accountant accountant,
            PlacedCode code) {
        this.graph = graph;
        this.pool = graph.pool();
        this.matcher = matcher;
        this.memberArchive = memberArchive;
        this.active = active;
        this.accountant = accountant;
        this.code = code;
    }

    /** Takes the functions that lie where nothing else was placed, of members that have no section placed there whole. */
    void take(Set<FunctionMatch> matches, Set<Long> placedSections) {
        placedSections.forEach(use -> archivesPlaced.add(memberArchive[(int) (use >>> 16)]));
        for (FunctionMatch match : matches) {
            Shape shape = pool.shape(match.shape());
            int telling = matcher.tellingBytesOfUnit(shape, match.unit(), match.address());
            if (telling < SHORTEST || accountant.kindAt(match.start()) != Kind.UNEXPLAINED) {
                continue;
            }
            for (long use : pool.usesOf(match.shape())) {
                int member = (int) (use >>> 16);
                if (active[member] && !placedSections.contains(use)) {
                    byMember.computeIfAbsent(member, k -> new ArrayList<>()).add(match);
                    membersAt
                            .computeIfAbsent(match.start(), k -> new HashSet<>())
                            .add(member);
                }
            }
        }
        byMember.values()
                .forEach(found ->
                        found.removeIf(match -> membersAt.get(match.start()).size() > 1));
        byMember.forEach((member, found) -> {
            if (!isConvincing(member, found)) {
                doubtful.put(member, found);
            }
        });
        doubtful.keySet().forEach(byMember::remove);
    }

    private boolean isConvincing(int member, List<FunctionMatch> found) {
        int known = known(found);
        long all = knownCode(member);
        boolean familiar = archivesPlaced.contains(memberArchive[member]);
        return known >= ENOUGH && known * 2L >= all
                || known * (long) LEAST_PART >= all
                        && found.size() >= (familiar ? FEW : SEVERAL)
                        && known >= (familiar ? FEW_BYTES : SEVERAL_BYTES)
                || found.stream().anyMatch(match -> isAmongItsArchive(member, match));
    }

    /** One function that tells something is enough where nothing but its archive is. */
    private boolean isAmongItsArchive(int member, FunctionMatch match) {
        return code.isAmongItsArchive(member, pool.sectionOf(member, match.shape()), match.start());
    }

    private long knownCode(int member) {
        long sum = 0;
        for (int shape : pool.shapesOf(member)) {
            sum += pool.shape(shape).kind() == Shape.Kind.CODE
                    ? pool.shape(shape).known()
                    : 0;
        }
        return sum;
    }

    private int known(List<FunctionMatch> found) {
        int sum = 0;
        Set<Long> counted = new HashSet<>();
        for (FunctionMatch match : found) {
            Shape shape = pool.shape(match.shape());
            if (counted.add((long) match.shape() << 32 | match.unit())) {
                sum += shape.holes().known(shape.unitOffset(match.unit()), shape.unitEnd(match.unit()));
            }
        }
        return sum;
    }

    /** {@return the functions found, by member} */
    Map<Integer, List<FunctionMatch>> found() {
        return byMember;
    }

    /**
     * {@return what agrees and what does not, of one member: of its sections of which anything is known to be there}
     *
     * @param starts where its sections would begin as far as others say, by {@code member << 16 | section}
     */
    PartialMember describe(int member, Catalog.Archive archive, Map<Long, Set<Long>> starts) {
        Member its = pool.member(member);
        Set<String> agree = new TreeSet<>();
        Set<String> differ = new TreeSet<>();
        for (int section = 0; section < its.sectionName.length; section++) {
            int number = pool.shapeOf(member, section);
            Shape shape = pool.shape(number);
            Set<Long> begins = new HashSet<>(starts.getOrDefault(CandidateGraph.sectionKey(member, section), Set.of()));
            seen(member).filter(match -> match.shape() == number).forEach(match -> begins.add(match.address()));
            for (int unit = 0;
                    shape.kind() == Shape.Kind.CODE && !begins.isEmpty() && unit < shape.unitCount();
                    unit++) {
                (isAtOne(begins, member, section, unit) ? agree : differ)
                        .add(functionName(its, section, shape.unitOffset(unit)));
            }
        }
        return new PartialMember(archive.origin(), its.name, List.copyOf(agree), List.copyOf(differ));
    }

    /** Whether a function is where one of some starts puts it, those too that are too short to be looked for by themselves. */
    private boolean isAtOne(Set<Long> begins, int member, int section, int unit) {
        Shape shape = pool.shape(pool.shapeOf(member, section));
        for (long begin : begins) {
            if (matcher.unitMatches(shape, unit, begin)
                    && !graph.isContradicted(member, section, begin, shape.unitOffset(unit), shape.unitEnd(unit))) {
                return true;
            }
        }
        return false;
    }

    private Stream<FunctionMatch> seen(int member) {
        return Stream.concat(
                byMember.getOrDefault(member, List.of()).stream(), doubtful.getOrDefault(member, List.of()).stream());
    }

    /** The global name of a function where it has one, else a local one, else its section's. */
    private String functionName(Member member, int section, int offset) {
        String local = member.sectionName[section];
        for (int i = 0; i < member.symbolName.length; i++) {
            boolean here = member.symbolSection[i] == section
                    && pool.machine().codeAddress(member.symbolValue[i]) == offset
                    && (member.symbolFlags[i] & Member.FLAG_FUNCTION) != 0;
            if (here && member.isGlobal(i)) {
                return member.symbolName[i];
            }
            local = here ? member.symbolName[i] : local;
        }
        return local;
    }
}
