package dev.assay.reach;

import dev.assay.elf.InstructionReader.Use;
import dev.assay.reach.Markers.Marker;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** The units of an image's code that are the hazards that it holds. */
final class HazardUnits {
    private final ReferenceGraph graph;
    private final List<HazardCode> codes;
    private final Markers markers;

    HazardUnits(ReferenceGraph graph, List<HazardCode> codes, Markers markers) {
        this.graph = graph;
        this.codes = List.copyOf(codes);
        this.markers = markers;
    }

    /** {@return the words that refer to dlopen without making it a thing that the program calls} */
    Hooks hooks() {
        return new Hooks(graph, dlopen(), dlmopen());
    }

    /** The units that name the hazard's strings; without one, those where a symbol or a member says that it begins. */
    int[] of(HazardCode code) {
        IntColumn units = new IntColumn();
        addUnitsThatName(code.strings(), units);
        if (units.size() == 0) {
            for (long address : code.addresses()) {
                int place = graph.space().place(address);
                int unit = place < 0 ? -1 : graph.unitAt(place);
                if (unit >= 0) {
                    units.add(unit);
                }
            }
        }
        return units.sortedUnique();
    }

    private void addUnitsThatName(List<Long> texts, IntColumn units) {
        int[] strings = texts.stream()
                .mapToInt(address -> graph.space().place(address))
                .sorted()
                .toArray();
        for (int i = 0; strings.length > 0 && i < graph.references(); i++) {
            if (Arrays.binarySearch(strings, graph.to(i)) >= 0) {
                units.add(graph.unitAt(graph.from(i)));
            }
        }
    }

    /** dlopen itself: what forms the address of the function that has its message, or has it inlined. */
    private int[] dlopen() {
        IntColumn found = new IntColumn();
        for (HazardCode code : codes) {
            if (code.kind() == HazardKind.DLOPEN) {
                int[] doing = of(code);
                for (int unit : doing) {
                    found.add(unit);
                }
                addNaming(doing, found);
            }
        }
        return found.sortedUnique();
    }

    /** As {@link #dlopen}, of the one that is told which namespace to load into. */
    private int[] dlmopen() {
        IntColumn found = new IntColumn();
        addUnitsThatName(markers.addresses(Marker.DLMOPEN_NAMESPACE), found);
        addNaming(found.sortedUnique(), found);
        return found.sortedUnique();
    }

    private void addNaming(int[] doing, IntColumn found) {
        BitSet begins = new BitSet();
        for (int unit : doing) {
            begins.set(graph.start(graph.functionOf(unit)));
        }
        for (int i = 0; i < graph.references(); i++) {
            // First whether it leads there: hardly any does.
            if (begins.get(graph.to(i)) && isAddress(graph.use(i))) {
                found.add(graph.unitAt(graph.from(i)));
            }
        }
    }

    private static boolean isAddress(Use use) {
        return switch (use) {
            case ADDRESS, NUMBER -> true;
            case CALL, JUMP, MEMORY, COMPARE, PAGE, ADDED, ADDED_NUMBER -> false;
        };
    }
}
