package dev.assay.reach;

import dev.assay.elf.ElfHeader;
import dev.assay.elf.Image;
import dev.assay.elf.Segment;
import dev.assay.provenance.LinkMap;
import dev.assay.reach.DataPointers.Pools;
import dev.assay.reach.Hazard.Glibc;
import dev.assay.reach.Hazard.Search;
import dev.assay.reach.Markers.Marker;
import dev.assay.reach.Walks.Answer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
 *
 * <p>A link map lets the one walk go further and the other leave out more; what is certain without it stays so. So the walks are
 * made while the map is being recovered, and again with it only where something was left unknown.
 */
public final class Hazards {
    /** Bytes of code beyond which no path is looked for, so that no file takes minutes: 3.6 MB of it take 0.4 to 0.8 s. */
    private static final long MOST_SEARCHED = 32 << 20;

    private final Image image;
    private final Markers markers;
    private final List<HazardCode> codes;
    private final Optional<References> references;
    private final Map<HazardKind, Answer> early;

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
        this.codes = codes(Optional.empty());
        this.references = codes.isEmpty() ? Optional.empty() : References.of(image);
        this.early = references
                .map(read -> answers(read.graph(Optional.empty()), codes, Optional.empty()))
                .orElse(Map.of());
    }

    private List<HazardCode> codes(Optional<LinkMap> linkMap) {
        int type = image.header().type();
        boolean started = type == ElfHeader.ET_EXEC || type == ElfHeader.ET_DYN;
        return started ? HazardCode.in(image, linkMap, markers) : List.of();
    }

    private Map<HazardKind, Answer> answers(ReferenceGraph graph, List<HazardCode> asked, Optional<LinkMap> linkMap) {
        Walks walks = new Walks(graph, asked, markers, linkMap);
        Map<HazardKind, Answer> found = new EnumMap<>(HazardKind.class);
        for (HazardCode code : asked) {
            walks.answer(code).ifPresent(answer -> found.put(code.kind(), answer));
        }
        return found;
    }

    /**
     * Finds out what can be found out of an image before its link map is recovered, which most often is all.
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
        List<HazardCode> shown = codes(linkMap);
        if (shown.isEmpty()) {
            return List.of();
        }
        Optional<References> read = references.isPresent() ? references : References.of(image);
        if (read.isEmpty()) {
            return shown.stream().map(this::unknown).toList();
        }
        Map<HazardKind, Answer> answers = linkMap.isEmpty() || isSettled(shown)
                ? early
                : answers(read.get().graph(linkMap), shown, linkMap);
        Places places = new Places(image, linkMap);
        return shown.stream()
                .filter(code -> answers.containsKey(code.kind()))
                .map(code -> hazard(code, answers.get(code.kind()), places))
                .toList();
    }

    /** Where a map shows code that no string tells of, what leads to it may have been taken for something else. */
    private boolean isSettled(List<HazardCode> shown) {
        return shown.size() == codes.size()
                && early.size() == codes.size()
                && early.values().stream().allMatch(Answer::isCertain);
    }

    /** {@return who refers to whom; empty on a machine whose instructions are not known, and of an image that is too large} */
    static Optional<ReferenceGraph> graph(Image image, Optional<LinkMap> linkMap) {
        return References.of(image).map(references -> references.graph(linkMap));
    }

    private Hazard hazard(HazardCode code, Answer answer, Places places) {
        String evidence = code.addresses().isEmpty()
                ? code.evidence() + ", named by the code at 0x" + Long.toHexString(answer.address())
                : code.evidence();
        List<Long> way = answer.way();
        long address = way.isEmpty() ? answer.address() : way.get(way.size() - 1);
        return hazard(code, answer.reachable(), Search.MADE, evidence, address, places.chain(way));
    }

    private Hazard unknown(HazardCode code) {
        long address = code.addresses().isEmpty() ? 0 : code.addresses().get(0);
        return hazard(code, Reachability.UNKNOWN, Search.NOT_MADE, code.evidence(), address, List.of());
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
