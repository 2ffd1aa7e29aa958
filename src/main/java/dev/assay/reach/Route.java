package dev.assay.reach;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;

/**
 * What a program surely refers to on its way from the entry point: the ground of a "can be reached".
 *
 * <p>Only what is named counts: calls, jumps, addresses that are formed, words that are read, and the pointers of data
 * objects that are named, as far as these surely reach ({@link DataObjects}): a table that nothing names stays out, also where
 * it lies right behind one that is named. An address that is formed may be where an array ends, {@code p != __fini_array_end},
 * and not the object that happens to begin there: code that names what lies shortly before it too says nothing of that object.
 */
final class Route {
    private static final int NOWHERE = -1;
    private static final int WORD = 8;
    /** How far before an address the array may begin whose end it is: bytes, and objects in between. */
    private static final int LARGEST_ARRAY = 4096;

    private static final int MOST_ELEMENTS = 16;

    private final ReferenceGraph graph;
    private final DataObjects objects;
    private final Hooks hooks;
    private final int[] parent;
    private final ArrayDeque<Integer> queue = new ArrayDeque<>();
    private final BitSet seen = new BitSet();

    /** Nodes are units, then data objects. */
    Route(ReferenceGraph graph, DataObjects objects, Hooks hooks) {
        this.graph = graph;
        this.objects = objects;
        this.hooks = hooks;
        this.parent = new int[graph.units() + objects.count()];
        Arrays.fill(parent, NOWHERE);
        int entry = graph.unitAt(
                Math.max(0, graph.space().place(graph.space().image().header().entry())));
        if (entry >= 0) {
            visit(entry, NOWHERE);
        }
        while (!queue.isEmpty()) {
            int node = queue.remove();
            if (node < graph.units()) {
                followUnit(node);
            } else {
                followObject(node);
            }
        }
    }

    boolean reaches(int unit) {
        return seen.get(unit);
    }

    /** {@return places from the entry point to a unit that is reached} */
    List<Integer> to(int reached) {
        List<Integer> places = new ArrayList<>();
        for (int node = reached; node != NOWHERE; node = parent[node]) {
            places.add(start(node));
        }
        Collections.reverse(places);
        return places;
    }

    /** {@return places from the entry point to the nearest unit or object that begins from one place to another; empty for none} */
    List<Integer> toNodeBetween(int from, int last) {
        List<Integer> nearest = List.of();
        for (int node = seen.nextSetBit(0); node >= 0; node = seen.nextSetBit(node + 1)) {
            int start = start(node);
            if (start >= from && start <= last) {
                List<Integer> way = to(node);
                nearest = nearest.isEmpty() || way.size() < nearest.size() ? way : nearest;
            }
        }
        return nearest;
    }

    /** {@return places from the entry point to the unit or the object around a place; empty where it is not reached} */
    List<Integer> toNodeAround(int place) {
        int unit = graph.unitAt(place);
        int object = unit < 0 ? objects.at(place) : NOWHERE;
        int node = unit >= 0 ? unit : object >= 0 ? graph.units() + object : NOWHERE;
        return node >= 0 && seen.get(node) ? to(node) : List.of();
    }

    private int start(int node) {
        return node < graph.units() ? graph.start(node) : objects.start(node - graph.units());
    }

    private void visit(int node, int through) {
        if (node >= 0 && !seen.get(node)) {
            seen.set(node);
            parent[node] = through;
            queue.add(node);
        }
    }

    private void followUnit(int unit) {
        for (int i = graph.firstReference(unit); i < graph.firstReference(unit + 1); i++) {
            int to = graph.to(i);
            switch (graph.use(i)) {
                case CALL, JUMP -> visit(graph.unitAt(to), unit);
                case ADDRESS, NUMBER -> {
                    if (!mayBeEnd(to, unit)) {
                        visitNamed(to, unit);
                    }
                }
                case MEMORY -> visitObject(to, unit);
                case COMPARE, PAGE, ADDED, ADDED_NUMBER -> {}
            }
        }
        int next = unit + 1;
        boolean falls =
                next < graph.units() && !graph.isCertain(next) && !graph.followsStop(next) && !graph.followsCall(next);
        if (falls) {
            visit(next, unit);
        }
    }

    private boolean mayBeEnd(int place, int unit) {
        int object = objects.at(place);
        int first = Math.max(0, object - MOST_ELEMENTS);
        if (object <= 0 || !graph.space().isDataAt(place)) {
            return false;
        }
        int from = Math.max(objects.start(first), place - LARGEST_ARRAY);
        for (int i = graph.firstReference(unit); i < graph.firstReference(unit + 1); i++) {
            if (graph.to(i) >= from && graph.to(i) < place) {
                return true;
            }
        }
        return false;
    }

    private void visitNamed(int place, int through) {
        if (graph.space().isCodeAt(place)) {
            int unit = graph.unitFrom(place);
            if (unit >= 0 && graph.isPlausible(unit)) {
                visit(unit, through);
            }
        } else {
            visitObject(place, through);
        }
    }

    private void visitObject(int place, int through) {
        int object = objects.at(place);
        if (object >= 0) {
            visit(graph.units() + object, through);
        }
    }

    private void followObject(int node) {
        int object = node - graph.units();
        int end = objects.end(object);
        int pointer = graph.pointers().firstFrom(objects.start(object));
        for (; pointer < graph.pointers().count() && graph.pointers().place(pointer) + WORD <= end; pointer++) {
            if (graph.pointers().place(pointer) % WORD == 0) {
                followPointer(pointer, node);
            }
        }
    }

    private void followPointer(int pointer, int through) {
        if (!hooks.mayHold(graph.pointers().place(pointer))) {
            visitNamed(graph.pointers().target(pointer), through);
        }
    }
}
