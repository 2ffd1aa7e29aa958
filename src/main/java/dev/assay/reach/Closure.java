package dev.assay.reach;

import dev.assay.elf.Image.DynamicEntry;
import java.util.ArrayDeque;
import java.util.BitSet;

/**
 * Everything that could be referred to: the ground of a "cannot be reached". It starts from the entry point and from every
 * pointer to code that data holds, whoever reads it, and follows every number in code that may be an address. What it leaves
 * out nothing leads to: not a call, not a jump, not an address formed or stored. Jump tables of relative offsets lead
 * nowhere new: they stay in their unit.
 */
final class Closure {
    private static final int PAGE = 4096;

    private final ReferenceGraph graph;
    private final BitSet seen = new BitSet();
    private final ArrayDeque<Integer> queue = new ArrayDeque<>();
    private boolean complete = true;

    Closure(ReferenceGraph graph, Hooks hooks) {
        this.graph = graph;
        AddressSpace space = graph.space();
        visitPlace(space.place(space.image().header().entry()));
        for (DynamicEntry entry : space.image().dynamic()) {
            visitPlace(space.place(entry.value())); // DT_INIT, DT_FINI
        }
        for (int i = 0; i < graph.pointers().count(); i++) {
            if (!hooks.holds(graph.pointers().place(i))) {
                visitPlace(graph.pointers().target(i));
            }
        }
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
                case CALL, JUMP, ADDRESS, MEMORY, COMPARE, NUMBER -> visitPlace(graph.to(i));
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

    private void visitPage(int place) {
        for (int unit = graph.unitAt(place);
                unit >= 0 && unit < graph.units() && graph.start(unit) < place + PAGE;
                unit++) {
            visit(unit);
        }
    }
}
