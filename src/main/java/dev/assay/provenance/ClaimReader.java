package dev.assay.provenance;

import dev.assay.elf.Pointee;
import dev.assay.elf.RelocationSite;
import dev.assay.elf.RelocationSite.Outcome;
import dev.assay.elf.RelocationTable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads what a candidate's relocations claim, if it stands where it is thought to: where the names that it refers to lie,
 * where other sections of its member lie, and whether the strings that it points at are there.
 */
final class ClaimReader {
    /** The name by which code finds the global offset table. */
    static final String GOT = "_GLOBAL_OFFSET_TABLE_";

    /** The key of the GOT's own page; no symbol and addend make it. */
    private static final Long GOT_PAGE = Long.MAX_VALUE;

    /** Bytes of literals that count for a section: they make up for code that it lacks, and do not replace it. */
    private static final int MOST_LITERAL_BYTES = 96;

    private final ImageMemory memory;
    private final RelocationTable machine;
    private final Names names;
    private final RelocationSite site = new RelocationSite();

    /** The page that a symbol and addend were last found on, for the low parts that follow. */
    private final Map<Long, Long> pages = new HashMap<>();

    /** High parts of addresses by their place in the section, for the low parts that name it. */
    private final Map<Long, High> highs = new HashMap<>();

    private record High(int relocation, int type, long value, boolean ofWord) {}

    private final LayoutFinder layouts;

    /** Of the candidate that is read. */
    private Layout layout = Layout.WHOLE;

    private final long addressMask;

    /** Of the image, where all code has one. */
    private long commonGot;

    private boolean commonGotKnown;

    private final Map<Integer, Long> memberGots = new HashMap<>();

    /** Of the code that is read. */
    private long gotAddress;

    private boolean gotKnown;

    private int[] claimName = new int[64];
    private long[] claimAddress = new long[64];
    private int claims;
    private int[] siblingSection = new int[64];
    private long[] siblingAddress = new long[64];
    private int siblings;

    /** Where merged strings and constants lie that the candidate points at, as far as they count; and their bytes. */
    private final long[] literalAddress = new long[MOST_LITERAL_BYTES];

    private int literals;
    private int literalBytes;

    ClaimReader(ImageMemory memory, RelocationTable machine, Names names) {
        this.memory = memory;
        this.machine = machine;
        this.names = names;
        this.addressMask = memory.addressMask();
        this.layouts = new LayoutFinder(memory, machine);
    }

    /** Says where the GOT is, for the machines whose fields count from it. */
    void gotIs(long address) {
        commonGot = address;
        commonGotKnown = true;
    }

    /** Says where the GOT of one member's code is, of an image with several. */
    void gotIs(int member, long address) {
        memberGots.put(member, address);
    }

    /**
     * Reads a candidate's claims into it.
     *
     * @return false when the candidate contradicts itself: it cannot stand there
     */
    boolean read(Candidate candidate, Shape shape, Member member) {
        begin(candidate.member);
        if (shape.kind() != Shape.Kind.ZEROED && !readAll(candidate, shape, member, 0, Integer.MAX_VALUE)) {
            return false;
        }
        candidate.claimName = Arrays.copyOf(claimName, claims);
        candidate.claimAddress = Arrays.copyOf(claimAddress, claims);
        candidate.claimThrough = candidate.claimAddress.clone();
        for (int i = 0; i < claims; i++) {
            candidate.claimThrough[i] = throughStub(claimAddress[i]);
        }
        candidate.siblingSection = Arrays.copyOf(siblingSection, siblings);
        candidate.siblingAddress = Arrays.copyOf(siblingAddress, siblings);
        candidate.literalBytes = Math.min(literalBytes, MOST_LITERAL_BYTES);
        return true;
    }

    /**
     * {@return whether a field in a part of its section contradicts a candidate}
     *
     * @param from where the part begins in the section
     * @param to where it ends, exclusive
     */
    boolean isContradicted(Candidate candidate, Shape shape, Member member, int from, int to) {
        begin(candidate.member);
        return !readAll(candidate, shape, member, from, to);
    }

    private void begin(int member) {
        claims = 0;
        siblings = 0;
        literals = 0;
        literalBytes = 0;
        Long its = memberGots.get(member);
        gotAddress = its != null ? its : commonGot;
        gotKnown = its != null || commonGotKnown;
    }

