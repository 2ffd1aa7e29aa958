package dev.assay.provenance;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Chooses for each function the window of eight known bytes by which it is looked for: the one whose hash is rarest in the
 * archives at hand, so that few places of an image have to be compared.
 */
final class AnchorChooser {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int COUNTERS = 1 << 18;

    /** How often the references may have a window by which a function is looked for. */
    private static final int RARE = 4;

    /** Windows of a function that are looked at; the first ones are as good as any. */
    private static final int CONSIDERED = 512;

    @SuppressWarnings("ArrayRecordComponent") // never compared, and gone when the anchors are chosen
    private record Section(int shape, byte[] bytes, int base, int size, int[] units, Holes holes) {}

    private record Anchor(int hash, int position, int unit, int cost) {}

    private final List<Section> sections = new ArrayList<>();
    private final byte[] seen = new byte[COUNTERS];

    void add(int shape, byte[] bytes, int base, int size, int[] units, Holes holes) {
        sections.add(new Section(shape, bytes, base, size, units, holes));
    }

    /**
     * Chooses.
     *
     * @param shapes how many shapes there are, those that were not added too
     */
    Anchors choose(int shapes) {
        for (Section section : sections) {
            count(section);
        }
        int[] counts = new int[shapes];
        byte[][] places = new byte[shapes][0];
        List<Anchor> chosen = new ArrayList<>();
        List<Integer> windowless = new ArrayList<>();
        for (Section section : sections) {
            List<Anchor> ofSection = new ArrayList<>();
            for (int unit = 0; unit < section.units.length; unit++) {
                choose(section, unit, ofSection);
            }
            List<Anchor> kept = kept(section, ofSection);
            if (kept.isEmpty()) {
                windowless.add(section.shape);
            }
            counts[section.shape] = kept.size();
            places[section.shape] = write(kept);
            chosen.addAll(kept);
        }
        return new Anchors(
                chosen.stream().mapToInt(Anchor::hash).toArray(),
                Anchors.first(counts),
                Blobs.of(List.of(places)),
                windowless.stream().mapToInt(Integer::intValue).toArray());
    }

    /**
     * Of the anchors of a section's functions the rarest, by which the section is found; and those by which another build of
     * a function is recognised: where a rare window is its own.
     */
    private static List<Anchor> kept(Section section, List<Anchor> ofSection) {
        Optional<Anchor> rarest = ofSection.stream().min(Comparator.comparingInt(Anchor::cost));
        List<Anchor> kept = new ArrayList<>();
        for (Anchor anchor : ofSection) {
            int known = section.holes.known(section.units[anchor.unit], end(section, anchor.unit));
            boolean tellsTheFunction = known >= PartialMembers.SHORTEST && anchor.cost >> 8 <= RARE;
            if (tellsTheFunction || rarest.equals(Optional.of(anchor))) {
                kept.add(anchor);
            }
        }
        return kept;
    }

    private static byte[] write(List<Anchor> anchors) {
        VarintWriter out = new VarintWriter();
        int unit = 0;
        int position = 0;
        for (Anchor anchor : anchors) {
            out.number(anchor.unit - unit);
            out.number(anchor.position - position);
            unit = anchor.unit;
            position = anchor.position;
        }
        return out.toBytes();
    }

    private static int end(Section section, int unit) {
        return unit + 1 < section.units.length ? section.units[unit + 1] : section.size;
    }

    private void count(Section section) {
        for (int unit = 0; unit < section.units.length; unit++) {
            int end = Math.min(end(section, unit), section.units[unit] + CONSIDERED) - 8;
            for (int at = section.units[unit]; at <= end; at++) {
                int slot = WindowScanner.hash((long) LONG.get(section.bytes, section.base + at)) >>> 14;
                if (seen[slot] < Byte.MAX_VALUE) {
                    seen[slot]++;
                }
            }
        }
    }

    private void choose(Section section, int unit, List<Anchor> chosen) {
        int best = -1;
        int bestCost = Integer.MAX_VALUE;
        int bestHash = 0;
        int from = section.units[unit];
        int end = end(section, unit);
        int limit = Math.min(end, from + CONSIDERED);
        int hole = section.holes.firstEndingAfter(from);
        int at = from;
        while (at < limit || best < 0 && at < end) {
            if (hole < section.holes.count() && section.holes.from(hole) < at + 8) {
                at = Math.max(at, section.holes.to(hole));
                hole++;
                continue;
            }
            if (at + 8 > end) {
                break;
            }
            long window = (long) LONG.get(section.bytes, section.base + at);
            int hash = WindowScanner.hash(window);
            int cost = (seen[hash >>> 14] << 8) + sameness(window);
            if (cost < bestCost) {
                bestCost = cost;
                best = at;
                bestHash = hash;
            }
            at++;
        }
        if (best >= 0) {
            chosen.add(new Anchor(bestHash, best, unit, bestCost));
        }
    }

    /** How alike the bytes of a window are: 0 when they differ, up to 56 when they are one byte repeated. */
    private static int sameness(long window) {
        int zeros = 0;
        for (int i = 0; i < 8; i++) {
            int b = (int) (window >>> 8 * i) & 0xff;
            zeros += b == 0 || b == 0xff || b == 0x90 || b == 0xcc ? 1 : 0;
        }
        return zeros * 7;
    }
}
