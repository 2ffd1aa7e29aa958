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

    /**
     * Writes a shape as {@link #read} wants it, in three parts: what is alike compresses better together.
     *
     * @param relocationOffset ascending
     * @param relocationForm number of type and form, as {@link CatalogBuilder#form} gives it
     * @param unitOffset ascending
     * @param unitHash number of the hash, as {@link CatalogBuilder#unitHash} gives it
     */
    static byte[][] write(
            Kind kind,
            int size,
            int alignment,
            int[] relocationOffset,
            int[] relocationForm,
            int[] unitOffset,
            int[] unitHash) {
        VarintWriter out = new VarintWriter();
        out.number(kind.code);
        out.number(size);
        out.number(Integer.numberOfTrailingZeros(alignment));
        writeAscending(out, unitOffset);
        FreshNumbers hashes = new FreshNumbers();
        for (int hash : unitHash) {
            out.number(hashes.code(hash));
        }
        VarintWriter offsets = new VarintWriter();
        writeAscending(offsets, relocationOffset);
        VarintWriter forms = new VarintWriter();
        for (int form : relocationForm) {
            forms.number(form);
        }
        return new byte[][] {out.toBytes(), offsets.toBytes(), forms.toBytes()};
    }

    private static void writeAscending(VarintWriter out, int[] offsets) {
        out.number(offsets.length);
        int last = 0;
        for (int offset : offsets) {
            out.number(offset - last);
            last = offset;
        }
    }

    private static int[] readAscending(VarintReader in) {
        int[] offsets = new int[in.small()];
        int last = 0;
        for (int i = 0; i < offsets.length; i++) {
            last += in.small();
            offsets[i] = last;
        }
        return offsets;
    }

    /**
     * Reads a shape.
     *
     * @param in at the first byte of its first part
     * @param offsets at the first byte of its second part
     * @param formNumbers at the first byte of its third part
     * @param forms the catalog's relocation types (high half) and forms (low half)
     * @param hashes the catalog's hashes of functions
     * @param machine which bytes each type may change
     * @return the shape
     */
    static Shape read(
            VarintReader in,
            VarintReader offsets,
            VarintReader formNumbers,
            long[] forms,
            long[] hashes,
            RelocationTable machine) {
        Kind kind = Kind.of(in.small());
        int size = in.small();
        int alignment = 1 << in.small();
        int[] offset = readAscending(offsets);
        int[] type = new int[offset.length];
        int[] form = new int[offset.length];
        Holes holes = new Holes(offset.length);
        boolean mayShrink = false;
        for (int i = 0; i < offset.length; i++) {
            long both = forms[formNumbers.small()];
            type[i] = (int) (both >>> 32);
            form[i] = (int) both;
            hole(holes, machine, offset[i], type[i], form[i], size);
            mayShrink |= machine.deletes(type[i]);
        }
        int[] unitOffset = readAscending(in);
        long[] unitHash = new long[unitOffset.length];
        FreshNumbers numbers = new FreshNumbers();
        for (int i = 0; i < unitHash.length; i++) {
            unitHash[i] = hashes[numbers.number(in.small())];
        }
        return new Shape(
                kind, size, alignment, new int[][] {offset, type, form}, unitOffset, unitHash, holes, mayShrink);
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

    /** {@return the function that holds a byte of the section} */
    int unitAt(int offset) {
        int unit = unitCount() - 1;
        while (unit > 0 && unitOffset(unit) > offset) {
            unit--;
        }
        return unit;
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
