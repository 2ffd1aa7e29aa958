package dev.assay.provenance;

import java.util.Optional;

/**
 * A member of a reference archive as the solver needs it: its sections with the symbols that their relocations name, and
 * its symbols. Sections are those that an image holds as they are; the rest (merged strings, unwinding tables) is only
 * referred to.
 */
final class Member {
    /** Where a symbol that no section of the member defines stands. */
    static final int UNDEFINED = -1;

    /** An absolute or common symbol: it has a value or a size, and no bytes. */
    static final int NO_SECTION = -2;

    /** A symbol in a section of which the linker merges what is equal. */
    static final int MERGED = -3;

    /** A symbol in a section that an image does not hold as it is. */
    static final int EDITED = -4;

    static final int FLAG_GLOBAL = 1;
    static final int FLAG_WEAK = 2;
    static final int FLAG_FUNCTION = 4;
    static final int FLAG_IFUNC = 8;

    final int id;
    final String name;
    final Catalog catalog;

    /** By section: its name, its shape's id, its COMDAT group's signature or the empty string. */
    final String[] sectionName;

    final int[] sectionShape;

    /** By section: its shape, once it was asked for. A member is read for one recovery, by one thread. */
    private final Shape[] shapes;

    final String[] sectionGroup;

    /** Most members are asked for their symbols alone: these are read when a relocation is first asked for. */
    private Optional<Relocations> relocations = Optional.empty();

    private final VarintReader writtenTargets;
    private final VarintReader writtenRelocations;

    /** By symbol. */
    final String[] symbolName;

    final int[] symbolSection;
    final long[] symbolValue;
    final int[] symbolFlags;

    /**
     * What the relocations of a member point at.
     *
     * @param target by section, then by relocation of its shape: number of its target
     */
    @SuppressWarnings("ArrayRecordComponent") // columns, never compared and never shared outside of the room
    private record Relocations(Targets targets, int[][] target) {}

    private Member(
            int id,
            String name,
            Catalog catalog,
            int sections,
            int symbols,
            VarintReader writtenTargets,
            VarintReader writtenRelocations) {
        this.id = id;
        this.name = name;
        this.catalog = catalog;
        this.writtenTargets = writtenTargets;
        this.writtenRelocations = writtenRelocations;
        sectionName = new String[sections];
        sectionShape = new int[sections];
        shapes = new Shape[sections];
        sectionGroup = new String[sections];
        symbolName = new String[symbols];
        symbolSection = new int[symbols];
        symbolValue = new long[symbols];
        symbolFlags = new int[symbols];
    }

    /**
     * Reads what {@link MemberWriter} wrote, in its order.
     *
     * @param in at the first byte of the symbols and sections
     * @param targets at the first byte of what relocations point at
     * @param relocations at the first byte of the relocations
     */
    static Member read(int id, Catalog catalog, VarintReader in, VarintReader targets, VarintReader relocations) {
        FreshNumbers strings = new FreshNumbers();
        String name = catalog.string(strings.number(in.small()));
        int sections = in.small();
        int symbols = in.small();
        Member member = new Member(id, name, catalog, sections, symbols, targets, relocations);
        member.readSymbols(in, strings);
        FreshNumbers shapes = new FreshNumbers();
        for (int i = 0; i < sections; i++) {
            member.sectionName[i] = catalog.string(strings.number(in.small()));
            member.sectionShape[i] = shapes.number(in.small());
            member.sectionGroup[i] = catalog.string(strings.number(in.small()));
        }
        return member;
    }

    /**
     * {@return the name of a member, and nothing else of it}
     *
     * @param in at the first byte of the symbols and sections
     */
    static String readName(Catalog catalog, VarintReader in) {
        return catalog.string(new FreshNumbers().number(in.small()));
    }

    private void readSymbols(VarintReader in, FreshNumbers strings) {
        for (int i = 0; i < symbolName.length; i++) {
            symbolName[i] = catalog.string(strings.number(in.small()));
        }
        for (int i = 0; i < symbolName.length; i++) {
            symbolSection[i] = (int) in.signed();
        }
        for (int i = 0; i < symbolName.length; i++) {
            symbolValue[i] = in.number();
        }
        for (int i = 0; i < symbolName.length; i++) {
            symbolFlags[i] = in.small();
        }
    }

    private Relocations relocations() {
        if (relocations.isEmpty()) {
            Targets targets = Targets.read(writtenTargets, symbolSection, catalog);
            RecentNumbers recent = new RecentNumbers();
            int[][] target = new int[sectionName.length][];
            for (int section = 0; section < target.length; section++) {
                target[section] = new int[writtenRelocations.small()];
                for (int i = 0; i < target[section].length; i++) {
                    target[section][i] = recent.number(writtenRelocations.small());
                }
            }
            relocations = Optional.of(new Relocations(targets, target));
        }
        return relocations.get();
    }

    /** {@return how many relocations a section has: as many as its shape} */
    int relocationCount(int section) {
        return relocations().target()[section].length;
    }

    /** {@return the symbol that a relocation names} */
    int relocationSymbol(int section, int relocation) {
        return relocations().targets().symbol(relocations().target()[section][relocation]);
    }

    long relocationAddend(int section, int relocation) {
        return relocations().targets().addend(relocations().target()[section][relocation]);
    }

    /** {@return hash of the merged string or constant that a relocation points at; 0 where it points at none} */
    int relocationContent(int section, int relocation) {
        return relocations().targets().content(relocations().target()[section][relocation]);
    }

    /** {@return length of that constant; 0 for a string that ends with NUL} */
    int relocationContentLength(int section, int relocation) {
        return relocations().targets().contentLength(relocations().target()[section][relocation]);
    }

    /** {@return the shape of a section} */
    Shape shape(int section) {
        if (shapes[section] == null) {
            shapes[section] = catalog.shape(sectionShape[section]);
        }
        return shapes[section];
    }

    boolean isGlobal(int symbol) {
        return (symbolFlags[symbol] & FLAG_GLOBAL) != 0;
    }

    /** {@return whether a section's relocations name what those of another's section do} */
    boolean namesAlike(int section, Member other, int itsSection) {
        if (relocationCount(section) != other.relocationCount(itsSection)) {
            return false;
        }
        for (int i = 0; i < relocationCount(section); i++) {
            String name = symbolName[relocationSymbol(section, i)];
            if (relocationAddend(section, i) != other.relocationAddend(itsSection, i)
                    || !name.equals(other.symbolName[other.relocationSymbol(itsSection, i)])) {
                return false;
            }
        }
        return true;
    }
}
