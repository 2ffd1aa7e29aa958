package dev.assay.reach;

import dev.assay.elf.Image.DynamicEntry;
import dev.assay.elf.InstructionReader.Use;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

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
    private final BitSet tables = new BitSet();
    private final IntColumn bases = new IntColumn();

    /** Who comes next behind whom among the units left out, by pairs; nobody asks before all that is reached is known. */
    private Optional<Edges> leftOut = Optional.empty();

    private record Edges(IntColumn from, IntColumn to) {}

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
        IntColumn unnamed = distances.unnamed();
        for (int i = 0; i < unnamed.size(); i++) {
            visitPlace(unnamed.get(i));
        }
        while (!queue.isEmpty()) {
            follow(queue.remove());
        }
    }

    /** {@return whether none of the units is referred to, for certain} */
    boolean leavesOut(int[] units) {
        return complete
                && Arrays.stream(units).noneMatch(seen::get)
                && (bases.size() == 0 || !distances.count(bases.sortedUnique(), leadingTo(units)));
    }

    /** Of the units left out, those from which one could come to some others, and these. */
    private BitSet leadingTo(int[] units) {
        Edges edges = leftOut.orElseGet(this::edgesOfLeftOut);
        leftOut = Optional.of(edges);
        BitSet leading = new BitSet();
        Arrays.stream(units).forEach(leading::set);
        int before = 0;
        while (before < leading.cardinality()) {
            before = leading.cardinality();
            for (int i = 0; i < edges.from.size(); i++) {
                if (leading.get(edges.to.get(i))) {
                    leading.set(edges.from.get(i));
                }
            }
        }
        return leading;
    }

    private Edges edgesOfLeftOut() {
        Edges edges = new Edges(new IntColumn(), new IntColumn());
        for (int unit = seen.nextClearBit(0); unit < graph.units(); unit = seen.nextClearBit(unit + 1)) {
            int at = unit;
            successors(unit, new HashSet<Integer>()::add, next -> {
                edges.from.add(at);
                edges.to.add(next);
            });
        }
        return edges;
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
        successors(unit, this::isNewTable, this::visit);
        for (int i = graph.firstReference(unit); i < graph.firstReference(unit + 1); i++) {
            Use use = graph.use(i);
            if ((use == Use.ADDED || use == Use.ADDED_NUMBER) && isBase(graph.to(i), graph.functionOf(unit))) {
                bases.add(graph.to(i));
            }
        }
    }

    /** From a place inside itself a function counts where it goes on, as in a switch; from its beginning nobody's switch does. */
    private boolean isBase(int place, int function) {
        return graph.functionOf(graph.unitAt(place)) != function || graph.start(function) == place;
    }

    private boolean isNewTable(int place) {
        boolean isNew = !tables.get(place);
        tables.set(place);
        return isNew;
    }

    /** @param isNew whether the sink has not had a table's words yet; asked once for each table that is named */
    private void successors(int unit, IntPredicate isNew, IntConsumer sink) {
        for (int i = graph.firstReference(unit); i < graph.firstReference(unit + 1); i++) {
            int to = graph.to(i);
            switch (graph.use(i)) {
                case CALL, JUMP, COMPARE -> enter(to, sink);
                case ADDRESS, MEMORY -> {
                    enter(to, sink);
                    enterTable(to, isNew, sink);
                    enterTableOf(to, isNew, sink);
                }
                case NUMBER -> {
                    int entered = graph.unitEntered(to);
                    if (entered >= 0) {
                        sink.accept(entered);
                    }
                    enterTable(to, isNew, sink);
                }
                case PAGE -> enterPage(to, sink);
                case ADDED, ADDED_NUMBER -> {}
            }
        }
        int next = unit + 1;
        boolean rest = next < graph.units() && graph.isPiece(next);
        boolean falls = next < graph.units()
                && !graph.followsStop(next)
                && !(graph.isCertain(next) && graph.followsCall(next)); // a call that ends a function does not return
        if (falls || rest) {
            sink.accept(next);
        }
    }

    private void enter(int place, IntConsumer sink) {
        int unit = graph.unitAt(place);
        if (unit >= 0) {
            sink.accept(unit);
        }
    }

    private void enterTable(int place, IntPredicate isNew, IntConsumer sink) {
        if (!isNew.test(place)) {
            return;
        }
        IntColumn found = new IntColumn();
        distances.named(place, found);
        for (int i = 0; i < found.size(); i++) {
            enter(found.get(i), sink);
        }
    }

    /** A table whose address stands in a word that code reads: in the global offset table. */
    private void enterTableOf(int place, IntPredicate isNew, IntConsumer sink) {
        int pointer = graph.pointers().firstFrom(place);
        if (pointer < graph.pointers().count() && graph.pointers().place(pointer) == place) {
            enterTable(graph.pointers().target(pointer), isNew, sink);
        }
    }

    private void enterPage(int place, IntConsumer sink) {
        for (int unit = graph.unitAt(place);
                unit >= 0 && unit < graph.units() && graph.start(unit) < place + PAGE;
                unit++) {
            sink.accept(unit);
        }
    }
}
