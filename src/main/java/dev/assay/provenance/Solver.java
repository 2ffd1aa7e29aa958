package dev.assay.provenance;

import dev.assay.provenance.Candidate.Standing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

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

    /** Known bytes that make a section of a member that is in the image, when there is one place for it. */
    private static final int PRESENT = 32;

    /** Known bytes that need a neighbour of the same archive, or an accepted target, to be believed. */
    private static final int SHORT = 8;

    /** Bytes between two sections of an archive in which nothing but more of it lies. */
    private static final int SMALL_GAP = 1024;

    /** With one present member in so many in the image only in part, sections were collected. */
    private static final int LEAST_COLLECTED = 32;

    /** No code is aligned to more. */
    private static final int MOST_ALIGNMENT = 64;

    private final CandidateGraph graph;
    private final ShapeMatcher matcher;
    private final ImageMemory memory;
    private final int[] memberArchive;

    private final Map<Integer, Long> nameAddress = new HashMap<>();
    private final TreeMap<Long, Candidate> placed = new TreeMap<>();
    private final TreeMap<Long, Candidate> placedData = new TreeMap<>();
    private final Map<Long, Candidate> placedSection = new HashMap<>();
    /** How many candidates have brought in the tables that they name. */
    private int tablesOf;

    private Optional<Boolean> collected = Optional.empty();
    private final Map<Integer, Boolean> whole = new HashMap<>();
    private final Set<Integer> present = new HashSet<>();
    private final Set<Long> ambiguous = new TreeSet<>();
    private final Set<Long> searched = new HashSet<>();
    private final List<Candidate> newlyAccepted = new ArrayList<>();

    Solver(CandidateGraph graph, ShapeMatcher matcher, ImageMemory memory, int[] memberArchive) {
        this.graph = graph;
        this.matcher = matcher;
        this.memory = memory;
        this.memberArchive = memberArchive;
    }

    void solve() {
        graph.explore();
        graph.findGot();
        boolean changed = true;
        while (changed) {
            bringInTables();
            propagate();
            collected = Optional.empty();
            changed = acceptLong() || acceptLinked() || acceptPresent() || acceptAdjacent() || searchGaps()
                    || acceptLeft() || holdAmbiguous();
        }
        acceptShared();
    }

    /** Tables that code candidates name, those that these name, and so on; the list grows while it is read. */
    private void bringInTables() {
        for (; tablesOf < graph.all().size(); tablesOf++) {
            Candidate candidate = graph.all().get(tablesOf);
            graph.explore();
            for (int i = 0; i < candidate.claimName.length && !candidate.isRejected(); i++) {
                graph.bringInTables(candidate.claimName[i], candidate.claimThrough[i]);
            }
        }
        graph.explore();
    }

    /** Works off what accepted candidates say, until nothing is new. */
    private void propagate() {
        boolean changed = true;
        while (changed) {
            while (!newlyAccepted.isEmpty()) {
                tell(newlyAccepted.remove(newlyAccepted.size() - 1));
            }
            changed = acceptNamed();
            changed |= rejectContradicted();
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
        (candidate.code ? placed : placedData).put(candidate.address, candidate);
        placedSection.put(section(candidate), candidate);
        List<Long> copies = graph.copiesOf(candidate);
        if (copies.size() == 1) {
            present.add(candidate.member);
        }
    }

    private static long section(Candidate candidate) {
        return (long) candidate.member << 16 | candidate.section;
    }

    private boolean acceptNamed() {
        boolean changed = false;
        for (List<Candidate> here : graph.byAddress().values()) {
            for (Candidate candidate : here) {
                if (candidate.isOpen() && candidate.named && !isContradicted(candidate)) {
                    changed = true;
                    if (here.stream().anyMatch(other -> isPreferred(other, candidate))) {
                        candidate.standing = Standing.REJECTED;
                    } else {
                        here.stream()
                                .filter(other -> other.isAccepted() && isPreferred(candidate, other))
                                .forEach(other -> other.standing = Standing.REJECTED);
                        accept(candidate);
                    }
                }
            }
        }
        return changed;
    }

    /**
     * Whether two candidates of one place define the same name, and the other is the one that is there: the longer one, of
     * which the shorter is the beginning; else the strong one; else the one that is no copy of a group; else the one placed.
     */
    private boolean isPreferred(Candidate other, Candidate candidate) {
        if (other == candidate || other.isRejected() || !other.named || !shareName(other, candidate)) {
            return false;
        }
        int rank = other.known != candidate.known ? other.known - candidate.known : rank(other) - rank(candidate);
        return rank > 0 || rank == 0 && other.isAccepted();
    }

    private int rank(Candidate candidate) {
        Member member = graph.pool().member(candidate.member);
        boolean strong = false;
        for (int i = 0; i < member.symbolName.length; i++) {
            strong |= member.symbolSection[i] == candidate.section
                    && member.isGlobal(i)
                    && (member.symbolFlags[i] & Member.FLAG_WEAK) == 0;
        }
        return (strong ? 2 : 0) + (isGrouped(candidate) ? 0 : 1);
    }

    private boolean shareName(Candidate one, Candidate other) {
        Member member = graph.pool().member(one.member);
        Member its = graph.pool().member(other.member);
        for (int i = 0; i < member.symbolName.length; i++) {
            if (member.symbolSection[i] != one.section || !member.isGlobal(i)) {
                continue;
            }
            for (int j = 0; j < its.symbolName.length; j++) {
                if (its.symbolSection[j] == other.section
                        && its.isGlobal(j)
                        && its.symbolValue[j] == member.symbolValue[i]
                        && its.symbolName[j].equals(member.symbolName[i])) {
                    return true;
                }
            }
        }
        return false;
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
            Candidate sibling = graph.find(candidate.member, candidate.siblingSection[i], candidate.siblingAddress[i]);
            Candidate placedElsewhere =
                    placedSection.get((long) candidate.member << 16 | candidate.siblingSection[i]);
            if (sibling != null && sibling.isRejected()
                    || placedElsewhere != null && placedElsewhere.address != candidate.siblingAddress[i]) {
                return true;
            }
        }
        return !candidate.named && isTaken(candidate) || misnamesData(candidate);
    }

    /**
     * Whether a table names data that has bytes to show, and does not show them there: a type's information its name. Of
     * functions a program may bring its own copy; of data it would have to be the same.
     */
    private boolean misnamesData(Candidate table) {
        for (int i = 0; i < table.claimName.length; i++) {
            List<CandidateGraph.Definition> homes = graph.definitions(table.claimName[i]);
            long address = table.claimThrough[i];
            boolean misnamed = !homes.isEmpty() && homes.stream().allMatch(home -> isMisnamed(table, home, address));
            if (misnamed) {
                table.misnames = true;
                return true;
            }
        }
        return false;
    }

    /**
     * Whether what defines the name is a table that is there and itself misnames what it names; or, for a table, data that is
     * not there. (Of code that names data which is not there, the data may be another version's.)
     */
    private boolean isMisnamed(Candidate by, CandidateGraph.Definition home, long address) {
        Candidate known = graph.find(home.member(), home.section(), address - home.value());
        if (known != null) {
            return !known.code && known.isRejected() && (known.misnames || !by.code);
        }
        return !by.code && isData(home) && !graph.isThere(home.member(), home.section(), address - home.value());
    }

    private boolean isData(CandidateGraph.Definition home) {
        Shape shape = graph.pool().shape(graph.pool().shapeOf(home.member(), home.section()));
        return shape.kind() == Shape.Kind.READ_ONLY && shape.known() > 0;
    }

    /** Whether other code lies there, or a section that is named where this one is not. */
    private boolean isTaken(Candidate candidate) {
        Map.Entry<Long, Candidate> before =
                (candidate.code ? placed : placedData).floorEntry(candidate.address + candidate.size - 1);
        if (before == null || before.getValue() == candidate) {
            return false;
        }
        Candidate other = before.getValue();
        if (other.address == candidate.address && other.size == candidate.size) {
            return other.named;
        }
        return other.address + other.size > candidate.address;
    }

    /**
     * Whether what a candidate claims is believable: each name that the references define must be defined where it says, or
     * be known to lie there. A program may define one itself instead (start-up code does), so that one is let pass for
     * several that agree.
     */
    private boolean isBelievable(Candidate candidate) {
        int disputed = 0;
        for (int i = 0; i < candidate.claimName.length; i++) {
            disputed += isDisputed(candidate, i) ? 1 : 0;
        }
        return disputed == 0 || candidate.claimName.length >= 4 * disputed && weight(candidate) >= 2 * LONG;
    }

    /** As {@link #isBelievable}, but for names of which a program may have kept its own copy. */
    private boolean isConceivable(Candidate candidate) {
        for (int i = 0; i < candidate.claimName.length; i++) {
            if (isDisputed(candidate, i) && !mayBeOwnCopy(candidate, i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether every definition of a name is a copy of a COMDAT group, and nothing known lies where the claim leads. */
    private boolean mayBeOwnCopy(Candidate candidate, int claim) {
        for (CandidateGraph.Definition home : graph.definitions(candidate.claimName[claim])) {
            if (graph.pool().member(home.member()).sectionGroup[home.section()].isEmpty()) {
                return false;
            }
        }
        long address = candidate.claimThrough[claim];
        Map.Entry<Long, Candidate> there = placed.floorEntry(address);
        return there == null || there.getKey() + there.getValue().size <= address;
    }

    private boolean isDisputed(Candidate candidate, int claim) {
        int name = candidate.claimName[claim];
        long address = candidate.claimThrough[claim];
        List<CandidateGraph.Definition> homes = graph.definitions(name);
        Long known = nameAddress.get(name);
        if (homes.isEmpty() || known != null && known == address) {
            return false;
        }
        return !graph.isDefined(name, address);
    }

    /** Known bytes of a candidate and of all that its local symbols lead to. */
    private int weight(Candidate candidate) {
        int weight = candidate.known;
        for (int i = 0; i < candidate.siblingSection.length; i++) {
            weight += graph.pool()
                    .shape(graph.pool().shapeOf(candidate.member, candidate.siblingSection[i]))
                    .known();
        }
        return weight;
    }

    private boolean acceptLong() {
        List<Candidate> sure = new ArrayList<>();
        for (List<Candidate> here : graph.byAddress().values()) {
            List<Candidate> best = best(here);
            if (best.size() == 1 && isLong(best.get(0))) {
                sure.add(best.get(0));
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

    /** Accepts what is alone in its place, and points at an accepted section of its own member. */
    private boolean acceptLinked() {
        for (List<Candidate> here : graph.byAddress().values()) {
            List<Candidate> best = best(here);
            if (best.size() == 1 && hasAcceptedSibling(best.get(0))) {
                accept(best.get(0));
            }
        }
        return !newlyAccepted.isEmpty();
    }

    private boolean hasAcceptedSibling(Candidate candidate) {
        for (int i = 0; i < candidate.siblingSection.length; i++) {
            Candidate sibling = graph.find(candidate.member, candidate.siblingSection[i], candidate.siblingAddress[i]);
            if (sibling != null && sibling.isAccepted()) {
                return true;
            }
        }
        return false;
    }

    /** Accepts copies of COMDAT groups that nobody names, of members that are in the image, if there is one place for them. */
    private boolean acceptPresent() {
        for (List<Candidate> here : graph.byAddress().values()) {
            List<Candidate> best = best(here);
            if (best.size() == 1
                    && isPresent(best.get(0))
                    && isReachable(best.get(0))
                    && isBelievable(best.get(0))
                    && weight(best.get(0)) >= PRESENT
                    && !(isGrouped(best.get(0)) && sectionsWereCollected())
                    && isOnlyPlace(best.get(0))
                    && !isTaken(best.get(0))) {
                accept(best.get(0));
            }
        }
        return !newlyAccepted.isEmpty();
    }

    private boolean isOnlyPlace(Candidate candidate) {
        int open = 0;
        for (Candidate other : graph.ofSection(candidate.member, candidate.section)) {
            open += !other.isRejected() && isBelievable(other) ? 1 : 0;
        }
        return open == 1;
    }

    private boolean isPresent(Candidate candidate) {
        return graph.copiesOf(candidate).stream().anyMatch(copy -> present.contains((int) (copy >>> 16)));
    }

    private boolean isGrouped(Candidate candidate) {
        return !graph.pool().member(candidate.member).sectionGroup[candidate.section].isEmpty();
    }

    /**
     * What may stand at a place where no code stands yet: the open candidates that are believable; of those, if there are
     * such, the ones that name nothing but what is known to lie where they say.
     */
    private List<Candidate> best(List<Candidate> here) {
        List<Candidate> believable = new ArrayList<>(2);
        List<Candidate> confirmed = new ArrayList<>(2);
        for (Candidate candidate : here) {
            if (candidate.isAccepted() && candidate.code) {
                return List.of();
            }
            if (candidate.code && candidate.isOpen() && (isBelievable(candidate) || isConceivable(candidate))) {
                believable.add(candidate);
                if (isConfirmed(candidate)) {
                    confirmed.add(candidate);
                }
            }
        }
        List<Candidate> likely = confirmed.isEmpty() ? preferred(believable, this::isBelievable) : confirmed;
        int most = likely.stream().mapToInt(c -> c.known).max().orElse(0);
        likely = preferred(likely, c -> c.known == most);
        // Where targets are not known yet, members that are in the image come before those that may not be.
        if (likely.stream().noneMatch(this::isBelievable)) {
            return likely;
        }
        likely = preferred(likely, c -> !namesTheUnbelievable(c));
        if (!sectionsWereCollected()) {
            likely = preferred(likely, c -> isConfirmed(c) || isPresent(c) && isOnlyPlace(c));
            likely = preferred(likely, c -> isConfirmed(c) || isWhole(c));
        }
        return preferred(likely, this::isInOrder);
    }

    /**
     * Whether the linker left sections out that nothing refers to (--gc-sections). Then a member is in the image in part, and
     * that it is there says nothing of a section of it. Seen from members that are there: some of their code is nowhere.
     */
    private boolean sectionsWereCollected() {
        if (collected.isEmpty() && !present.isEmpty()) {
            long partial = present.stream().filter(member -> !isWholeMember(member)).count();
            collected = Optional.of(partial * LEAST_COLLECTED > present.size());
        }
        return collected.orElse(false);
    }

    /** Of several, those that a condition holds for; all of them when it holds for none. */
    private static List<Candidate> preferred(List<Candidate> several, Predicate<Candidate> condition) {
        if (several.size() < 2) {
            return several;
        }
        List<Candidate> found = several.stream().filter(condition).toList();
        return found.isEmpty() ? several : found;
    }

    /** Whether it names something of which all candidates at that place are themselves not believable. */
    private boolean namesTheUnbelievable(Candidate candidate) {
        for (int i = 0; i < candidate.claimName.length; i++) {
            List<CandidateGraph.Definition> homes = graph.definitions(candidate.claimName[i]);
            long address = candidate.claimThrough[i];
            if (!nameAddress.containsKey(candidate.claimName[i])
                    && !homes.isEmpty()
                    && homes.stream().allMatch(home -> isUnbelievable(home, address))) {
                return true;
            }
        }
        return false;
    }

    private boolean isUnbelievable(CandidateGraph.Definition home, long address) {
        Candidate known = graph.find(home.member(), home.section(), address - home.value());
        return known != null && !known.isAccepted() && !isBelievable(known);
    }

    /** Whether all code of the candidate's member has a place in the image, as far as it has bytes to show. */
    private boolean isWhole(Candidate candidate) {
        return whole.computeIfAbsent(candidate.member, this::isWholeMember);
    }

    private boolean isWholeMember(int id) {
        Member member = graph.pool().member(id);
        for (int section = 0; section < member.sectionName.length; section++) {
            Shape shape = graph.pool().shape(graph.pool().shapeOf(id, section));
            if (shape.kind() == Shape.Kind.CODE
                    && shape.known() >= PRESENT
                    && member.sectionGroup[section].isEmpty()
                    && graph.ofSection(id, section).stream().allMatch(Candidate::isRejected)) {
                if (System.getProperty("whole") != null && member.name.equals(System.getProperty("whole"))) System.err.println("NOTWHOLE " + member.name + " " + member.sectionName[section] + " " + graph.ofSection(id, section).size()); // DEBUG
                return false;
            }
        }
        return true;
    }

    /**
     * Whether the zeroed data that a candidate names lies in the order of its member. A linker lays a member's sections out in
     * their order; nothing else tells where a guard variable of one member lies from where another's does.
     */
    private boolean isInOrder(Candidate candidate) {
        for (int i = 0; i < candidate.claimName.length; i++) {
            for (CandidateGraph.Definition home : graph.definitions(candidate.claimName[i])) {
                long address = candidate.claimThrough[i] - home.value();
                if (graph.isThere(home.member(), home.section(), address) && !isInOrder(home, address)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean isInOrder(CandidateGraph.Definition home, long address) {
        Shape shape = graph.pool().shape(graph.pool().shapeOf(home.member(), home.section()));
        if (shape.kind() != Shape.Kind.ZEROED) {
            return true;
        }
        for (Candidate sibling : graph.ofMember(home.member())) {
            if (sibling.isAccepted()
                    && sibling.kind == Shape.Kind.ZEROED
                    && sibling.section != home.section()
                    && sibling.section < home.section() != sibling.address < address) {
                return false;
            }
        }
        return true;
    }

    private boolean isConfirmed(Candidate candidate) {
        for (int i = 0; i < candidate.claimName.length; i++) {
            Long known = nameAddress.get(candidate.claimName[i]);
            if (known == null && !hasAcceptedHome(candidate, i)) {
                return false;
            }
        }
        for (int i = 0; i < candidate.siblingSection.length; i++) {
            Candidate sibling = graph.find(candidate.member, candidate.siblingSection[i], candidate.siblingAddress[i]);
            if (sibling == null || !sibling.isAccepted()) {
                return false;
            }
        }
        return true;
    }

    private boolean hasAcceptedHome(Candidate candidate, int claim) {
        for (CandidateGraph.Definition definition : graph.definitions(candidate.claimName[claim])) {
            Candidate home = graph.find(
                    definition.member(), definition.section(), candidate.claimThrough[claim] - definition.value());
            if (home != null && home.isAccepted()) {
                return true;
            }
        }
        return false;
    }

    /** Accepts what is alone in its place, and touches an accepted section of its archive but for padding. */
    private boolean acceptAdjacent() {
        for (List<Candidate> here : graph.byAddress().values()) {
            List<Candidate> best = best(here);
            if (best.size() == 1 && isHeld(best.get(0)) && !isTaken(best.get(0))) {
                accept(best.get(0));
            }
        }
        return !newlyAccepted.isEmpty();
    }

    /** Whether neighbours hold it: one of its archive for what has bytes to show, both sides for what has few. */
    private boolean isHeld(Candidate candidate) {
        Map.Entry<Long, Candidate> before = placed.lowerEntry(candidate.address);
        Map.Entry<Long, Candidate> after = placed.higherEntry(candidate.address);
        boolean left = before != null && touches(before.getValue(), candidate);
        boolean right = after != null && touches(candidate, after.getValue());
        boolean own = left && archiveOf(before.getValue()) == archiveOf(candidate)
                || right && archiveOf(after.getValue()) == archiveOf(candidate);
        return own && (candidate.known >= SHORT || left && right || isInside(candidate, before, after));
    }

    /** Whether it lies in a small gap between sections of its archive: nobody else's code can be there. */
    private boolean isInside(
            Candidate candidate, Map.Entry<Long, Candidate> before, Map.Entry<Long, Candidate> after) {
        return before != null
                && after != null
                && archiveOf(before.getValue()) == archiveOf(candidate)
                && archiveOf(after.getValue()) == archiveOf(candidate)
                && after.getKey() - before.getKey() - before.getValue().size < SMALL_GAP;
    }

    /**
     * Looks for short sections, which no window finds, in what accepted sections leave between them: from the end of one,
     * at each shape's alignment.
     */
    private boolean searchGaps() {
        int before = graph.all().size();
        int[] windowless = graph.pool().windowless();
        List<Candidate> code = new ArrayList<>(placed.values());
        for (int i = 0; i < code.size(); i++) {
            long end = code.get(i).address + code.get(i).size;
            long limit = i + 1 < code.size() ? code.get(i + 1).address : end + 4096;
            if (searched.add(end) && end < limit && !isPadding(end, limit)) {
                for (int shape : windowless) {
                    long alignment = graph.pool().shape(shape).alignment();
                    long address = end + alignment - 1 & -alignment;
                    if (address + graph.pool().shape(shape).size() <= limit
                            && isPadding(end, address)
                            && matcher.matches(graph.pool().shape(shape), address)) {
                        graph.seen(shape, address);
                    }
                }
            }
        }
        graph.explore();
        return graph.all().size() > before;
    }

    private boolean isPadding(long from, long to) {
        int at = memory.at(from);
        return from == to
                || memory.holds(from, to - from)
                        && graph.pool().machine().isPadding(memory.bytes(), at, at + (int) (to - from));
    }

    /** Holds places where it is certain that one of several stands there, and nothing tells yet which. */
    private boolean holdAmbiguous() {
        boolean changed = false;
        for (Map.Entry<Long, List<Candidate>> place : graph.byAddress().entrySet()) {
            List<Candidate> best = best(place.getValue());
            if (best.size() > 1
                    && !ambiguous.contains(place.getKey())
                    && best.stream().allMatch(c -> c.size == best.get(0).size)
                    && best.stream().anyMatch(c -> isHeld(c) || isLong(c))
                    && !isTaken(best.get(0))) {
                ambiguous.add(place.getKey());
                placed.put(place.getKey(), best.get(0));
                changed = true;
            }
        }
        return changed;
    }

    /** Accepts what is left alone in a place that was held. */
    private boolean acceptLeft() {
        for (long address : ambiguous) {
            List<Candidate> best = best(graph.at(address));
            if (best.size() == 1) {
                accept(best.get(0));
            }
        }
        return !newlyAccepted.isEmpty();
    }

    /** Accepts one of those that still share a place, with the others as its alternatives. */
    private void acceptShared() {
        for (long address : ambiguous) {
            List<Candidate> best = best(graph.at(address));
            if (best.size() > 1) {
                Candidate first = best.get(0);
                first.alternatives = List.copyOf(best.subList(1, best.size()));
                first.standing = Standing.ACCEPTED;
                placed.put(address, first);
            }
        }
    }

    private boolean isLong(Candidate candidate) {
        return !isGrouped(candidate)
                && isReachable(candidate)
                && isBelievable(candidate)
                && weight(candidate) >= (isPresent(candidate) ? PRESENT : LONG);
    }

    /** Whether something may refer to it: a global name, or a placed section of its own member. */
    private boolean isReachable(Candidate candidate) {
        Member member = graph.pool().member(candidate.member);
        for (int i = 0; i < member.symbolName.length; i++) {
            if (member.symbolSection[i] == candidate.section && member.isGlobal(i)) {
                return true;
            }
        }
        return hasAcceptedSibling(candidate);
    }

    private boolean touches(Candidate first, Candidate second) {
        long end = first.address + first.size;
        long gap = second.address - end;
        return gap >= 0 && gap < MOST_ALIGNMENT && isPadding(end, second.address);
    }

    void debug() { // DEBUG
        String p = System.getProperty("at");
        if (p == null) return;
        for (String one : p.split(",")) {
            long a = Long.decode(one);
            System.err.println("at " + one + ": " + graph.at(a).size() + " candidates");
            for (Candidate c : graph.at(a)) {
                System.err.println("  " + graph.pool().member(c.member).name + " " + graph.pool().member(c.member).sectionName[c.section] + " " + c.standing + " named=" + c.named + " known=" + c.known + " w=" + weight(c) + " believable=" + isBelievable(c) + " contra=" + isContradicted(c) + " taken=" + isTaken(c) + " read=" + c.read);
                if (!c.read) { for (int i = 0; i < graph.pool().member(c.member).relocationSymbol[c.section].length; i++) graph.claims().debugReloc(c, graph.pool().shape(c.shape), graph.pool().member(c.member), i); }
                for (int i = 0; i < c.claimName.length; i++) {
                    if (Boolean.getBoolean("brief") && !isDisputed(c, i) && !isContradicted(c)) continue;
                    Long k = nameAddress.get(c.claimName[i]);
                    System.err.println("     " + graph.names().name(c.claimName[i]) + " " + Long.toHexString(c.claimAddress[i]) + " thr " + Long.toHexString(c.claimThrough[i]) + " known " + (k == null ? "-" : Long.toHexString(k)) + " defs " + graph.definitions(c.claimName[i]).size() + (k != null && k != c.claimThrough[i] ? " CONTRA" : ""));
                }
                for (int i = 0; i < c.siblingSection.length; i++) { Candidate x = graph.candidate(c.member, c.siblingSection[i], c.siblingAddress[i]); System.err.println("     sib " + graph.pool().member(c.member).sectionName[c.siblingSection[i]] + " " + Long.toHexString(c.siblingAddress[i]) + " " + (x == null ? "ABSENT" : x.standing)); }
            }
        }
    } // DEBUG

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
