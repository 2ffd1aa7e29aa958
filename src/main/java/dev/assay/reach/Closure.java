package dev.assay.reach;

import dev.assay.elf.Image.DynamicEntry;
import java.util.ArrayDeque;
import java.util.BitSet;

/**
 * Everything that could be referred to: the ground of a "cannot be reached". It starts from the entry point and from every
 * pointer to code that data holds, whoever reads it, and follows every number in code that may be an address. What it leaves
 * out nothing leads to: not a call, not a jump, not an address formed or stored, whole or as a distance.
 */
final class Closure {
    private static final int PAGE = 4096;

    private final ReferenceGraph graph;
    private final BitSet seen = new BitSet();
    private final ArrayDeque<Integer> queue = new ArrayDeque<>();
    private final Distances distances;
    private final BitSet named = new BitSet();
    private final BitSet tables = new BitSet();
    private boolean complete = true;

    Closure(ReferenceGraph graph, Hooks hooks) {
        this.graph = graph;
        this.distances = new Distances(graph);
        AddressSpace space = graph.space();
        visitPlace(space.place(space.image().header().entry()));
        for (DynamicEntry entry : space.image().dynamic()) {
            visitPlace(space.place(entry.value())); // DT_INIT, DT_FINI
        }
        for (int i = 0; i < graph.pointers().count(); i++) {
            if (!hooks.holds(graph.pointers().place(i))) {
                visit(graph.unitEntered(graph.pointers().target(i)));
            }
        }
        for (int i = 0; i < graph.references(); i++) {
            named.set(graph.to(i));
        }
        visitAll(distances.unnamed());
        while (!queue.isEmpty()) {
            follow(queue.remove());
        }
    }

    /** {@return whether the unit is certainly not referred to} */
    boolean leavesOut(int unit) {
        return complete && !seen.get(unit);
    }

    private void visitPlace(int place) {
        if (place >= 0) {
            visit(graph.unitAt(place));
        }
    }

    private void visit(int unit) {
        if (unit >= 0 && !seen.get(unit)) {
            seen.set(unit);
            queue.add(unit);
        }
    }

    private void follow(int unit) {
        complete &= !graph.isUnreadable(unit);
        for (int i = graph.firstReference(unit); i < graph.firstReference(unit + 1); i++) {
            switch (graph.use(i)) {
                case CALL, JUMP, COMPARE -> visitPlace(graph.to(i));
                case ADDRESS, MEMORY -> {
                    visitPlace(graph.to(i));
                    visitTable(graph.to(i));
                    visitTableOf(graph.to(i));
                }
                case NUMBER -> {
                    visit(graph.unitEntered(graph.to(i)));
                    visitTable(graph.to(i));
                }
                case PAGE -> visitPage(graph.to(i));
            }
        }
        int next = unit + 1;
        boolean rest = next < graph.units() && graph.isPiece(next);
        boolean falls = next < graph.units()
                && !graph.followsStop(next)
                && !(graph.isCertain(next) && graph.followsCall(next)); // a call that ends a function does not return
        if (falls || rest) {
            visit(next);
        }
    }

    private void visitTable(int place) {
        if (!tables.get(place)) {
            tables.set(place);
            IntColumn found = new IntColumn();
            distances.named(place, named, found);
            visitAll(found);
        }
    }

    /** A table whose address stands in a word that code reads: in the global offset table. */
    private void visitTableOf(int place) {
        int pointer = graph.pointers().firstFrom(place);
        if (pointer < graph.pointers().count() && graph.pointers().place(pointer) == place) {
            visitTable(graph.pointers().target(pointer));
        }
    }

    private void visitAll(IntColumn places) {
        for (int i = 0; i < places.size(); i++) {
            visitPlace(places.get(i));
        }
    }

    private void visitPage(int place) {
        for (int unit = graph.unitAt(place);
                unit >= 0 && unit < graph.units() && graph.start(unit) < place + PAGE;
                unit++) {
            visit(unit);
        }
    }
}
