package dev.assay.reach;

import dev.assay.elf.Section;
import dev.assay.elf.Symbol;
import dev.assay.provenance.Connections.PlacedSymbol;
import dev.assay.provenance.LinkMap;
import dev.assay.provenance.Placement;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Where data objects begin: at symbols, at what instructions name, at what pointers point to, and where input sections are
 * known to begin and to end. An object ends where its symbol, the header of .init_array or that of the relocations says so, else
 * where the next begins, or another symbol of its member lies, in the same input section. Where neither is known nothing tells
 * it from what lies behind it, and only its first word is surely its own.
 */
final class DataObjects {
    private static final int STT_OBJECT = 1;
    private static final int SHT_RELA = 4;
    private static final int SHT_INIT_ARRAY = 14;
    private static final int SHT_PREINIT_ARRAY = 16;
    private static final int WORD = 8;

    private final AddressSpace space;
    private final int[] starts;
    private final int[] sizes;
    private final BitSet placed = new BitSet();
    /** What members call their own: a table that they define may lie behind what is named, and nothing name it. */
    private final BitSet symbols = new BitSet();

    DataObjects(ReferenceGraph graph, Optional<LinkMap> linkMap) {
        this.space = graph.space();
        IntColumn begins = new IntColumn();
        for (Placement placement : linkMap.map(LinkMap::placements).orElse(List.of())) {
            addPlaced(placement, begins);
        }
        for (PlacedSymbol symbol :
                linkMap.map(map -> map.connections().symbols()).orElse(List.of())) {
            addSymbol(space.place(symbol.address()));
        }
        for (Symbol symbol : space.image().symbols()) {
            if (isObject(symbol)) {
                addData(space.place(symbol.value()), begins);
            }
        }
        for (int i = 0; i < graph.references(); i++) {
            addData(graph.to(i), begins);
        }
        for (int i = 0; i < graph.pointers().count(); i++) {
            addData(graph.pointers().target(i), begins);
        }
        starts = begins.sortedUnique();
        sizes = new int[starts.length];
        for (Symbol symbol : space.image().symbols()) {
            if (isObject(symbol)) {
                size(symbol.value(), symbol.size());
            }
        }
        for (Section section : space.image().sections()) {
            if (isCalledWhole(section)) {
                size(section.address(), section.size());
            }
        }
    }

    private void size(long address, long size) {
        int place = space.place(address);
        int object = place < 0 ? -1 : IntColumn.floor(starts, place);
        if (object >= 0 && starts[object] == place && size > sizes[object]) {
            sizes[object] = (int) Math.min(size, Integer.MAX_VALUE / 2);
        }
    }

    /**
     * What the C library goes through from end to end, whoever brought its elements in: .init_array and its like, and where
     * addresses are fixed the relocations that name resolvers (glibc, csu/libc-start.c, apply_irel()).
     */
    private static boolean isCalledWhole(Section section) {
        boolean array = section.type() >= SHT_INIT_ARRAY && section.type() <= SHT_PREINIT_ARRAY;
        return array || section.type() == SHT_RELA && section.address() != 0;
    }

    private void addPlaced(Placement placement, IntColumn begins) {
        int from = space.place(placement.address());
        int to = space.place(placement.address() + placement.size());
        addData(from, begins);
        addData(to, begins);
        if (from >= 0 && to > from && space.isDataAt(from)) {
            placed.set(from, to);
        }
    }

    private void addSymbol(int place) {
        if (place >= 0 && space.isDataAt(place)) {
            symbols.set(place);
        }
    }

    private static boolean isObject(Symbol symbol) {
        return symbol.isDefined() && symbol.type() == STT_OBJECT && symbol.size() > 0;
    }

    private void addData(int place, IntColumn begins) {
        if (place >= 0 && space.isDataAt(place)) {
            begins.add(place);
        }
    }

    int count() {
        return starts.length;
    }

    int start(int object) {
        return starts[object];
    }

    /** {@return up to where its words are surely its own, exclusive} */
    int end(int object) {
        int end = space.end(space.stretchAt(starts[object]));
        if (sizes[object] > 0) {
            return Math.min(end, starts[object] + sizes[object]);
        }
        int next = object + 1 < starts.length ? Math.min(end, starts[object + 1]) : end;
        if (!placed.get(starts[object])) {
            return Math.min(next, starts[object] + WORD);
        }
        int symbol = symbols.nextSetBit(starts[object] + 1);
        return symbol < 0 ? next : Math.min(next, symbol);
    }

    /** {@return the object that a place lies in: one with a symbol around it, else the one that begins there; -1 for none} */
    int at(int place) {
        int object = IntColumn.floor(starts, place);
        // A symbol's object may have places inside that something points to as well.
        for (int i = object; i >= 0 && i > object - 64; i--) {
            if (sizes[i] > 0) {
                return place - starts[i] < sizes[i] ? i : beginning(object, place);
            }
        }
        return beginning(object, place);
    }

    private int beginning(int object, int place) {
        return object >= 0 && starts[object] == place ? object : -1;
    }
}
