package dev.assay.provenance;

import dev.assay.elf.Image;
import dev.assay.elf.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Recovers the link map of an image: scan, solve, account. */
public final class Recovery {
    private final Pool pool;
    private final ImageMemory memory;
    private final ShapeMatcher matcher;

    private Recovery(Image image, List<Catalog> catalogs) {
        pool = new Pool(catalogs);
        memory = new ImageMemory(image, pool.machine());
        matcher = new ShapeMatcher(memory, pool.machine());
    }

    /**
     * Recovers the link map of an image.
     *
     * @param image the image
     * @param catalogs what its code may come from; those of other machines are passed over
     * @return the placements
     */
    public static List<Placement> recover(Image image, List<Catalog> catalogs) {
        List<Catalog> fitting =
                catalogs.stream().filter(c -> c.isFor(image.header())).toList();
        return fitting.isEmpty() ? List.of() : new Recovery(image, fitting).recover();
    }

    private List<Placement> recover() {
        Hits hits = scan();
        Map<Integer, List<Long>> seen = compare(hits);
        boolean[] active = new boolean[pool.memberCount()];
        int[] memberArchive = new int[pool.memberCount()];
        Arrays.fill(active, true);
        for (int archive = 0; archive < pool.archiveCount(); archive++) {
            for (int member : pool.membersOf(archive)) {
                memberArchive[member] = archive;
            }
        }
        CandidateGraph graph = new CandidateGraph(pool, memory, matcher, active);
        seen.forEach((shape, addresses) -> addresses.forEach(address -> graph.seen(shape, address)));
        Solver solver = new Solver(graph, matcher, memory, memberArchive);
        solver.solve();
        solver.debug();
        List<Placement> placements = new ArrayList<>();
        for (Candidate c : graph.all()) {
            if (c.isAccepted() && c.size > 0) {
                placements.add(new Placement(
                        id(c, memberArchive), c.address, c.size, c.code, Evidence.EXACT,
                        c.alternatives.stream().filter(x -> !x.isRejected()).map(x -> id(x, memberArchive)).toList(), List.of()));
            }
        }
        return placements;
    }

    private InputSectionId id(Candidate c, int[] memberArchive) {
        Member member = pool.member(c.member);
        return new InputSectionId(
                pool.archive(memberArchive[c.member]).origin(), member.name, member.sectionName[c.section]);
    }

    private Hits scan() {
        WindowScanner scanner = new WindowScanner(new WindowIndex(pool.anchorHashes()));
        Hits hits = new Hits();
        for (Segment segment : memory.loads()) {
            if (segment.isCode()) {
                scanner.scan(
                        memory.bytes(), (int) segment.offset(), (int) (segment.offset() + segment.fileSize()), hits);
            }
        }
        return hits;
    }

    private Map<Integer, List<Long>> compare(Hits hits) {
        Map<Integer, List<Long>> seen = new HashMap<>();
        for (int i = 0; i < hits.count(); i++) {
            int shapeNumber = pool.anchorShape(hits.anchor(i));
            long address = addressOf(hits.offset(i)) - pool.anchorPosition(hits.anchor(i));
            List<Long> addresses = seen.computeIfAbsent(shapeNumber, k -> new ArrayList<>(2));
            if (!addresses.contains(address) && matcher.matches(pool.shape(shapeNumber), address)) {
                addresses.add(address);
            }
        }
        return seen;
    }

    private long addressOf(int offset) {
        for (Segment segment : memory.loads()) {
            if (segment.isCode() && offset >= segment.offset() && offset < segment.offset() + segment.fileSize()) {
                return segment.address() + (offset - segment.offset());
            }
        }
        throw new AssertionError(offset);
    }
}
