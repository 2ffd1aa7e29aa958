package dev.assay.provenance;

import dev.assay.elf.Segment;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.OptionalLong;
import java.util.Set;

/** What the scan saw, compared: where whole sections stand, and where functions of others do. */
final class Sightings {
    /** Known bytes of a section that is short: two instructions of a machine whose instructions are all of four bytes, or three. */
    private static final int SHORT = 16;

    /** Places at which a short section may be seen; one that is seen at more says nothing of where it stands. */
    private static final int MOST_PLACES = 16;

    private static final long[] NOWHERE = {};

    /** By shape, the addresses at which it was seen, ascending; {@code count} of them count. */
    private final long[][] places;

    private final int[] count;

    /** By anchor, once it was seen: its shape, its position in it (-1 before), and the bits that no start has. */
    private final int[] anchorShape;

    private final int[] anchorPosition;
    private final int[] misaligned;

    private final Set<FunctionMatch> functions = new LinkedHashSet<>();
    private final Pool pool;
    private final ImageMemory memory;

    Sightings(Pool pool, ImageMemory memory, ShapeMatcher matcher) {
        this.pool = pool;
        this.memory = memory;
        this.places = new long[pool.shapeCount()][];
        this.count = new int[pool.shapeCount()];
        Arrays.fill(places, NOWHERE);
        int[] hashes = pool.anchorHashes();
        this.anchorShape = new int[hashes.length];
        this.anchorPosition = new int[hashes.length];
        this.misaligned = new int[hashes.length];
        Arrays.fill(anchorPosition, -1);
        Hits hits = scan(hashes);
        for (int i = 0; i < hits.count(); i++) {
            compare(hits, i, matcher);
        }
    }

    private Hits scan(int[] hashes) {
        WindowScanner scanner = new WindowScanner(new WindowIndex(hashes));
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
        int anchor = hits.anchor(i);
        if (anchorPosition[anchor] < 0) {
            meet(anchor);
        }
        long at = memory.addressOf(hits.offset(i));
        if ((at - anchorPosition[anchor] & misaligned[anchor]) != 0) {
            return; // most hits of windows that much code has
        }
        int number = anchorShape[anchor];
        Shape shape = pool.shape(number);
        if (isCommon(number, shape)) {
            return;
        }
        OptionalLong start = matcher.start(shape, anchorPosition[anchor], at);
        if (start.isEmpty()) {
            return;
        }
        long address = start.getAsLong();
        int place = Arrays.binarySearch(places[number], 0, count[number], address);
        if (place >= 0) {
            return;
        }
        if (matcher.matches(shape, address)) {
            add(number, -place - 1, address);
        } else if (shape.unitCount() > 1 && matcher.unitMatches(shape, pool.anchorUnit(anchor), address)) {
            functions.add(function(number, pool.anchorUnit(anchor), address, matcher));
        }
    }

    private FunctionMatch function(int number, int unit, long address, ShapeMatcher matcher) {
        Shape shape = pool.shape(number);
        Layout layout = matcher.layout(shape, address, shape.unitEnd(unit)).orElse(Layout.WHOLE);
        int from = layout.place(shape.unitOffset(unit));
        int to = layout.place(shape.unitEnd(unit));
        return new FunctionMatch(number, unit, address, address + from, to - from);
    }

    private void meet(int anchor) {
        int number = pool.anchorShape(anchor);
        Shape shape = pool.shape(number);
        anchorShape[anchor] = number;
        anchorPosition[anchor] = pool.anchorPosition(anchor);
        misaligned[anchor] = shape.mayShrink() ? 0 : shape.alignment() - 1;
    }

    private void add(int shape, int at, long address) {
        long[] its = places[shape];
        if (count[shape] == its.length) {
            its = Arrays.copyOf(its, Math.max(2, its.length * 2));
            places[shape] = its;
        }
        System.arraycopy(its, at, its, at + 1, count[shape] - at);
        its[at] = address;
        count[shape]++;
    }

    private boolean isCommon(int number, Shape shape) {
        return count[number] > MOST_PLACES && shape.known() < SHORT;
    }

    /** Adds to a graph where whole sections stand; what is seen everywhere it looks for in gaps. */
    void tell(CandidateGraph graph) {
        for (int shape = 0; shape < places.length; shape++) {
            if (isSeen(shape)) {
                tell(shape, graph);
            }
        }
    }

    private void tell(int shape, CandidateGraph graph) {
        if (isCommon(shape, pool.shape(shape))) {
            graph.lookForInGaps(shape);
            return;
        }
        for (int i = 0; i < count[shape]; i++) {
            graph.seen(shape, places[shape][i]);
        }
    }

    /** {@return whether a whole section of the shape was seen} */
    boolean isSeen(int shape) {
        return count[shape] > 0;
    }

    /** {@return the addresses at which whole sections of the shape were seen, ascending} */
    long[] placesOf(int shape) {
        return Arrays.copyOf(places[shape], count[shape]);
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
        for (int shape = 0; shape < count.length; shape++) {
            if (isSeen(shape)) {
                seen[shape] = pool.shape(shape).known();
            }
        }
        return seen;
    }
}
