package dev.assay.provenance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Chooses for each function the window of known bytes by which it is looked for: the one whose hash is rarest in the
 * archives at hand, so that few places of an image have to be compared.
 *
 * <p>The scan reads a window at every fourth address only. Where a section's alignment tells which of its windows come to lie
 * there, one of those is enough; where it does not, as many windows behind one another are taken as it needs for one of them to lie
 * there.
 */
final class AnchorChooser {
    private static final int COUNTERS = 1 << 18;

    /** How often the references may have a window by which a function is looked for. */
    private static final int RARE = 4;

    /**
     * Known bytes in a row that a section must have to be looked for by them: fewer are too often there by chance. Such a run holds
     * all windows of a place, whatever its alignment.
     */
    private static final int RUN = WindowScanner.STRIDE - 1 + WindowScanner.WIDTH;

    /** Bytes of a function that are looked at; the first ones are as good as any. */
    private static final int CONSIDERED = 512;

    /**
     * A section of code.
     *
     * @param bytes of its object
     * @param base where the section begins in them
     * @param size bytes of it
     * @param units where its functions begin, ascending, from 0
     * @param holes what a linker may change
     * @param grain a power of two that divides the section's address in an image, and how many bytes a linker may delete in front of
     *     any of its bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and gone when the anchors are chosen
    record Code(byte[] bytes, int base, int size, int[] units, Holes holes, int grain) {
        Code {
            grain = Math.min(grain, WindowScanner.STRIDE);
        }

        /** The same with its own bytes only: those of its archive are many times as many, and would stay for it. */
        private Code alone() {
            return new Code(Arrays.copyOfRange(bytes, base, base + size), 0, size, units, holes, grain);
        }

        /** How many windows behind one another it takes for one of them to be read. */
        int windows() {
            return WindowScanner.STRIDE / grain;
        }

        /** How many bytes they cover. */
        int extent() {
            return WindowScanner.STRIDE - grain + WindowScanner.WIDTH;
        }

        long window(int position) {
            return WindowScanner.window(bytes, base + position);
        }

        int end(int unit) {
            return unit + 1 < units.length ? units[unit + 1] : size;
        }

        int up(int position) {
            return position + grain - 1 & -grain;
        }
    }

    private record Section(int shape, Code code) {}

    private record Choice(int position, int unit, int cost) {}

    private final List<Section> sections = new ArrayList<>();
    private final byte[] seen = new byte[COUNTERS];

    void add(int shape, Code code) {
        sections.add(new Section(shape, code.alone()));
    }

    /**
     * Chooses.
     *
     * @param shapes how many shapes there are, those that were not added too
     */
    Anchors choose(int shapes) {
        sections.forEach(section -> count(section.code));
        int[] counts = new int[shapes];
        byte[][] places = new byte[shapes][0];
        IntStream.Builder hashes = IntStream.builder();
        IntStream.Builder windowless = IntStream.builder();
        for (Section section : sections) {
            List<Choice> kept = kept(section.code, choices(section.code));
            if (kept.isEmpty()) {
                windowless.add(section.shape);
            }
            counts[section.shape] = kept.size() * section.code.windows();
            places[section.shape] = write(section.code, kept, hashes);
        }
        return new Anchors(
                hashes.build().toArray(),
                Anchors.first(counts),
                Blobs.of(List.of(places)),
                windowless.build().toArray());
    }

    private List<Choice> choices(Code code) {
        List<Choice> choices = new ArrayList<>();
        for (int unit = 0; unit < code.units.length; unit++) {
            choose(code, unit).ifPresent(choices::add);
        }
        return choices;
    }

    /**
     * Of the windows of a section's functions the rarest, by which the section is found; and those by which another build of
     * a function is recognised: where a rare window is its own.
     */
    private static List<Choice> kept(Code code, List<Choice> choices) {
        Optional<Choice> rarest = choices.stream().min(Comparator.comparingInt(Choice::cost));
        List<Choice> kept = new ArrayList<>();
        for (Choice choice : choices) {
            int known = code.holes.known(code.units[choice.unit], code.end(choice.unit));
            boolean tellsTheFunction = known >= PartialMembers.SHORTEST && choice.cost >> 8 <= RARE;
            if (tellsTheFunction || rarest.equals(Optional.of(choice))) {
                kept.add(choice);
            }
        }
        return kept;
    }

    private static byte[] write(Code code, List<Choice> choices, IntStream.Builder hashes) {
        VarintWriter out = new VarintWriter();
        int unit = 0;
        int position = 0;
        for (Choice choice : choices) {
            for (int i = 0; i < code.windows(); i++) {
                int at = choice.position + i * code.grain;
                hashes.add(WindowScanner.hash(code.window(at)));
                out.number(choice.unit - unit);
                out.number(at - position);
                unit = choice.unit;
                position = at;
            }
        }
        return out.toBytes();
    }

    private void count(Code code) {
        for (int unit = 0; unit < code.units.length; unit++) {
            int last = Math.min(code.end(unit), code.units[unit] + CONSIDERED) - WindowScanner.WIDTH;
            for (int at = code.up(code.units[unit]); at <= last; at += code.grain) {
                int slot = WindowScanner.hash(code.window(at)) >>> 14;
                if (seen[slot] < Byte.MAX_VALUE) {
                    seen[slot]++;
                }
            }
        }
    }

    private Optional<Choice> choose(Code code, int unit) {
        int end = code.end(unit);
        int limit = code.units[unit] + CONSIDERED;
        Optional<Choice> best = Optional.empty();
        int from = code.units[unit];
        int hole = code.holes.firstEndingAfter(from);
        while (from < end && (from < limit || best.isEmpty())) {
            int to = hole < code.holes.count() ? Math.min(code.holes.from(hole), end) : end;
            if (to - from >= RUN) {
                // A long run has enough to choose from within the limit, or within its first bytes.
                best = better(best, choose(code, unit, from, Math.min(to, Math.max(limit, from + RUN))));
            }
            from = hole < code.holes.count() ? Math.max(from, code.holes.to(hole)) : end;
            hole++;
        }
        return best;
    }

    /** Of the windows in a run of known bytes. */
    private Choice choose(Code code, int unit, int from, int to) {
        int best = code.up(from);
        int bestCost = Integer.MAX_VALUE;
        for (int at = best; at + code.extent() <= to; at += code.grain) {
            int cost = cost(code, at);
            if (cost < bestCost) {
                bestCost = cost;
                best = at;
            }
        }
        return new Choice(best, unit, bestCost);
    }

    private static Optional<Choice> better(Optional<Choice> one, Choice other) {
        return one.isPresent() && one.get().cost <= other.cost ? one : Optional.of(other);
    }

    /** How often the references have the windows at a place, and behind that how alike the bytes of one are. */
    private int cost(Code code, int at) {
        int cost = 0;
        for (int i = 0; i < code.windows(); i++) {
            long window = code.window(at + i * code.grain);
            cost = Math.max(cost, (seen[WindowScanner.hash(window) >>> 14] << 8) + sameness(window));
        }
        return cost;
    }

    /** How alike the bytes of a window are: 0 when they differ, more the more of them are such as fill gaps. */
    private static int sameness(long window) {
        int fillers = 0;
        for (int i = 0; i < WindowScanner.WIDTH; i++) {
            int b = (int) (window >>> 8 * i) & 0xff;
            fillers += b == 0 || b == 0xff || b == 0x90 || b == 0xcc ? 1 : 0;
        }
        return fillers;
    }
}
