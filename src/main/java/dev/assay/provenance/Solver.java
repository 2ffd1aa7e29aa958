package dev.assay.provenance;

import dev.assay.provenance.Candidate.Standing;
import dev.assay.provenance.CandidateGraph.Definition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
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
 *
 * <p>The order of the steps is that of their strength: a weaker one is asked only when the stronger ones say nothing new.
 */
final class Solver {
    private final CandidateGraph graph;
    private final Settled settled;
    private final Plausibility plausibility;
    private final PlaceChoice choice;
    private final NameOwner owner;
    private final GapSearch gaps;
    private final RunOrder order;
    private final MemberOrder memberOrder;

    private final Set<Long> held = new TreeSet<>();
    private final Deque<Candidate> news = new ArrayDeque<>();

    /** How many candidates have brought in the tables that they name. */
    private int tablesOf;

    Solver(CandidateGraph graph, ImageMemory memory, int[] memberArchive) {
        this.graph = graph;
        this.settled = new Settled(graph, memory, memberArchive);
        this.plausibility = new Plausibility(graph, settled);
        this.choice = new PlaceChoice(plausibility);
        this.owner = new NameOwner(graph, settled);
        this.gaps = new GapSearch(graph, settled);
        this.order = new RunOrder(graph, settled);
        this.memberOrder = new MemberOrder(graph, settled);
    }

    /** Settles every candidate of the graph, and brings in those that others lead to. */
    void solve() {
        graph.explore();
        graph.findGot();
        boolean changed = true;
        while (changed) {
            bringInTables();
            propagate();
            plausibility.reconsider();
            changed = acceptLong()
                    || acceptOnly(plausibility::hasAcceptedSibling)
                    || acceptOnly(plausibility::isOwed)
                    || acceptHeld()
                    || gaps.search()
                    || acceptLeft()
                    || holdShared()
                    || acceptOrdered()
                    || acceptOwed();
        }
        alternateSiblings();
        dropOwnCopies();
        acceptShared();
    }

    /** Where one of twins stands, their members' other sections that it leads to are twins likewise, if nothing tells them apart. */
    private void alternateSiblings() {
        Deque<Candidate> alternated = new ArrayDeque<>(graph.all().stream()
                .filter(candidate -> candidate.isAccepted() && !candidate.alternatives.isEmpty())
                .toList());
        while (!alternated.isEmpty()) {
            Candidate accepted = alternated.remove();
            for (Candidate twin : accepted.alternatives) {
                for (int i = 0; i < twin.siblingSection.length && !twin.isRejected(); i++) {
                    Candidate other = graph.candidate(twin.member, twin.siblingSection[i], twin.siblingAddress[i]);
                    graph.explore();
                    alternate(accepted.member, other).ifPresent(alternated::add);
                }
            }
        }
    }

    /** {@return the section of a member that stands where a twin's does, if the twin's is a new alternative to it} */
    private Optional<Candidate> alternate(int member, Candidate twins) {
        if (twins == null || !twins.isOpen() || plausibility.isContradicted(twins)) {
            return Optional.empty();
        }
        Optional<Candidate> here = graph.at(twins.address).stream()
                .filter(candidate -> candidate.isAccepted()
                        && candidate.member == member
                        && candidate.shape == twins.shape
                        && !candidate.alternatives.contains(twins))
                .findFirst();
        here.ifPresent(candidate -> addAlternative(candidate, twins));
        return here;
    }

