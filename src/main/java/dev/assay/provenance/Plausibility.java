package dev.assay.provenance;

import dev.assay.provenance.CandidateGraph.Definition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a candidate's claims make of it, given what is settled: contradicted, doubtful, believable, confirmed. */
final class Plausibility {
    /** Telling bytes of a member, together, that no chance explains. */
    private static final int LONG = 128;

    /** Telling bytes that make a section of a member that is in the image, when there is one place for it. */
    private static final int PRESENT = 32;

    /** Claims that agree for each that is disputed, for a candidate to be believed all the same. */
    private static final int AGREEING = 4;

    /** With one present member in so many in the image only in part, sections were collected. */
    private static final int LEAST_COLLECTED = 32;

    private final CandidateGraph graph;
    private final Settled settled;
    private final Map<Integer, Boolean> whole = new HashMap<>();
    private Optional<Boolean> collected = Optional.empty();

    Plausibility(CandidateGraph graph, Settled settled) {
        this.graph = graph;
        this.settled = settled;
    }

    /** Forgets what was concluded of the whole image; more is settled now. */
    void reconsider() {
        collected = Optional.empty();
        whole.clear();
    }

    /** Whether what is settled leaves it no place: its section or its names lie elsewhere, or others lie here. */
    boolean isContradicted(Candidate candidate) {
        Candidate elsewhere = settled.placeOf(candidate.member, candidate.section);
        if (elsewhere != null && elsewhere != candidate) {
            return true;
        }
        for (int i = 0; i < candidate.claimName.length; i++) {
            Long known = settled.addressOf(candidate.claimName[i]);
            if (known != null && known != candidate.claimThrough[i]) {
                return true;
            }
        }
        return hasContradictedSibling(candidate)
                || !candidate.named && settled.isTaken(candidate)
                || misnamesData(candidate);
    }

    private boolean hasContradictedSibling(Candidate candidate) {
        for (int i = 0; i < candidate.siblingSection.length; i++) {
            Candidate sibling = sibling(candidate, i);
            Candidate placed = settled.placeOf(candidate.member, candidate.siblingSection[i]);
            if (sibling != null && sibling.isRejected()
                    || placed != null && placed.address != candidate.siblingAddress[i]) {
                return true;
            }
        }
        return false;
    }

    private Candidate sibling(Candidate candidate, int i) {
        return graph.find(candidate.member, candidate.siblingSection[i], candidate.siblingAddress[i]);
    }

    /**
     * Whether it names data that has bytes to show, and does not show them there: a type's information the type's name. Of
     * functions a program may bring its own copy; of such data it would have to be the same.
     */
    private boolean misnamesData(Candidate candidate) {
        for (int i = 0; i < candidate.claimName.length; i++) {
            if (isMisnamed(candidate, i)) {
                candidate.misnames = true;
                return true;
            }
        }
        return false;
    }

    /** A loop and no stream, whose lambda would be made for each of a hundred thousand claims. */
    private boolean isMisnamed(Candidate candidate, int claim) {
        List<Definition> homes = graph.definitions(candidate.claimName[claim]);
        for (Definition home : homes) {
            if (!isMisnamed(candidate, home, candidate.claimThrough[claim])) {
                return false;
            }
        }
        return !homes.isEmpty();
    }

    /**
     * Whether what defines the name is a table that is there and itself misnames what it names; or, for a table, data that is
     * not there. (Of code that names data which is not there, the data may be another version's.)
     */
    private boolean isMisnamed(Candidate by, Definition home, long address) {
        Candidate known = graph.find(home.member(), home.section(), graph.startOf(home, address));
        if (known != null) {
            return !known.code && known.isRejected() && (known.misnames || !by.code);
        }
        Shape shape = graph.shapeOf(home);
        return !by.code
                && shape.kind() == Shape.Kind.READ_ONLY
                && shape.known() > 0
                && !graph.isThere(home.member(), home.section(), graph.startOf(home, address));
    }

    /**
     * Whether what a candidate claims is believable: each name that the references define must be defined where it says, or
     * be known to lie there. A program may define one itself instead (start-up code does), so that one is let pass for
     * several that agree.
     */
    boolean isBelievable(Candidate candidate) {
        int disputed = 0;
        for (int i = 0; i < candidate.claimName.length; i++) {
            disputed += isDisputed(candidate, i) ? 1 : 0;
        }
        return disputed == 0 || candidate.claimName.length >= AGREEING * disputed && weight(candidate) >= 2 * LONG;
    }

