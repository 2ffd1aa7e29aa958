package dev.assay.provenance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Which sections have a shape. */
final class ShapeUses {
    /** Sections that a member may have: a section's number takes 16 bits. */
    static final int SECTIONS = 1 << 16;

    private final Blobs byShape;

    /** @param byShape as {@link #of} makes them */
    ShapeUses(Blobs byShape) {
        this.byShape = byShape;
    }

    /**
     * Turns a list by member into one by shape.
     *
     * @param sectionShapes of each member the shape of each section
     * @param shapes how many shapes there are
     */
    static ShapeUses of(List<int[]> sectionShapes, int shapes) {
        long[] uses = new long[sectionShapes.stream().mapToInt(s -> s.length).sum()];
        int count = 0;
        for (int member = 0; member < sectionShapes.size(); member++) {
            int[] ofMember = sectionShapes.get(member);
            for (int section = 0; section < ofMember.length; section++) {
                uses[count++] = (long) ofMember[section] << 40 | use(member, section);
            }
        }
        Arrays.sort(uses);
        List<byte[]> byShape = new ArrayList<>();
        int at = 0;
        for (int shape = 0; shape < shapes; shape++) {
            int from = at;
            while (at < count && uses[at] >>> 40 == shape) {
                at++;
            }
            byShape.add(write(uses, from, at));
        }
        return new ShapeUses(Blobs.of(byShape));
    }

    private static byte[] write(long[] uses, int from, int to) {
        VarintWriter out = new VarintWriter();
        out.number(to - from);
        int last = 0;
        for (int i = from; i < to; i++) {
            out.number(memberOf(uses[i]) - last);
            out.number(sectionOf(uses[i]));
            last = memberOf(uses[i]);
        }
        return out.toBytes();
    }

    /** {@return {@code member << 16 | section} of each section that has the shape, ascending} */
    long[] of(int shape) {
        VarintReader in = byShape.reader(shape);
        long[] uses = new long[in.small()];
        int member = 0;
        for (int i = 0; i < uses.length; i++) {
            member += in.small();
            uses[i] = use(member, in.small());
        }
        return uses;
    }

    Blobs byShape() {
        return byShape;
    }

    private static long use(int member, int section) {
        return (long) member << 16 | section;
    }

    static int memberOf(long use) {
        return (int) (use >>> 16) & 0xffffff;
    }

    static int sectionOf(long use) {
        return (int) use & 0xffff;
    }
}