    /** Tables that candidates name, those that these name, and so on; the list grows while it is read. */
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
            while (!news.isEmpty()) {
                tell(news.removeLast());
            }
            changed = acceptNamed();
            changed |= rejectContradicted();
        }
    }

    /** What an accepted candidate says of others: where its siblings stand, and where names lie. */
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
            settled.locate(name, address);
            for (Definition definition : graph.definitions(name)) {
                Candidate home =
                        graph.candidate(definition.member(), definition.section(), graph.startOf(definition, address));
                if (home != null) {
                    home.named = true;
                }
            }
        }
        graph.explore();
    }

    private void accept(Candidate candidate) {
        settled.accept(candidate);
        news.add(candidate);
    }

    private boolean acceptNamed() {
        boolean changed = false;
        for (int i = 0; i < graph.all().size(); i++) {
            Candidate candidate = graph.all().get(i);
            if (!candidate.isOpen() || !candidate.named || plausibility.isContradicted(candidate)) {
                continue;
            }
            List<Candidate> here = graph.at(candidate.address);
            if (isOutdone(candidate, here)) {
                continue;
            }
            Optional<Candidate> twin = here.stream()
                    .filter(other -> other.isAccepted() && owner.isTwin(candidate, other))
                    .findFirst();
            changed |= twin.isEmpty();
            if (owner.isPartOfOwner(candidate) || here.stream().anyMatch(other -> owner.yields(candidate, other))) {
                candidate.standing = Standing.REJECTED;
                changed = true;
            } else if (twin.isPresent()) {
                addAlternative(twin.get(), candidate);
            } else {
                here.stream()
                        .filter(other -> other.isAccepted() && owner.yields(other, candidate))
                        .forEach(other -> other.standing = Standing.REJECTED);
                accept(candidate);
            }
        }
        return changed;
    }

    /** Whether its own claims are not to be believed, where those of another as long are: what names it may be wrong. */
    private boolean isOutdone(Candidate candidate, List<Candidate> here) {
        return candidate.code
                && here.size() > 1
                && !plausibility.isBelievable(candidate)
                && here.stream()
                        .anyMatch(other -> !other.isRejected()
                                && other.code
                                && other.size == candidate.size
                                && !other.showsLessThan(candidate)
                                && !plausibility.isContradicted(other)
                                && plausibility.isBelievable(other));
    }

    private static void addAlternative(Candidate accepted, Candidate other) {
        if (!accepted.alternatives.contains(other)) {
            List<Candidate> both = new ArrayList<>(accepted.alternatives);
            both.add(other);
            accepted.alternatives = List.copyOf(both);
        }
    }

    private boolean rejectContradicted() {
        boolean changed = false;
        for (Candidate candidate : graph.all()) {
            if (candidate.isOpen() && plausibility.isContradicted(candidate)) {
                candidate.standing = Standing.REJECTED;
                changed = true;
            }
        }
        return changed;
    }

    /** Accepts what no chance explains, the longest first, since the short may lie in the long. */
    private boolean acceptLong() {
        List<Candidate> sure = new ArrayList<>();
        for (List<Candidate> here : graph.codePlaces().values()) {
            List<Candidate> best = choice.of(here);
            if (best.size() == 1 && plausibility.isLong(best.get(0))) {
                sure.add(best.get(0));
            }
        }
        sure.sort(Comparator.comparingInt((Candidate c) -> c.known).reversed().thenComparingLong(c -> c.address));
        for (Candidate candidate : sure) {
            if (!settled.isTaken(candidate) && settled.placeOf(candidate.member, candidate.section) == null) {
                accept(candidate);
            }
        }
        return !news.isEmpty();
    }

    private boolean acceptOnly(Predicate<Candidate> condition) {
        alone(condition).forEach(this::acceptUntaken);
        return !news.isEmpty();
    }

    private void acceptUntaken(Candidate candidate) {
        if (!settled.isTaken(candidate)) {
            accept(candidate);
        }
    }

    /** Accepts what is held in its place alone, unless what holds it may be the program's own. */
    private boolean acceptHeld() {
        List<Candidate> beside = alone(settled::isHeld);
        beside.stream().filter(c -> !settled.isAmongOwn(c)).toList().forEach(this::acceptUntaken);
        return !news.isEmpty();
    }

    /**
     * Whether it lies where something that shows more may stand too, of which nothing tells yet whether it does: the end of
     * a long row of like instructions (of the guards that a C++ member's start-up code sets, say) is like a short row.
     */
    private boolean mayBePartOfLonger(Candidate candidate) {
        long from = settled.endOfCodeBefore(candidate.address);
        for (List<Candidate> there :
                graph.codePlaces().subMap(from, candidate.address).values()) {
            for (Candidate longer : there) {
                if (longer.isOpen()
                        && longer.known > candidate.known
                        && longer.address + longer.size > candidate.address
                        && plausibility.isBelievable(longer)
                        && !settled.isTaken(longer)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isSurelyHeld(Candidate candidate) {
        return settled.isHeld(candidate) && !settled.isAmongOwn(candidate) || plausibility.isLong(candidate);
    }

    /** {@return what is alone in its place and may be no part of another, if a condition holds for it there and nowhere else} */
    private List<Candidate> alone(Predicate<Candidate> condition) {
        Map<Long, List<Candidate>> bySection = new LinkedHashMap<>();
        for (List<Candidate> here : graph.codePlaces().values()) {
            List<Candidate> best = choice.of(here);
            if (best.size() == 1 && condition.test(best.get(0))) {
                Candidate only = best.get(0);
                bySection
                        .computeIfAbsent(CandidateGraph.sectionKey(only.member, only.section), k -> new ArrayList<>(1))
                        .add(only);
            }
        }
        return bySection.values().stream()
                .filter(places -> places.size() == 1)
                .map(places -> places.get(0))
                .filter(only -> !mayBePartOfLonger(only))
                .toList();
    }

    /** Holds places where it is certain that one of several stands there, and nothing tells yet which. */
    private boolean holdShared() {
        boolean changed = false;
        for (Map.Entry<Long, List<Candidate>> place : graph.codePlaces().entrySet()) {
            List<Candidate> best = choice.of(place.getValue());
            if (best.size() > 1
                    && !held.contains(place.getKey())
                    && best.stream().allMatch(c -> c.size == best.get(0).size)
                    && best.stream().anyMatch(this::isSurelyHeld)
                    && !settled.isTaken(best.get(0))) {
                held.add(place.getKey());
                settled.hold(best);
                changed = true;
            }
        }
        return changed;
    }

    /** Accepts what is left alone in a place that was held. */
    private boolean acceptLeft() {
        for (long address : held) {
            List<Candidate> best = choice.of(graph.codeAt(address));
            if (best.size() == 1) {
                accept(best.get(0));
            }
        }
        return !news.isEmpty();
    }

    /** Accepts what the order of its member tells from its twins: then no other choice is left to be made. */
    private boolean acceptOrdered() {
        NavigableMap<Long, List<Candidate>> shared = new TreeMap<>();
        for (long address : held) {
            List<Candidate> best = choice.of(graph.codeAt(address));
            if (best.size() > 1) {
                shared.put(address, best);
            }
        }
        List<Candidate> told = new ArrayList<>();
        order.tell(shared, told::add);
        told.stream()
                .filter(candidate -> settled.placeOf(candidate.member, candidate.section) == null)
                .forEach(this::accept);
        return !news.isEmpty();
    }

    /** Accepts what members still owe beside what they have in the image. */
    private boolean acceptOwed() {
        if (!plausibility.sectionsWereCollected()) {
            List<Candidate> owed = memberOrder.owed();
            graph.explore();
            for (Candidate candidate : owed) {
                if (candidate.isOpen()
                        && !plausibility.isContradicted(candidate)
                        && graph.codeAt(candidate.address).stream().noneMatch(Candidate::isAccepted)) {
                    accept(candidate);
                }
            }
        }
        return !news.isEmpty();
    }

    /** Accepts one of those that still share a place, with the others as its alternatives. */
    private void acceptShared() {
        for (long address : held) {
            List<Candidate> best = choice.of(graph.codeAt(address));
            if (best.size() > 1) {
                Candidate first = best.get(0);
                first.alternatives = List.copyOf(best.subList(1, best.size()));
                first.standing = Standing.ACCEPTED;
            }
        }
    }

    /** Of the program's own copies of COMDAT groups none is placed. */
    private void dropOwnCopies() {
        for (long address : settled.ownCopies()) {
            graph.codeAt(address).stream()
                    .filter(copy -> graph.isGrouped(copy.member, copy.section))
                    .forEach(copy -> copy.standing = Standing.REJECTED);
        }
    }
}
