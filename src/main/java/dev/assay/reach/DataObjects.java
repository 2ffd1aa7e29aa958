package dev.assay.reach;

import dev.assay.elf.Symbol;
import dev.assay.provenance.LinkMap;
import dev.assay.provenance.Placement;
import java.util.List;
import java.util.Optional;

/**
 * Where data objects begin: at symbols, at what instructions name, at what pointers point to, and where input sections are
 * known to begin and to end. An object ends where the next begins, unless a symbol states its size.
 */
final class DataObjects {
    private static final int STT_OBJECT = 1;

    private final AddressSpace space;
    private final int[] starts;
    private final int[] sizes;

    DataObjects(ReferenceGraph graph, Optional<LinkMap> linkMap) {
        this.space = graph.space();
        IntColumn begins = new IntColumn();
        for (Placement placement : linkMap.map(LinkMap::placements).orElse(List.of())) {
            addData(space.place(placement.address()), begins);
            addData(space.place(placement.address() + placement.size()), begins);
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
            int place = isObject(symbol) ? space.place(symbol.value()) : -1;
            int object = place < 0 ? -1 : IntColumn.floor(starts, place);
            if (object >= 0 && starts[object] == place && symbol.size() > sizes[object]) {
                sizes[object] = (int) Math.min(symbol.size(), Integer.MAX_VALUE / 2);
            }
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

    /** {@return where it ends, exclusive} */
    int end(int object) {
        int stretch = space.stretchAt(starts[object]);
        if (sizes[object] > 0) {
            return Math.min(space.end(stretch), starts[object] + sizes[object]);
        }
        return object + 1 < starts.length ? Math.min(space.end(stretch), starts[object + 1]) : space.end(stretch);
    }

    /** {@return whether a symbol says how large it is} */
    boolean isSized(int object) {
        return sizes[object] > 0;
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

    boolean isZero(int place) {
        int at = space.fileAt(place);
        for (int i = 0; i < 8; i++) {
            if (space.bytes()[at + i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** {@return whether eight bytes look like the start of a string: two or more printable ones, then zeros or more of them} */
    boolean isText(int place) {
        int at = space.fileAt(place);
        int printable = 0;
        for (int i = 0; i < 8; i++) {
            int letter = space.bytes()[at + i];
            boolean text = letter >= ' ' && letter < 0x7f || letter == '\n' || letter == '\t';
            if (letter == 0 && printable >= 2) {
                return true;
            }
            if (!text) {
                return false;
            }
            printable++;
        }
        return true;
    }
}
