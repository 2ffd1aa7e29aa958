package dev.assay.reach;

import dev.assay.elf.InstructionReader.Use;
import java.util.BitSet;

/**
 * Words of glibc that refer to dlopen without making it a thing that the program calls:
 *
 * <ul>
 *   <li>{@code _dlfcn_hook} (glibc, dlfcn/dlfcn.h, struct dlfcn_hook), by which a libc.so.6 that is loaded later finds the
 *       loader that is there already. Every static image that can load a gconv module has it, once. It is told by what it
 *       holds: nine pointers to code in a row, dlopen the first of them and dlmopen the ninth. A program that has such a
 *       table of its own has two, and then neither is taken for glibc's.
 *   <li>words that are compared and never read otherwise: {@code _IO_vtable_check()} (libio/vtables.c) asks whether
 *       dlopen is linked in.
 * </ul>
 */
final class Hooks {
    /** dlopen, dlclose, dlsym, dlvsym, dlerror, dladdr, dladdr1, dlinfo, dlmopen. */
    private static final int LENGTH = 9;

    private static final int WORD = 8;

    private final ReferenceGraph graph;
    private final BitSet places = new BitSet();
    private final BitSet shaped = new BitSet();

    /**
     * Looks for them.
     *
     * @param dlopen units that are dlopen, ascending
     * @param dlmopen those of them that are dlmopen, ascending
     */
    Hooks(ReferenceGraph graph, int[] dlopen, int[] dlmopen) {
        this.graph = graph;
        DataPointers pointers = graph.pointers();
        BitSet compared = new BitSet();
        BitSet tables = new BitSet();
        for (int i = 0; dlopen.length > 0 && i < pointers.count(); i++) {
            if (isOneOf(dlopen, i)) {
                boolean row = beginsRow(i);
                if (row) {
                    shaped.set(pointers.place(i), pointers.place(i) + WORD * LENGTH);
                }
                boolean table = row && isOneOf(dlmopen, i + LENGTH - 1);
                (table ? tables : compared).set(table ? i : pointers.place(i));
            }
        }
        if (tables.cardinality() == 1) {
            int first = tables.nextSetBit(0);
            places.set(pointers.place(first), pointers.place(first) + WORD * LENGTH);
        }
        takeOnlyCompared(compared);
    }

    /** {@return whether a pointer is to a function that one of the units begins, or is a piece of} */
    private boolean isOneOf(int[] units, int pointer) {
        int unit = graph.unitFrom(graph.pointers().target(pointer));
        for (int i = unit < 0 ? units.length : Math.max(0, IntColumn.floor(units, unit)); i < units.length; i++) {
            if (units[i] >= unit) {
                return graph.functionOf(units[i]) == graph.functionOf(unit);
            }
        }
        return false;
    }

    /**
     * {@return whether nine pointers to code stand in a row} What lies behind them is another's: mold lays .fini_array and
     * .init_array there.
     */
    private boolean beginsRow(int first) {
        DataPointers pointers = graph.pointers();
        int length = 1;
        while (length < LENGTH
                && first + length < pointers.count()
                && pointers.place(first + length) == pointers.place(first) + WORD * length
                && graph.unitFrom(pointers.target(first + length)) >= 0) {
            length++;
        }
        return length == LENGTH;
    }

    private void takeOnlyCompared(BitSet words) {
        BitSet compared = new BitSet();
        for (int i = 0; !words.isEmpty() && i < graph.references(); i++) {
            int place = graph.to(i);
            if (words.get(place)) {
                if (graph.use(i) == Use.COMPARE) {
                    compared.set(place);
                } else {
                    words.clear(place);
                }
            }
        }
        words.and(compared);
        places.or(words);
    }

    /** {@return whether a place is surely such a word} */
    boolean holds(int place) {
        return places.get(place);
    }

    /** {@return whether a place may be such a word: it lies in a row of pointers to code that begins with dlopen} */
    boolean mayHold(int place) {
        return places.get(place) || shaped.get(place);
    }
}
