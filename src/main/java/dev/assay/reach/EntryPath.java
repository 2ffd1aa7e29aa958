package dev.assay.reach;

import dev.assay.elf.Image;
import dev.assay.provenance.LinkMap;
import java.util.List;
import java.util.Optional;

/**
 * The ways by which a program surely comes from its entry point to what lies in it: {@link Route}, asked for any place and not
 * for hazards alone. The program's own code is on them too, which no archive has.
 */
public final class EntryPath {
    /**
     * Some bytes of an image.
     *
     * @param address virtual address of the first
     * @param size how many there are
     */
    public record Extent(long address, long size) {}

    private final ReferenceGraph graph;
    private final Route route;
    private final Places places;

    private EntryPath(ReferenceGraph graph, Image image, Optional<LinkMap> linkMap) {
        this.graph = graph;
        Markers markers = Markers.of(image);
        List<HazardCode> codes = HazardCode.in(image, linkMap, markers);
        this.route = new Route(graph, new DataObjects(graph, linkMap), new HazardUnits(graph, codes, markers).hooks());
        this.places = new Places(image, linkMap);
    }

    /**
     * Walks an image from its entry point.
     *
     * @param image an image that is started
     * @param linkMap where its input sections lie, when that was recovered
     * @return its ways; empty where none is looked for, as is said of {@link Hazards}
     */
    public static Optional<EntryPath> in(Image image, Optional<LinkMap> linkMap) {
        return Hazards.graph(image, linkMap).map(graph -> new EntryPath(graph, image, linkMap));
    }

    /** {@return the shortest way to a function or a data object that begins in one of the extents; empty when none is sure} */
    public List<ChainLink> toWhatBeginsIn(List<Extent> extents) {
        List<Integer> shortest = List.of();
        for (Extent extent : extents) {
            int from = graph.space().place(extent.address());
            int last = graph.space().place(extent.address() + extent.size() - 1);
            List<Integer> way = from < 0 || last < from ? List.<Integer>of() : route.toNodeBetween(from, last);
            if (!way.isEmpty() && (shortest.isEmpty() || way.size() < shortest.size())) {
                shortest = way;
            }
        }
        return chain(shortest);
    }

    /** {@return the shortest way to the function or the data object around an address; empty when none is sure} */
    public List<ChainLink> toWhatHolds(long address) {
        int place = graph.space().place(address);
        return chain(place < 0 ? List.of() : route.toNodeAround(place));
    }

    private List<ChainLink> chain(List<Integer> way) {
        return places.chain(
                way.stream().map(place -> graph.space().address(place)).toList());
    }
}
