package dev.assay.reach;

import dev.assay.elf.InstructionReader.Use;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Words of glibc that refer to dlopen without making it a thing that the program calls:
 *
 * <ul>
 *   <li>{@code _dlfcn_hook} (glibc, dlfcn/dlfcn.h, struct dlfcn_hook), by which a libc.so.6 that is loaded later finds the
 *       loader that is there already. Every static image that can load a gconv module has it. It is told by its shape: a
 *       pointer to dlopen, and a dozen pointers to code in a row with it.
 *   <li>words that are compared and never read otherwise: {@code _IO_vtable_check()} (libio/vtables.c) asks whether
 *       dlopen is linked in.
 * </ul>
 */
final class Hooks {
    private static final int LEAST = 9;

    private final ReferenceGraph graph;
    private final BitSet places = new BitSet();

    /** @param dlopen units that are dlopen, ascending */
    Hooks(ReferenceGraph graph, int[] dlopen) {
        this.graph = graph;
        DataPointers pointers = graph.pointers();
        BitSet compared = new BitSet();
        for (int i = 0; dlopen.length > 0 && i < pointers.count(); i++) {
            int unit = graph.unitFrom(pointers.target(i));
            if (unit >= 0 && Arrays.binarySearch(dlopen, unit) >= 0) {
                int length = length(i);
                if (length >= LEAST) {
                    places.set(pointers.place(i), pointers.place(i) + 8 * length);
                } else {
                    compared.set(pointers.place(i));
                }
            }
        }
        takeOnlyCompared(compared);
    }

    /** {@return how many pointers to code stand in a row} */
    private int length(int first) {
        DataPointers pointers = graph.pointers();
        int length = 1;
        while (first + length < pointers.count()
                && pointers.place(first + length) == pointers.place(first) + 8 * length
                && graph.unitFrom(pointers.target(first + length)) >= 0) {
            length++;
        }
        return length;
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

    boolean holds(int place) {
        return places.get(place);
    }
}