    private boolean readAll(Candidate candidate, Shape shape, Member member, int from, int to) {
        int at = memory.at(candidate.address);
        int count = member.relocationCount(candidate.section);
        int consumed = 0;
        pages.clear();
        highs.clear();
        Optional<Layout> found = layouts.layout(shape, candidate.address, shape.size());
        if (found.isEmpty()) {
            return false;
        }
        layout = found.get();
        for (int i = 0; i < count; i++) {
            int offset = shape.relocationOffset(i);
            if (offset < consumed || offset < from || offset >= to) {
                continue;
            }
            int type = shape.relocationType(i);
            int place = layout.place(offset);
            long addend = member.relocationAddend(candidate.section, i);
            site.move(memory.bytes(), at + place, candidate.address + place, type, addend, shape.relocationForm(i));
            machine.read(site);
            if (site.consumed() > 0) {
                consumed = offset + site.consumed();
            }
            if (site.outcome() == Outcome.HIGH || site.outcome() == Outcome.WORD_HIGH) {
                highs.put((long) offset, new High(i, type, site.value(), site.outcome() == Outcome.WORD_HIGH));
            } else if (!claim(candidate, member, i, type)) {
                return false;
            }
        }
        return true;
    }

    /** Turns the site's outcome into a claim; false when it contradicts the candidate. */
    private boolean claim(Candidate candidate, Member member, int relocation, int type) {
        int symbol = member.relocationSymbol(candidate.section, relocation);
        long addend = member.relocationAddend(candidate.section, relocation);
        long key = (long) symbol << 40 ^ addend;
        return switch (site.outcome()) {
            case MISMATCH -> false;
            case NOTHING, HIGH, WORD_HIGH -> true;
            case LOW_OF, ADDRESS_LOW_OF, LOW_OF_GOT -> low(candidate, member, highs.get(member.symbolValue[symbol]));
            case ADDRESS -> address(candidate, member, relocation, type, site.value());
            case WORD -> address(candidate, member, relocation, type, narrow(memory.word(site.value()) - site.bias()));
            case PAGE -> {
                pages.put(key, site.value());
                if (member.symbolName[symbol].equals(GOT)) {
                    pages.put(GOT_PAGE, site.value());
                }
                yield true;
            }
            case PAGE_FROM_GOT -> {
                if (gotKnown) {
                    pages.put(key, memory.word(narrow(gotAddress + site.value())));
                }
                yield true;
            }
            case SETS_GOT -> {
                setGot(candidate, member, relocation, pages.get(key));
                yield true;
            }
            case LOW12 -> {
                Long page = pages.get(key);
                yield page == null || address(candidate, member, relocation, type, page + site.value() - addend);
            }
            case LOW_FROM_GOT -> {
                Long high = pages.get(key);
                yield high == null
                        || !gotKnown
                        || address(candidate, member, relocation, type, gotAddress + high + site.value() - addend);
            }
            case WORD_LOW_FROM_GOT -> {
                Long high = pages.get(key);
                yield word(candidate, member, relocation, type, gotKnown && high != null ? gotAddress + high : null);
            }
            case LOW16 -> {
                pages.put(key, site.value());
                yield true;
            }
            case HIGH16 -> {
                Long low = pages.get(key);
                yield low == null
                        || address(candidate, member, relocation, type, narrow((site.value() << 16 | low) - addend));
            }
            case WORD_LOW12 -> word(candidate, member, relocation, type, pages.get(key));
            case WORD_FROM_GOT_PAGE -> word(candidate, member, relocation, type, pages.get(GOT_PAGE));
            case FROM_GOT ->
                !gotKnown || address(candidate, member, relocation, type, narrow(gotAddress + site.value()));
            case WORD_FROM_GOT -> word(candidate, member, relocation, type, gotKnown ? gotAddress : null);
        };
    }

    /** Code whose GOT is told by its own address: from here on its fields count from there. */
    private void setGot(Candidate candidate, Member member, int relocation, Long high) {
        int symbol = member.relocationSymbol(candidate.section, relocation);
        long addend = member.relocationAddend(candidate.section, relocation);
        gotKnown = high != null && member.symbolSection[symbol] == candidate.section;
        if (gotKnown) {
            int place = layout.place((int) member.symbolValue[symbol]);
            gotAddress = candidate.address + place + addend + high + site.value();
            candidate.ownGot = OptionalLong.of(gotAddress);
        }
    }

    /** A claim of the relocation that the high part of an address has, from both parts. */
    private boolean low(Candidate candidate, Member member, High high) {
        if (high == null || site.outcome() == Outcome.LOW_OF_GOT && !gotKnown) {
            return true;
        }
        long addend = member.relocationAddend(candidate.section, high.relocation);
        long value = site.value() + (site.outcome() == Outcome.LOW_OF_GOT ? gotAddress : high.value);
        boolean isWord = high.ofWord && site.outcome() == Outcome.LOW_OF;
        long s = isWord ? memory.word(value) : value - addend;
        return address(candidate, member, high.relocation, high.type, s);
    }

