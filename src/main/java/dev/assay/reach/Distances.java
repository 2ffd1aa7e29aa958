package dev.assay.reach;

import dev.assay.elf.ElfHeader;
import dev.assay.elf.InstructionReader.JumpTable;
import dev.assay.elf.InstructionReader.Use;
import dev.assay.elf.UnwindTable;
import dev.assay.elf.UnwindTable.Extent;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Code that data names by 32-bit words, which no relocation tells: a distance from the word itself, from the table that it
 * stands in, from where the image or its code begins; in images with fixed addresses the address itself.
 *
 * <pre>
 *   tab:  .long f - tab      lea tab, %rdx; movslq (%rdx,%rcx,4), %rax; add %rdx, %rax
 *         .long g - .        Swift, relative vtables of C++
 *         .long h - _start
 * </pre>
 *
 * <p>A jump table of switch looks like the first, and its words lead into the function that names it. Any four bytes are a
 * distance to something; so from an unnamed word only the exact beginning of a function counts, and three of them in a row where
 * small numbers would do too. Chance makes the closure larger, never smaller. Distances from another function are looked for only
 * where code adds something to its address, and only those that lead to what is asked for: {@link #count}. Code that adds up an
 * address from other parts than these is not followed.
 *
 * <p>The words of .eh_frame and of its index, .eh_frame_hdr, are distances to every function, which the unwinder alone reads: they
 * are left out, and so are relocations, whose pointers are known.
 */
final class Distances {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int WORD = 4;
    private static final int HALF = 2;
    private static final int ROW = 3;
    private static final int MOST_ZEROS = 8;

    private final ReferenceGraph graph;
    private final AddressSpace space;
    private final BitSet starts = new BitSet();
    private final BitSet known = new BitSet();
    private final BitSet jumpTables = new BitSet();
    /** Places in data that code names: a table ends where the next of them begins. */
    private final BitSet names = new BitSet();

    private final int firstStart;
    private final int lastStart;
    private final int lastPlace;

    Distances(ReferenceGraph graph) {
        this.graph = graph;
        this.space = graph.space();
        for (int unit = 0; unit < graph.units(); unit++) {
            if (graph.isCertain(unit)) {
                starts.set(graph.start(unit));
            }
        }
        firstStart = Math.max(0, starts.nextSetBit(0));
        lastStart = starts.length() - 1;
        for (int i = 0; i < graph.references(); i++) {
            if (graph.use(i) != Use.PAGE) {
                names.set(graph.to(i));
            }
        }
        addKnownWords();
        if (!graph.jumpTables().isEmpty()) {
            addJumpTables();
        }
        lastPlace = space.stretches() == 0 ? 0 : space.end(space.stretches() - 1);
    }

    /** {@return the places in code that words of data name, whoever reads them; unsorted} */
    IntColumn unnamed() {
        IntColumn found = new IntColumn();
        int[] origins = {0, space.place(space.image().header().entry()), firstCode()};
        int[] rows = new int[origins.length];
        boolean fixed = space.image().header().type() == ElfHeader.ET_EXEC;
        int address = fixed ? (int) space.address(0) : 0;
        for (int stretch = 0; stretch < space.stretches(); stretch++) {
            Arrays.fill(rows, 0);
            int end = space.isCode(stretch) ? 0 : space.end(stretch) - WORD;
            for (int place = aligned(space.start(stretch)); place <= end; place += WORD) {
                int word = word(stretch, place);
                if (!mayLead(word, address)) {
                    Arrays.fill(rows, 0);
                    continue;
                }
                if (isStart(place + word) && isOpen(place)) {
                    found.add(place + word);
                }
                if (fixed && isStart(word - address) && isOpen(place)) {
                    found.add(word - address);
                }
                for (int i = 0; i < origins.length; i++) {
                    boolean told = word > 0 && isStart(origins[i] + word) && isOpen(place);
                    rows[i] = told ? rows[i] + 1 : 0;
                    if (rows[i] >= ROW) {
                        addRow(stretch, place, origins[i], found);
                    }
                }
            }
        }
        return found;
    }

    /** Whether a word may be a distance to code, or its address, at all: of most words of data that is soon seen. */
    private boolean mayLead(int word, int address) {
        int place = word - address;
        return word != 0 && (word <= lastStart + 1 && word >= -lastPlace || place >= firstStart && place <= lastStart);
    }

    /** The last of a row, and those before it that began it. */
    private void addRow(int stretch, int place, int origin, IntColumn found) {
        for (int back = 0; back < ROW; back++) {
            found.add(origin + word(stretch, place - back * WORD));
        }
    }

    private boolean isStart(int place) {
        return place >= firstStart && place <= lastStart && starts.get(place);
    }

    /** Adds words that are something else: frame descriptions, relocations, and the pointers that these make. */
    private void addKnownWords() {
        DataPointers pointers = graph.pointers();
        for (int i = 0; i < pointers.count(); i++) {
            known.set(pointers.place(i), pointers.place(i) + 2 * WORD);
        }
        Extent table = UnwindTable.extent(space.image());
        addKnown(table);
        addKnown(UnwindTable.index(space.image(), table));
    }

    private void addKnown(Extent words) {
        int from = space.place(words.address());
        if (words.size() > 0 && from >= 0) {
            known.set(from, from + (int) words.size()); // read from the file, so it fits an int
        }
    }

    private void addJumpTables() {
        BitSet ends = (BitSet) names.clone();
        for (int i = 0; i < graph.pointers().count(); i++) {
            ends.set(graph.pointers().target(i));
        }
        graph.jumpTables().forEach((jump, table) -> addJumpTable(jump, table, ends));
    }

    /**
     * The elements of a switch's table: up to the first that leads out of the function, or to what else is named.
     *
     * @param ends what code or data names
     */
    private void addJumpTable(int jump, JumpTable table, BitSet ends) {
        int unit = graph.unitAt(jump);
        int begin = graph.start(graph.functionOf(unit));
        int end = graph.endOfFunction(unit);
        int place = space.place(table.table());
        int stretch = place < 0 ? -1 : space.stretchAt(place);
        if (stretch < 0 || space.isCode(stretch)) {
            return;
        }
        do {
            if (place > space.end(stretch) - table.width()) {
                return;
            }
            int to = space.place(table.base() + (element(stretch, place, table) << table.shift()));
            if (to < begin || to >= end) {
                return;
            }
            jumpTables.set(place, place + table.width());
            place += table.width();
        } while (!ends.get(place));
    }

    private long element(int stretch, int place, JumpTable table) {
        if (table.width() == HALF) {
            char half = half(stretch, place);
            return table.signed() ? (short) half : half;
        }
        byte element = space.bytes()[space.fileStart(stretch) + (place - space.start(stretch))];
        return table.signed() ? element : element & 0xff;
    }

    private boolean isOpen(int place) {
        return !known.get(place) && !jumpTables.get(place) && !graph.pointers().isInTable(place);
    }

    private int firstCode() {
        int stretch = 0;
        while (stretch < space.stretches() && !space.isCode(stretch)) {
            stretch++;
        }
        return stretch < space.stretches() ? space.start(stretch) : -1;
    }

    /**
     * Tells what a table that code names leads to.
     *
     * @param table place in data
     * @param found takes the places in code
     */
    void named(int table, IntColumn found) {
        int stretch = space.stretchAt(table);
        if (stretch < 0 || space.isCode(stretch) || jumpTables.get(table)) {
            return;
        }
        int next = names.nextSetBit(table + 1);
        int end = next < 0 ? space.end(stretch) : Math.min(next, space.end(stretch));
        int zeros = 0;
        for (int place = table; place <= end - WORD && zeros <= MOST_ZEROS; place += WORD) {
            int distance = word(stretch, place);
            int to = table + distance;
            if (distance == 0) {
                zeros++;
            } else if (to >= 0 && space.isCodeAt(to)) {
                found.add(to);
                zeros = 0;
            } else {
                return;
            }
        }
    }

    /**
     * Tells whether data holds a distance from one of some places to where one of some units begins: in four bytes at any
     * place, or in two at an even one. So it is with words of eight bytes too, whose lower half comes first.
     *
     * @param bases places that code adds something to
     * @param units those that matter; few, or chance finds one
     */
    boolean count(int[] bases, BitSet units) {
        BitSet wanted = new BitSet();
        int lowest = graph.start(units.nextSetBit(0)) - bases[bases.length - 1];
        BitSet halves = new BitSet();
        for (int base : bases) {
            for (int unit = units.nextSetBit(0); unit >= 0; unit = units.nextSetBit(unit + 1)) {
                int distance = graph.start(unit) - base;
                wanted.set(distance - lowest);
                if (distance == (short) distance || distance == (char) distance) {
                    halves.set((char) distance);
                }
            }
        }
        for (int stretch = 0; stretch < space.stretches(); stretch++) {
            int end = space.isCode(stretch) ? 0 : space.end(stretch);
            for (int place = space.start(stretch); place <= end - HALF; place++) {
                boolean half = (place & 1) == 0 && halves.get(half(stretch, place));
                boolean whole = place <= end - WORD && isWanted(word(stretch, place), lowest, wanted);
                if ((whole || half) && isOpen(place)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isWanted(int word, int lowest, BitSet wanted) {
        int distance = word - lowest;
        return word >= lowest && distance >= 0 && wanted.get(distance);
    }

    private static int aligned(int place) {
        return place + WORD - 1 & -WORD;
    }

    /** {@return the half word at a place, of which two bytes lie in the stretch} */
    private char half(int stretch, int place) {
        return (char) (short) SHORT.get(space.bytes(), space.fileStart(stretch) + (place - space.start(stretch)));
    }

    /** {@return the word at a place, of which four bytes lie in the stretch} */
    private int word(int stretch, int place) {
        return (int) INT.get(space.bytes(), space.fileStart(stretch) + (place - space.start(stretch)));
    }
}
