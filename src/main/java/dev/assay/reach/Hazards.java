package dev.assay.reach;

import dev.assay.elf.ElfHeader;
import dev.assay.elf.Image;
import dev.assay.elf.Segment;
import dev.assay.provenance.LinkMap;
import dev.assay.reach.DataPointers.Pools;
import dev.assay.reach.Hazard.Glibc;
import dev.assay.reach.Hazard.Search;
import dev.assay.reach.Markers.Marker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds what a static image loads at run time, and whether the program comes there.
 *
 * <p>Two walks over one graph answer. {@link Route} takes only what is surely referred to: where it arrives, the hazard can be
 * reached, and its path is the proof. {@link Closure} takes everything that could be: where it never arrives, it cannot. What
 * lies between the two is unknown, and said to be.
 *
 * <p>The code that counts is that which names the module to load, told by the string that it forms the address of; a string
 * that no code names is no hazard. An image without any of glibc's strings, symbols and members costs a search for them and
 * no graph.
 */
public final class Hazards {
    /** Bytes of code beyond which no path is looked for, so that no file takes minutes: 3.6 MB of it take 0.4 to 0.8 s. */
    private static final long MOST_SEARCHED = 32 << 20;

    private final Image image;
    private final Markers markers;
    private final Optional<References> early;

    /** What an image refers to, before anything is known of its link map. */
    private record References(Sweep code, DataPointers data) {
        static Optional<References> of(Image image) {
            long code = image.segments().stream()
                    .filter(Segment::isCode)
                    .mapToLong(Segment::fileSize)
                    .sum();
            return code > MOST_SEARCHED ? Optional.empty() : Sweep.of(image).map(References::of);
        }

        private static References of(Sweep sweep) {
            Pools pools = sweep.step() == 1 ? Pools.IN_DATA_ONLY : Pools.IN_CODE;
            return new References(sweep, DataPointers.of(sweep.space(), pools));
        }

        ReferenceGraph graph(Optional<LinkMap> linkMap) {
            return new ReferenceGraph(code, data, linkMap);
        }
    }

    private Hazards(Image image) {
        this.image = image;
        this.markers = Markers.of(image);
        this.early =
                HazardCode.in(image, Optional.empty(), markers).isEmpty() ? Optional.empty() : References.of(image);
    }

    /**
     * Reads what can be read of an image before its link map is recovered, which is half of the work.
     *
     * @param image an image that is started without an interpreter
     * @return to be asked once for the hazards
     */
    public static Hazards in(Image image) {
        return new Hazards(image);
    }

    /**
     * The hazards of an image.
     *
     * @param image an image that is started without an interpreter
     * @param linkMap where its input sections lie, when that was recovered
     * @return in the order of {@link HazardKind}, each kind once
     */
    public static List<Hazard> of(Image image, Optional<LinkMap> linkMap) {
        return in(image).given(linkMap);
    }

    /**
     * The hazards of the image.
     *
     * @param linkMap where its input sections lie, when that was recovered
     * @return in the order of {@link HazardKind}, each kind once
     */
    public List<Hazard> given(Optional<LinkMap> linkMap) {
        boolean started =
                image.header().type() == ElfHeader.ET_EXEC || image.header().type() == ElfHeader.ET_DYN;
        List<HazardCode> codes = started ? HazardCode.in(image, linkMap, markers) : List.of();
        if (codes.isEmpty()) {
            return List.of();
        }
        Optional<References> references = early.isPresent() ? early : References.of(image);
        return references.isPresent()
                ? judged(references.get().graph(linkMap), codes, linkMap)
                : codes.stream()
                        .map(code -> hazard(
                                code,
                                Reachability.UNKNOWN,
                                Search.NOT_MADE,
                                code.evidence(),
                                firstAddress(code),
                                List.of()))
                        .toList();
    }

    /** {@return who refers to whom; empty on a machine whose instructions are not known, and of an image that is too large} */
    static Optional<ReferenceGraph> graph(Image image, Optional<LinkMap> linkMap) {
        return References.of(image).map(references -> references.graph(linkMap));
    }

    private static long firstAddress(HazardCode code) {
        return code.addresses().isEmpty() ? 0 : code.addresses().get(0);
    }

    private List<Hazard> judged(ReferenceGraph graph, List<HazardCode> codes, Optional<LinkMap> linkMap) {
        HazardUnits units = new HazardUnits(graph, codes, markers);
        Hooks hooks = units.hooks();
        Route route = new Route(graph, new DataObjects(graph, linkMap), hooks);
        Closure closure = new Closure(graph, hooks);
        Places places = new Places(image, linkMap);
        List<Hazard> hazards = new ArrayList<>();
        for (HazardCode code : codes) {
            int[] doing = units.of(code);
            if (doing.length > 0) {
                hazards.add(judged(code, doing, graph, route, closure, places));
            }
        }
        return hazards;
    }

    private Hazard judged(
            HazardCode code, int[] units, ReferenceGraph graph, Route route, Closure closure, Places places) {
        long address = graph.space().address(graph.start(units[0]));
        String evidence = code.addresses().isEmpty()
                ? code.evidence() + ", named by the code at 0x" + Long.toHexString(address)
                : code.evidence();
        for (int unit : units) {
            if (route.reaches(unit)) {
                List<Long> way = route.to(unit).stream()
                        .map(place -> graph.space().address(place))
                        .toList();
                return hazard(
                        code, Reachability.YES, Search.MADE, evidence, way.get(way.size() - 1), places.chain(way));
            }
        }
        boolean leftOut = closure.leavesOut(units);
        return hazard(
                code, leftOut ? Reachability.NO : Reachability.UNKNOWN, Search.MADE, evidence, address, List.of());
    }

    private Hazard hazard(
            HazardCode code,
            Reachability reachable,
            Search search,
            String evidence,
            long address,
            List<ChainLink> chain) {
        Glibc library =
                markers.has(Marker.NSS_MODULE) || code.kind() != HazardKind.NSS ? Glibc.SINCE_2_34 : Glibc.BEFORE_2_34;
        return new Hazard(code.kind(), reachable, search, evidence, library, address, chain);
    }
}