    /** A claim from the word at the site's value past a base, if the base is known. */
    private boolean word(Candidate candidate, Member member, int relocation, int type, Long base) {
        return base == null
                || address(
                        candidate,
                        member,
                        relocation,
                        type,
                        narrow(memory.word(narrow(base + site.value())) - site.bias()));
    }

    private long narrow(long address) {
        return address & addressMask;
    }

    private boolean address(Candidate candidate, Member member, int relocation, int type, long s) {
        int symbol = member.relocationSymbol(candidate.section, relocation);
        int section = member.symbolSection[symbol];
        if (section == Member.MERGED) {
            return pointsAtContent(candidate, member, relocation, type, s);
        }
        if (member.isGlobal(symbol)) {
            addClaim(names.number(member.symbolName[symbol]), s);
            return true;
        }
        if (section < 0) {
            return true;
        }
        int offset = (int) member.symbolValue[symbol];
        if (section == candidate.section) {
            return s == candidate.address + layout.place(offset);
        }
        OptionalLong start = layouts.start(member.shape(section), offset, s);
        if (start.isPresent()) {
            addSibling(section, start.getAsLong());
        }
        return start.isPresent();
    }

    private boolean pointsAtContent(Candidate candidate, Member member, int relocation, int type, long s) {
        int expected = member.relocationContent(candidate.section, relocation);
        if (expected == 0) {
            return true;
        }
        long addend = member.relocationAddend(candidate.section, relocation);
        long pointer = machine.pointee(type) == Pointee.ADDEND ? s + addend + machine.pointerBias(type) : s;
        int length = member.relocationContentLength(candidate.section, relocation);
        if (memory.contentHash(pointer, length) != expected) {
            return false;
        }
        addLiteral(pointer, length);
        return true;
    }

    /** Where an address leads if a PLT slot or a veneer stands there, or a veneer to a PLT slot; the address itself if not. */
    long throughStub(long address) {
        long next = throughOneStub(address);
        return next == address || site.outcome() != Outcome.ADDRESS ? next : throughOneStub(next);
    }

    private long throughOneStub(long address) {
        int at = memory.at(machine.codeAddress(address));
        if (at < 0 || !memory.isCode(address)) {
            return address;
        }
        site.move(memory.bytes(), at, address, 0, 0, 0);
        machine.readStub(site);
        if (site.outcome() == Outcome.ADDRESS) {
            return site.value();
        }
        if (site.outcome() == Outcome.WORD) {
            return throughSlot(address, site.value());
        }
        if (site.outcome() == Outcome.WORD_FROM_GOT && commonGotKnown) {
            return throughSlot(address, narrow(commonGot + site.value()));
        }
        return address;
    }

    /** What a slot holds; 0, of a slot with bytes in the file, is a weak function that nothing defines. */
    private long throughSlot(long stub, long slot) {
        long word = memory.word(slot);
        return word == 0 && memory.at(slot) < 0 ? stub : word;
    }

    private void addClaim(int name, long address) {
        for (int i = 0; i < claims; i++) {
            if (claimName[i] == name && claimAddress[i] == address) {
                return;
            }
        }
        if (claims == claimName.length) {
            claimName = Arrays.copyOf(claimName, claims * 2);
            claimAddress = Arrays.copyOf(claimAddress, claims * 2);
        }
        claimName[claims] = name;
        claimAddress[claims] = address;
        claims++;
    }

    private void addLiteral(long address, int length) {
        for (int i = 0; i < literals; i++) {
            if (literalAddress[i] == address) {
                return;
            }
        }
        if (literalBytes < MOST_LITERAL_BYTES) {
            // An empty string is one byte, so that there are no more literals than bytes.
            literalBytes += Math.max(1, memory.contentSize(address, length));
            literalAddress[literals] = address;
            literals++;
        }
    }

    private void addSibling(int section, long address) {
        for (int i = 0; i < siblings; i++) {
            if (siblingSection[i] == section && siblingAddress[i] == address) {
                return;
            }
        }
        if (siblings == siblingSection.length) {
            siblingSection = Arrays.copyOf(siblingSection, siblings * 2);
            siblingAddress = Arrays.copyOf(siblingAddress, siblings * 2);
        }
        siblingSection[siblings] = section;
        siblingAddress[siblings] = address;
        siblings++;
    }
}
