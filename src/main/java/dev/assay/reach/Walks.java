package dev.assay.reach;

import dev.assay.provenance.LinkMap;
import java.util.List;
import java.util.Optional;

/** The two walks over one graph, asked whether the program comes to a hazard's code. */
final class Walks {
    private final ReferenceGraph graph;
    private final HazardUnits units;
    private final Route route;
    private final Closure closure;

    /**
     * What the walks say of a hazard's code.
     *
     * @param reachable whether the program comes there
     * @param address of the first function that does it
     * @param way addresses from the entry point to the one that is reached; empty where none is sure to be
     */
    record Answer(Reachability reachable, long address, List<Long> way) {
        Answer {
            way = List.copyOf(way);
        }

        boolean isCertain() {
            return reachable != Reachability.UNKNOWN;
        }
    }

    /**
     * Walks a graph.
     *
     * @param codes all hazards' code that the image holds
     * @param linkMap where its input sections lie, when that was recovered
     */
    Walks(ReferenceGraph graph, List<HazardCode> codes, Markers markers, Optional<LinkMap> linkMap) {
        this.graph = graph;
        this.units = new HazardUnits(graph, codes, markers);
        Hooks hooks = units.hooks();
        this.route = new Route(graph, new DataObjects(graph, linkMap), hooks);
        this.closure = new Closure(graph, hooks);
    }

    /** {@return what is known of one of them; empty where no code does what its string is for} */
    Optional<Answer> answer(HazardCode code) {
        int[] doing = units.of(code);
        if (doing.length == 0) {
            return Optional.empty();
        }
        long address = graph.space().address(graph.start(doing[0]));
        for (int unit : doing) {
            if (route.reaches(unit)) {
                List<Long> way = route.to(unit).stream()
                        .map(place -> graph.space().address(place))
                        .toList();
                return Optional.of(new Answer(Reachability.YES, address, way));
            }
        }
        Reachability left = closure.leavesOut(doing) ? Reachability.NO : Reachability.UNKNOWN;
        return Optional.of(new Answer(left, address, List.of()));
    }
}
