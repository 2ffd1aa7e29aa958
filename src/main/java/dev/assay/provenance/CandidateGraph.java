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
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * All sections that may stand somewhere in an image, found from what the scan saw and from what those claim: a claim on a name
 * brings in the sections that define it, if their bytes are where it says; a claim on a section of the own member, that
 * section. One that contradicts itself is rejected here.
 */
final class CandidateGraph {
    /** No address of a section. */
    static final long NOWHERE = -1;

    private record Start(int shape, int offset, long address) {}

    private final Map<Start, Long> starts = new HashMap<>();

    /** A definition of a name: a symbol of a section of a member. */
    record Definition(int member, int section, long value) {}

    /** What copies of a section of a COMDAT group have in common. */
    private record Copy(String signature, String section, int shape) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Copy copy
                    && shape == copy.shape
                    && signature.equals(copy.signature)
                    && section.equals(copy.section);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * signature.hashCode() + section.hashCode()) + shape;
        }
    }

    private final Pool pool;
    private final ImageMemory memory;
    private final ShapeMatcher matcher;
    private final ClaimReader claims;
    private final Names names;
    private final boolean[] active;

    private final LongTable<List<Candidate>> byAddress = new LongTable<>();
    private final NavigableMap<Long, List<Candidate>> codePlaces = new TreeMap<>();
    private final LongTable<List<Candidate>> bySection = new LongTable<>();
    private final LongTable<List<Candidate>> byMember = new LongTable<>();
    private final Map<Copy, Long> copies = new HashMap<>();
    private final LongTable<Boolean> compared = new LongTable<>();
    private final LongTable<List<Definition>> definitions = new LongTable<>();
    private final Deque<Candidate> unread = new ArrayDeque<>();
    private final List<Candidate> all = new ArrayList<>();
    private final List<Integer> inGaps = new ArrayList<>();

    /** @param active by member: whether it is of an archive, and of the version of it, that may be in the image */
    CandidateGraph(Pool pool, ImageMemory memory, ShapeMatcher matcher, boolean[] active) {
        RelocationTable machine = pool.machine();
        this.pool = pool;
        this.memory = memory;
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
        return orNone(byAddress.get(address));
    }

    /** {@return candidates of code by the address that they start at} */
    NavigableMap<Long, List<Candidate>> codePlaces() {
        return codePlaces;
    }

    /** {@return candidates of code that start at an address} */
    List<Candidate> codeAt(long address) {
        return codePlaces.getOrDefault(address, List.of());
    }

    Shape shapeOf(int member, int section) {
        return pool.shape(pool.shapeOf(member, section));
    }

    Shape shapeOf(Definition definition) {
        return shapeOf(definition.member, definition.section);
    }

    /** {@return whether a section belongs to a COMDAT group} */
    boolean isGrouped(int member, int section) {
        return !pool.member(member).sectionGroup[section].isEmpty();
    }

    /** {@return candidates of the sections of one member, wherever} */
    List<Candidate> ofMember(int member) {
        return orNone(byMember.get(member));
    }

    /** {@return candidates of one section, wherever} */
    Collection<Candidate> ofSection(int member, int section) {
        return orNone(bySection.get(sectionKey(member, section)));
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

    /** Says that a shape, although it has a window, is to be looked for where the shapes are that have none. */
    void lookForInGaps(int shape) {
        inGaps.add(shape);
    }

    /** {@return shapes to be looked for in gaps between sections, by the pool's numbers} */
    int[] shapesOfGaps() {
        return IntStream.concat(IntStream.of(pool.windowless()), inGaps.stream().mapToInt(Integer::intValue))
                .toArray();
    }

    /** {@return a section of a member as one number} */
    static long sectionKey(int member, int section) {
        return (long) member << 16 | section;
    }

    private static long key(int shape, long address) {
        return (long) shape << 40 ^ address;
    }

    /** {@return the section at that address; null when its bytes are not there} */
    Candidate candidate(int ofMember, int ofSection, long address) {
        long kept = keptCopy(ofMember, ofSection);
        int member = (int) (kept >>> 16);
        int section = (int) kept & 0xffff;
        Candidate known = find(member, section, address);
        if (known != null || !isThere(member, section, address)) {
            return known;
        }
        int number = pool.shapeOf(member, section);
        Candidate candidate =
                new Candidate(member, section, number, pool.shape(number), address, sizeAt(number, address));
        add(candidate, address, byAddress);
        if (candidate.code) {
            codePlaces.computeIfAbsent(address, k -> new ArrayList<>(2)).add(candidate);
        }
        add(candidate, sectionKey(member, section), bySection);
        add(candidate, member, byMember);
        all.add(candidate);
        unread.add(candidate);
        return candidate;
    }

    private static void add(Candidate candidate, long key, LongTable<List<Candidate>> table) {
        List<Candidate> known = table.get(key);
        if (known == null) {
            known = new ArrayList<>(2);
            table.put(key, known);
        }
        known.add(candidate);
    }

    private static List<Candidate> orNone(List<Candidate> known) {
        return known == null ? List.of() : known;
    }

    /** {@return the candidate that was found before; null when there is none} */
    Candidate find(int ofMember, int ofSection, long address) {
        List<Candidate> here = at(address);
        if (here.isEmpty()) {
            return null;
        }
        long kept = keptCopy(ofMember, ofSection);
        for (Candidate candidate : here) {
            if (candidate.member == (int) (kept >>> 16) && candidate.section == ((int) kept & 0xffff)) {
                return candidate;
            }
        }
        return null;
    }

    /**
     * Copies of a COMDAT group are one thing: the linker keeps one, any member's. {@return {@code member << 16 | section} of
     * the copy that stands for all}
     */
    private long keptCopy(int member, int section) {
        long own = sectionKey(member, section);
        Member its = pool.member(member);
        if (its.sectionGroup[section].isEmpty()) {
            return own;
        }
        Copy copy = new Copy(its.sectionGroup[section], its.sectionName[section], pool.shapeOf(member, section));
        return copies.computeIfAbsent(copy, k -> own);
    }

    /** {@return every section that is a copy of a candidate's, its own included: {@code member << 16 | section}} */
    List<Long> copiesOf(Candidate candidate) {
        Member its = pool.member(candidate.member);
        long own = sectionKey(candidate.member, candidate.section);
        String group = its.sectionGroup[candidate.section];
        if (group.isEmpty()) {
            return List.of(own);
        }
        List<Long> found = new ArrayList<>();
        for (long use : pool.usesOf(candidate.shape)) {
            int member = (int) (use >>> 16);
            int section = (int) use & 0xffff;
            Member other = pool.member(member);
            if (active[member]
                    && other.sectionGroup[section].equals(group)
                    && other.sectionName[section].equals(its.sectionName[candidate.section])) {
                found.add(use);
            }
        }
        return found;
    }

    /** Reads the claims of all candidates that were not read yet. */
    void explore() {
        while (!unread.isEmpty()) {
            Candidate candidate = unread.remove();
            if (!claims.read(candidate, pool.shape(candidate.shape), pool.member(candidate.member))
                    || !hasSiblings(candidate)) {
                candidate.standing = Candidate.Standing.REJECTED;
                continue;
            }
            for (int i = 0; i < candidate.claimName.length; i++) {
                candidate.claimThrough[i] = through(candidate, i);
            }
        }
    }

    /**
     * Where a claim leads: where it says if a definition is there, else through a stub. A branch of Thumb code says that it
     * leads to such; a label that is no function's has an address like any other (AAELF32 5.5.3).
     */
    private long through(Candidate candidate, int claim) {
        int name = candidate.claimName[claim];
        long address = candidate.claimAddress[claim];
        if (isDefined(name, address)) {
            return address;
        }
        long label = pool.machine().codeAddress(address);
        boolean isLabel = label != address && memory.isCode(label) && isDefined(name, label);
        return isLabel ? label : candidate.claimThrough[claim];
    }

    /** Finds the GOT, where fields count from it, and reads all claims again with it. */
    void findGot() {
        GotVotes votes = new GotVotes(all, names.number(ClaimReader.GOT));
        votes.byMember().forEach((member, address) -> claims.gotIs(member, address));
        OptionalLong common = votes.common();
        if (common.isEmpty()) {
            common = pool.machine().gotAddress(memory.bytes(), memory.loads());
        }
        common.ifPresent(claims::gotIs);
        if (common.isPresent() || !votes.byMember().isEmpty()) {
            all.stream().filter(c -> !c.isRejected()).forEach(unread::add);
            explore();
        }
    }

    /** The linker copies a member's sections whole: what a local symbol places must be there. */
    private boolean hasSiblings(Candidate candidate) {
        for (int i = 0; i < candidate.siblingSection.length; i++) {
            if (!isThere(candidate.member, candidate.siblingSection[i], candidate.siblingAddress[i])) {
                return false;
            }
        }
        return true;
    }

    /** {@return whether a section's bytes are at an address} */
    boolean isThere(int member, int section, long address) {
        return isThere(pool.shapeOf(member, section), address);
    }

    /** {@return whether bytes of a shape are at an address} */
    boolean isThere(int number, long address) {
        long key = key(number, address);
        Boolean known = compared.get(key);
        if (known == null) {
            known = matcher.matches(pool.shape(number), address);
            compared.put(key, known);
        }
        return known;
    }

    /**
     * {@return whether a part of a section, whose bytes are at an address, cannot be this section's: it points at another string,
     * say}
     *
     * @param from where the part begins in the section
     * @param to where it ends, exclusive
     */
    boolean isContradicted(int member, int section, long address, int from, int to) {
        int number = pool.shapeOf(member, section);
        if (!isThere(number, address)) {
            return false;
        }
        Shape shape = pool.shape(number);
        Candidate candidate = new Candidate(member, section, number, shape, address, sizeAt(number, address));
        return claims.isContradicted(candidate, shape, pool.member(member), from, to);
    }

    /** {@return how many bytes of a section that is at an address tell it from others: {@link TellingBytes}} */
    int tellingBytes(int member, int section, long address) {
        return matcher.tellingBytes(shapeOf(member, section), address);
    }

    /** {@return bytes that a shape's section has in the image, if it stands at an address} */
    int sizeAt(int number, long address) {
        Shape shape = pool.shape(number);
        return shape.size() - matcher.layout(shape, address).map(Layout::total).orElse(0);
    }

    /**
     * Where a section starts.
     *
     * @param definition a symbol of it
     * @param address where the symbol lies
     * @return the address at which the section then starts; {@link #NOWHERE} when none lets the symbol lie there
     */
    long startOf(Definition definition, long address) {
        int number = pool.shapeOf(definition.member, definition.section);
        Shape shape = pool.shape(number);
        if (!shape.mayShrink()) {
            return address - definition.value;
        }
        Start start = new Start(number, (int) definition.value, address);
        return starts.computeIfAbsent(
                start, k -> matcher.start(shape, k.offset, k.address).orElse(NOWHERE));
    }

    /** {@return whether the references define a name so that it may lie at an address} */
    boolean isDefined(int name, long address) {
        for (Definition definition : definitions(name)) {
            long start = startOf(definition, address);
            Candidate known = find(definition.member, definition.section, start);
            if (known != null ? !known.isRejected() : isThere(definition.member, definition.section, start)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Makes candidates of the data that would define a name at an address. Tables of addresses have hardly a byte of their own
     * to show (a vtable has none); what they claim in turn tells one from another.
     */
    void bringInTables(int name, long address) {
        for (Definition definition : definitions(name)) {
            Shape shape = pool.shape(pool.shapeOf(definition.member, definition.section));
            if (shape.kind() != Shape.Kind.CODE && shape.relocationCount() > 0) {
                candidate(definition.member, definition.section, startOf(definition, address));
            }
        }
    }

    /** {@return where active members define a name} */
    List<Definition> definitions(int name) {
        List<Definition> known = definitions.get(name);
        if (known == null) {
            known = findDefinitions(name);
            definitions.put(name, known);
        }
        return known;
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
                    long kept = keptCopy(id, member.symbolSection[i]);
                    addOnce(new Definition((int) (kept >>> 16), (int) kept & 0xffff, member.symbolValue[i]), found);
                }
            }
        }
        return found;
    }

    /** Copies of one COMDAT group, of which C++ has hundreds, make one definition. */
    private static void addOnce(Definition definition, List<Definition> found) {
        for (Definition known : found) {
            if (known.member == definition.member
                    && known.section == definition.section
                    && known.value == definition.value) {
                return;
            }
        }
        found.add(definition);
    }
}
