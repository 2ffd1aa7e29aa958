package dev.assay.provenance;

import dev.assay.elf.RelocationTable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * All sections that may stand somewhere in an image, found from what the scan saw and from what those claim: a claim on a name
 * brings in the sections that define it, if their bytes are where it says; a claim on a section of the own member, that
 * section. One that contradicts itself is rejected here.
 */
final class CandidateGraph {
    /** A definition of a name: a symbol of a section of a member. */
    record Definition(int member, int section, long value) {}

    private final Pool pool;
    private final ShapeMatcher matcher;
    private final ClaimReader claims;
    private final Names names;
    private final boolean[] active;

    private final NavigableMap<Long, List<Candidate>> byAddress = new TreeMap<>();
    private final Map<Long, List<Candidate>> bySection = new HashMap<>();
    private final Map<Long, Boolean> compared = new HashMap<>();
    private final Map<Integer, List<Definition>> definitions = new HashMap<>();
    private final Deque<Candidate> unread = new ArrayDeque<>();
    private final List<Candidate> all = new ArrayList<>();

    /** @param active by member: whether it is of an archive, and of the version of it, that may be in the image */
    CandidateGraph(Pool pool, ImageMemory memory, ShapeMatcher matcher, boolean[] active) {
        RelocationTable machine = pool.machine();
        this.pool = pool;
        this.matcher = matcher;
        this.names = new Names();
        this.claims = new ClaimReader(memory, machine, names);
        this.active = active;
    }

    ClaimReader claims() {
        return claims;
    }

    Names names() {
        return names;
    }

    Pool pool() {
        return pool;
    }

    /** {@return every candidate, in the order in which they were found} */
    List<Candidate> all() {
        return all;
    }

    /** {@return candidates that start at an address} */
    List<Candidate> at(long address) {
        return byAddress.getOrDefault(address, List.of());
    }

    /** {@return candidates by the address that they start at} */
    NavigableMap<Long, List<Candidate>> byAddress() {
        return byAddress;
    }

    /** {@return candidates of one section, wherever} */
    Collection<Candidate> ofSection(int member, int section) {
        return bySection.getOrDefault((long) member << 16 | section, List.of());
    }

    /** Adds every section that has a shape, which was seen at an address. */
    void seen(int shape, long address) {
        compared.put(key(shape, address), true);
        for (long use : pool.usesOf(shape)) {
            int member = (int) (use >>> 16);
            if (active[member]) {
                candidate(member, (int) use & 0xffff, address);
            }
        }
    }

    private static long key(int shape, long address) {
        return (long) shape << 40 ^ address;
    }

    /** {@return the section at that address; null when its bytes are not there} */
    Candidate candidate(int member, int section, long address) {
        for (Candidate candidate : at(address)) {
            if (candidate.member == member && candidate.section == section) {
                return candidate;
            }
        }
        int number = pool.shapeOf(member, section);
        Shape shape = pool.shape(number);
        if (!compared.computeIfAbsent(key(number, address), k -> matcher.matches(shape, address))) {
            return null;
        }
        Candidate candidate = new Candidate(member, section, number, shape, address);
        byAddress.computeIfAbsent(address, k -> new ArrayList<>(2)).add(candidate);
        bySection
                .computeIfAbsent((long) member << 16 | section, k -> new ArrayList<>(2))
                .add(candidate);
        all.add(candidate);
        unread.add(candidate);
        return candidate;
    }

    /** Reads the claims of all candidates that were not read yet, and of those that they bring in. */
    void explore() {
        while (!unread.isEmpty()) {
            Candidate candidate = unread.remove();
            if (!claims.read(candidate, pool.shape(candidate.shape), pool.member(candidate.member))
                    || !hasSiblings(candidate)) {
                candidate.standing = Candidate.Standing.REJECTED;
                continue;
            }
            for (int i = 0; i < candidate.claimName.length; i++) {
                settle(candidate, i);
            }
        }
    }

    /** The linker copies a member's sections whole: what a local symbol places must be there. */
    private boolean hasSiblings(Candidate candidate) {
        for (int i = 0; i < candidate.siblingSection.length; i++) {
            if (candidate(candidate.member, candidate.siblingSection[i], candidate.siblingAddress[i]) == null) {
                return false;
            }
        }
        return true;
    }

    /** Settles where a claim leads: through a stub if a definition is there, else where it says. */
    private void settle(Candidate candidate, int claim) {
        int name = candidate.claimName[claim];
        long direct = candidate.claimAddress[claim];
        long through = candidate.claimThrough[claim];
        if (hasDefinition(name, direct)) {
            candidate.claimThrough[claim] = direct;
        } else if (through != direct) {
            hasDefinition(name, through);
        }
    }

    private boolean hasDefinition(int name, long address) {
        boolean found = false;
        for (Definition definition : definitions(name)) {
            found |= candidate(definition.member, definition.section, address - definition.value) != null;
        }
        return found;
    }

    /** {@return where active members define a name} */
    List<Definition> definitions(int name) {
        return definitions.computeIfAbsent(name, this::findDefinitions);
    }

    private List<Definition> findDefinitions(int number) {
        String name = names.name(number);
        List<Definition> found = new ArrayList<>(2);
        for (int id : pool.definers(name)) {
            if (!active[id]) {
                continue;
            }
            Member member = pool.member(id);
            for (int i = 0; i < member.symbolName.length; i++) {
                if (member.symbolSection[i] >= 0 && member.isGlobal(i) && member.symbolName[i].equals(name)) {
                    found.add(new Definition(id, member.symbolSection[i], member.symbolValue[i]));
                }
            }
        }
        return found;
    }
}
