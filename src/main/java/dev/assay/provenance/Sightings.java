package dev.assay.provenance;

import dev.assay.elf.Segment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** What the scan saw, compared: where whole sections stand, and where functions of others do. */
final class Sightings {
    private final Map<Integer, List<Long>> sections = new LinkedHashMap<>();
    private final Set<FunctionMatch> functions = new LinkedHashSet<>();
    private final Pool pool;
    private final ImageMemory memory;

    Sightings(Pool pool, ImageMemory memory, ShapeMatcher matcher) {
        this.pool = pool;
        this.memory = memory;
        Hits hits = scan();
        for (int i = 0; i < hits.count(); i++) {
            compare(hits, i, matcher);
        }
    }

    private Hits scan() {
        WindowScanner scanner = new WindowScanner(new WindowIndex(pool.anchorHashes()));
        Hits hits = new Hits();
        for (Segment segment : memory.loads()) {
            if (segment.isCode()) {
                int from = (int) segment.offset();
                int skipped = (int) (-segment.address() & WindowScanner.STRIDE - 1);
                scanner.scan(memory.bytes(), from + skipped, (int) (from + segment.fileSize()), hits);
            }
        }
        return hits;
    }

    private void compare(Hits hits, int i, ShapeMatcher matcher) {
        int number = pool.anchorShape(hits.anchor(i));
        Shape shape = pool.shape(number);
        OptionalLong start =
                matcher.start(shape, pool.anchorPosition(hits.anchor(i)), memory.addressOf(hits.offset(i)));
        if (start.isEmpty()) {
            return;
        }
        long address = start.getAsLong();
        List<Long> addresses = sections.get(number);
        if (addresses != null && addresses.contains(address)) {
            return;
        }
        if (matcher.matches(shape, address)) {
            sections.computeIfAbsent(number, k -> new ArrayList<>(2)).add(address);
        } else if (shape.unitCount() > 1
                && !shape.mayShrink()
                && matcher.unitMatches(shape, pool.anchorUnit(hits.anchor(i)), address)) {
            functions.add(new FunctionMatch(number, pool.anchorUnit(hits.anchor(i)), address));
        }
    }

    /** {@return by shape, the addresses at which the whole section stands} */
    Map<Integer, List<Long>> sections() {
        return sections;
    }

    /** {@return functions of sections that do not stand there whole} */
    Set<FunctionMatch> functions() {
        return functions;
    }

    /** {@return by shape, how many of its known bytes were seen} */
    int[] seenBytes() {
        int[] seen = new int[pool.shapeCount()];
        for (FunctionMatch match : functions) {
            Shape shape = pool.shape(match.shape());
            seen[match.shape()] += shape.holes().known(shape.unitOffset(match.unit()), shape.unitEnd(match.unit()));
        }
        for (int shape : sections.keySet()) {
            seen[shape] = pool.shape(shape).known();
        }
        return seen;
    }
}
