package dev.assay.provenance;

import dev.assay.elf.RelocationTable;
import java.util.Arrays;

/**
 * What can be compared of an input section: its size, where relocations may change it and how, and a strong hash of the
 * known bytes of each function. Sections with equal shapes are twins: only the symbols that their relocations name, and
 * those that name them, tell them apart.
 */
final class Shape {
    /** What kind of section it is. */
    enum Kind {
        CODE(0),
        READ_ONLY(1),
        WRITABLE(2),
        /** No bytes in the file. */
        ZEROED(3);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        private static Kind of(int code) {
            return code == 0 ? CODE : code == 1 ? READ_ONLY : code == 2 ? WRITABLE : ZEROED;
        }
    }

    private final Kind kind;
    private final int size;
    private final int alignment;
    private final int[] relocationOffset;
    private final int[] relocationType;
    private final int[] relocationForm;
    private final int[] unitOffset;
    private final long[] unitHash;
    private final Holes holes;
    private final int known;
    private final boolean mayShrink;

    private Shape(
            Kind kind,
            int size,
            int alignment,
            int[][] relocations,
            int[] unitOffset,
            long[] unitHash,
            Holes holes,
            boolean mayShrink) {
        this.kind = kind;
        this.size = size;
        this.alignment = alignment;
        this.relocationOffset = relocations[0];
        this.relocationType = relocations[1];
        this.relocationForm = relocations[2];
        this.unitOffset = unitOffset;
        this.unitHash = unitHash;
        this.holes = holes;
        this.mayShrink = mayShrink;
        this.known = kind == Kind.ZEROED ? 0 : holes.known(0, size);
    }

    /** Writes a shape as {@link #read} wants it. Relocations ascend; {@code forms} interns a type and its form. */
    static void write(
            VarintWriter out,
            Kind kind,
            int size,
            int alignment,
            int[] relocationOffset,
            int[] relocationForm,
            int[] unitOffset,
            long[] unitHash) {
        out.number(kind.code);
        out.number(size);
        out.number(Integer.numberOfTrailingZeros(alignment));
        out.number(relocationOffset.length);
        int last = 0;
        for (int i = 0; i < relocationOffset.length; i++) {
            out.signed(relocationOffset[i] - last);
            out.number(relocationForm[i]);
            last = relocationOffset[i];
        }
        out.number(unitOffset.length);
        last = 0;
        for (int i = 0; i < unitOffset.length; i++) {
            out.number(unitOffset[i] - last);
            out.fixed64(unitHash[i]);
            last = unitOffset[i];
        }
    }

    /**
     * Reads a shape.
     *
     * @param in at its first byte
     * @param forms the catalog's relocation types (high half) and forms (low half)
     * @param machine which bytes each type may change
     * @return the shape
     */
    static Shape read(VarintReader in, long[] forms, RelocationTable machine) {
        Kind kind = Kind.of(in.small());
        int size = in.small();
        int alignment = 1 << in.small();
        int count = in.small();
        int[][] relocations = new int[3][count];
        Holes holes = new Holes(count);
        int offset = 0;
        boolean mayShrink = false;
        for (int i = 0; i < count; i++) {
            offset += (int) in.signed();
            long form = forms[in.small()];
            relocations[0][i] = offset;
            relocations[1][i] = (int) (form >>> 32);
            relocations[2][i] = (int) form;
            hole(holes, machine, offset, (int) (form >>> 32), (int) form, size);
            mayShrink |= machine.deletes((int) (form >>> 32));
        }
        int units = in.small();
        int[] unitOffset = new int[units];
        long[] unitHash = new long[units];
        int last = 0;
        for (int i = 0; i < units; i++) {
            last += in.small();
            unitOffset[i] = last;
            unitHash[i] = in.fixed64();
        }
        return new Shape(kind, size, alignment, relocations, unitOffset, unitHash, holes, mayShrink);
    }

    /** Adds the bytes that a relocation may change, as far as they lie in the section. */
    static void hole(Holes holes, RelocationTable machine, int offset, int type, int form, int size) {
        int from = Math.max(0, offset + machine.from(type));
        int to = Math.min(size, offset + machine.to(type, form));
        if (from < to) {
            holes.add(from, to);
        }
    }

    /** {@return whether the other is the same, in another catalog perhaps} */
    boolean sameAs(Shape other) {
        return kind == other.kind
                && size == other.size
                && alignment == other.alignment
                && Arrays.equals(unitOffset, other.unitOffset)
                && Arrays.equals(unitHash, other.unitHash)
                && Arrays.equals(relocationOffset, other.relocationOffset)
                && Arrays.equals(relocationType, other.relocationType)
                && Arrays.equals(relocationForm, other.relocationForm);
    }

    Kind kind() {
        return kind;
    }

    /** {@return bytes it occupies in its object, and in an image unless it {@link #mayShrink}} */
    int size() {
        return size;
    }

    int alignment() {
        return alignment;
    }

    Holes holes() {
        return holes;
    }

    /** {@return whether a linker may delete bytes of it} */
    boolean mayShrink() {
        return mayShrink;
    }

    /** {@return bytes that no relocation may change} */
    int known() {
        return known;
    }

    int relocationCount() {
        return relocationOffset.length;
    }

    int relocationOffset(int i) {
        return relocationOffset[i];
    }

    int relocationType(int i) {
        return relocationType[i];
    }

    int relocationForm(int i) {
        return relocationForm[i];
    }

    int unitCount() {
        return unitOffset.length;
    }

    int unitOffset(int i) {
        return unitOffset[i];
    }

    /** {@return end of a unit, exclusive} */
    int unitEnd(int i) {
        return i + 1 < unitOffset.length ? unitOffset[i + 1] : size;
    }

    long unitHash(int i) {
        return unitHash[i];
    }
}