    private boolean isDisputed(Candidate candidate, int claim) {
        int name = candidate.claimName[claim];
        long address = candidate.claimThrough[claim];
        Long known = settled.addressOf(name);
        return (known == null || known != address)
                && !graph.definitions(name).isEmpty()
                && !graph.isDefined(name, address);
    }

    /** As {@link #isBelievable}, but for names of which a program may have kept its own copy. */
    boolean isConceivable(Candidate candidate) {
        for (int i = 0; i < candidate.claimName.length; i++) {
            if (isDisputed(candidate, i) && !mayBeOwnCopy(candidate, i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether every definition of a name is a copy of a COMDAT group, and nothing known lies where the claim leads. */
    private boolean mayBeOwnCopy(Candidate candidate, int claim) {
        for (Definition home : graph.definitions(candidate.claimName[claim])) {
            if (!graph.isGrouped(home.member(), home.section())) {
                return false;
            }
        }
        return !settled.isCodeAt(candidate.claimThrough[claim]);
    }

    /** Whether all that it names, and all of its own member that it points at, is known to lie where it says. */
    boolean isConfirmed(Candidate candidate) {
        if (!namesAreKnown(candidate)) {
            return false;
        }
        for (int i = 0; i < candidate.siblingSection.length; i++) {
            Candidate sibling = sibling(candidate, i);
            if (sibling == null || !sibling.isAccepted()) {
                return false;
            }
        }
        return true;
    }

    /** Whether all that it names is known to lie where it says, whatever its own member's data does. */
    boolean namesAreKnown(Candidate candidate) {
        for (int i = 0; i < candidate.claimName.length; i++) {
            if (settled.addressOf(candidate.claimName[i]) == null && !hasAcceptedHome(candidate, i)) {
                return false;
            }
        }
        return true;
    }

    private boolean hasAcceptedHome(Candidate candidate, int claim) {
        for (Definition home : graph.definitions(candidate.claimName[claim])) {
            long address = graph.startOf(home, candidate.claimThrough[claim]);
            Candidate known = graph.find(home.member(), home.section(), address);
            if (known != null && known.isAccepted()) {
                return true;
            }
        }
        return false;
    }

    /** Whether it points at a section of its own member that stands where it says. */
    boolean hasAcceptedSibling(Candidate candidate) {
        for (int i = 0; i < candidate.siblingSection.length; i++) {
            Candidate sibling = sibling(candidate, i);
            if (sibling != null && sibling.isAccepted()) {
                return true;
            }
        }
        return false;
    }

    /** Whether it names something of which all candidates at that place are themselves not believable. */
    boolean namesTheUnbelievable(Candidate candidate) {
        for (int i = 0; i < candidate.claimName.length; i++) {
            List<Definition> homes = graph.definitions(candidate.claimName[i]);
            long address = candidate.claimThrough[i];
            if (settled.addressOf(candidate.claimName[i]) == null
                    && !homes.isEmpty()
                    && homes.stream().allMatch(home -> isUnbelievable(home, address))) {
                return true;
            }
        }
        return false;
    }

    private boolean isUnbelievable(Definition home, long address) {
        Candidate known = graph.find(home.member(), home.section(), graph.startOf(home, address));
        return known != null && !known.isAccepted() && !isBelievable(known);
    }

    /**
     * Whether the zeroed data that a candidate names lies in the order of its member. A linker lays a member's sections out in
     * their order; nothing else tells where a guard variable of one member lies from where another's does.
     */
    boolean isInOrder(Candidate candidate) {
        for (int i = 0; i < candidate.claimName.length; i++) {
            for (Definition home : graph.definitions(candidate.claimName[i])) {
                long address = graph.startOf(home, candidate.claimThrough[i]);
                if (graph.shapeOf(home).kind() == Shape.Kind.ZEROED && !isInOrder(home, address)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean isInOrder(Definition home, long address) {
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

    /** Whether its telling bytes, and those of its siblings, are too many for chance. */
    boolean isLong(Candidate candidate) {
        return !graph.isGrouped(candidate.member, candidate.section)
                && isReachable(candidate)
                && isBelievable(candidate)
                && weight(candidate) >= (isPresent(candidate) ? PRESENT : LONG);
    }

    /** Whether no chance explains it, nor what it shows more than each of some others. */
    boolean showsFarMore(Candidate candidate, List<Candidate> others) {
        return others.stream().allMatch(other -> candidate.known >= other.known + LONG) && isLong(candidate);
    }

    /** Whether some others, which name nothing, may be its beginning: it shows more, and names what is known to lie there. */
    boolean goesOn(Candidate candidate, List<Candidate> others) {
        return isBelievable(candidate)
                && namesSomethingKnown(candidate)
                && others.stream()
                        .allMatch(other -> other.claimName.length + other.siblingSection.length == 0
                                && candidate.known >= other.known + PRESENT);
    }

    private boolean namesSomethingKnown(Candidate candidate) {
        for (int i = 0; i < candidate.claimName.length; i++) {
            Long known = settled.addressOf(candidate.claimName[i]);
            if (known != null && known == candidate.claimThrough[i]) {
                return true;
            }
        }
        return false;
    }

    /**
     * Telling bytes of a candidate and of all of its own member that it points at, by local symbols or by global names; with
     * the literals that they point at.
     */
    private int weight(Candidate candidate) {
        int weight = telling(candidate);
        for (int i = 0; i < candidate.siblingSection.length; i++) {
            Candidate sibling = sibling(candidate, i);
            weight += sibling != null
                    ? telling(sibling)
                    : graph.tellingBytes(candidate.member, candidate.siblingSection[i], candidate.siblingAddress[i]);
        }
        for (int i = 0; i < candidate.claimName.length; i++) {
            for (Definition home : graph.definitions(candidate.claimName[i])) {
                weight += home.member() == candidate.member && home.section() != candidate.section
                        ? knownAt(home, candidate.claimThrough[i])
                        : 0;
            }
        }
        return weight;
    }

    private int knownAt(Definition home, long address) {
        Candidate there = graph.find(home.member(), home.section(), address - home.value());
        return there == null || there.isRejected() ? 0 : telling(there);
    }

    private int telling(Candidate candidate) {
        if (candidate.tellingBytes < 0) {
            candidate.tellingBytes = graph.tellingBytes(candidate.member, candidate.section, candidate.address);
        }
        return candidate.tellingBytes + candidate.literalBytes;
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

    /** Whether its member is in the image, so that it must be somewhere, and this is the one place for it. */
    boolean isOwed(Candidate candidate) {
        return isPresent(candidate)
                && isReachable(candidate)
                && isBelievable(candidate)
                && (weight(candidate) >= PRESENT || isShortButConfirmed(candidate))
                && !(graph.isGrouped(candidate.member, candidate.section) && sectionsWereCollected())
                && isOnlyPlace(candidate);
    }

    private boolean isShortButConfirmed(Candidate candidate) {
        return candidate.known >= PRESENT / 2 && candidate.claimName.length > 0 && isConfirmed(candidate);
    }

    /** Whether its member is in the image and there is no other place for it. */
    boolean isPresentHere(Candidate candidate) {
        return isPresent(candidate) && isOnlyPlace(candidate);
    }

    private boolean isPresent(Candidate candidate) {
        for (long copy : graph.copiesOf(candidate)) {
            if (settled.present().contains((int) (copy >>> 16))) {
                return true;
            }
        }
        return false;
    }

    private boolean isOnlyPlace(Candidate candidate) {
        int open = 0;
        for (Candidate other : graph.ofSection(candidate.member, candidate.section)) {
            open += !other.isRejected() && isBelievable(other) ? 1 : 0;
        }
        return open == 1;
    }

    /**
     * Whether the linker left sections out that nothing refers to (--gc-sections). Then a member is in the image in part, and
     * that it is there says nothing of a section of it. Seen from members that are there: some of their code is nowhere.
     */
    boolean sectionsWereCollected() {
        if (collected.isEmpty() && !settled.present().isEmpty()) {
            long partial = settled.present().stream()
                    .filter(member -> !isWhole(member))
                    .count();
            collected =
                    Optional.of(partial * LEAST_COLLECTED > settled.present().size());
        }
        return collected.orElse(false);
    }

    /** Whether all code of a member has a place in the image, as far as it has bytes to show. */
    boolean isWhole(int member) {
        return whole.computeIfAbsent(member, this::hasAllCode);
    }

    private boolean hasAllCode(int member) {
        Member its = graph.pool().member(member);
        for (int section = 0; section < its.sectionName.length; section++) {
            Shape shape = graph.shapeOf(member, section);
            if (shape.kind() == Shape.Kind.CODE
                    && shape.known() >= PRESENT
                    && !graph.isGrouped(member, section)
                    && graph.ofSection(member, section).stream().allMatch(Candidate::isRejected)) {
                return false;
            }
        }
        return true;
    }
}
