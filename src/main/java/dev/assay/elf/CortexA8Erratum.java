package dev.assay.elf;

import java.util.List;

/**
 * Undoes what ld does against Cortex-A8 erratum 657417, which lies at no relocation: a 32-bit Thumb branch whose two halves
 * lie in two pages, and that goes back into the first of them, goes by a veneer instead. Source: binutils bfd/elf32-arm.c,
 * {@code cortex_a8_erratum_scan} and {@code elf32_arm_stub_a8_veneer_*}.
 */
final class CortexA8Erratum {
    private static final int PAGE = 0x1000;
    private static final int LAST_HALFWORD = 0xffe;

    private static final int B_W = 0xf0009000;
    private static final int BL = 0xf000d000;
    private static final int BLX = 0xf000c000;
    private static final int KIND = 0xf800d000;

    private final byte[] bytes;
    private byte[] restored;

    private CortexA8Erratum(byte[] bytes) {
        this.bytes = bytes;
        this.restored = bytes;
    }

    /**
     * An image's bytes with such branches as they were.
     *
     * @param bytes the image's
     * @param loads segments that lie in them
     * @return the same array when there are none, a changed copy else
     */
    static byte[] undo(byte[] bytes, List<Segment> loads) {
        CortexA8Erratum erratum = new CortexA8Erratum(bytes);
        for (Segment segment : loads) {
            if (segment.isCode() && segment.fileSize() <= bytes.length - segment.offset()) {
                erratum.undo(segment);
            }
        }
        return erratum.restored;
    }

    private void undo(Segment segment) {
        long end = segment.address() + segment.fileSize() - 4;
        for (long place = (segment.address() & -PAGE) + LAST_HALFWORD; place <= end; place += PAGE) {
            if (place >= segment.address()) {
                undo(segment, place);
            }
        }
    }

    private void undo(Segment segment, long place) {
        int branch = thumb(segment, place);
        int kind = branch & KIND;
        if (kind != B_W && kind != BL && kind != BLX) {
            return;
        }
        long from = kind == BLX ? place + 4 & ~3L : place + 4;
        long veneer = from + ArmRelocations.thumbOffset(branch);
        if (isInPage(veneer, place) || !holds(segment, veneer, 4)) {
            return;
        }
        if (kind == BLX) {
            int jump = arm(segment, veneer);
            restore(segment, place, kind, jump >>> 24 == 0xea ? veneer + 8 + (jump << 8 >> 6) - from : PAGE);
        } else if (kind == B_W && (thumb(segment, veneer) & 0xf0ff0000) == 0xd0010000) {
            restoreConditional(segment, place, veneer);
        } else {
            int jump = thumb(segment, veneer);
            boolean leads = (jump & KIND) == B_W;
            restore(segment, place, kind, leads ? veneer + ArmRelocations.thumbOffset(jump) - place : PAGE);
        }
    }

    private void restoreConditional(Segment segment, long place, long veneer) {
        if (!holds(segment, veneer, 10)) {
            return;
        }
        int back = thumb(segment, veneer + 2);
        int jump = thumb(segment, veneer + 6);
        boolean returns = (back & KIND) == B_W && veneer + 6 + ArmRelocations.thumbOffset(back) == place + 4;
        long offset = veneer + 10 + ArmRelocations.thumbOffset(jump) - (place + 4);
        if (returns && (jump & KIND) == B_W && isInPage(place + 4 + offset, place)) {
            int condition = thumb(segment, veneer) >>> 24 & 15;
            int to = (int) offset;
            write(
                    segment,
                    place,
                    0xf0008000
                            | (to >>> 20 & 1) << 26
                            | condition << 22
                            | (to >>> 12 & 0x3f) << 16
                            | (to >>> 18 & 1) << 13
                            | (to >>> 19 & 1) << 11
                            | to >>> 1 & 0x7ff);
        }
    }

    /** Writes the branch that goes some bytes on, if that is back into its page. */
    private void restore(Segment segment, long place, int kind, long offset) {
        long from = kind == BLX ? place + 4 & ~3L : place + 4;
        if (isInPage(from + offset, place)) {
            int to = (int) offset;
            int sign = to >>> 24 & 1;
            int j1 = ~(to >>> 23 ^ sign) & 1;
            int j2 = ~(to >>> 22 ^ sign) & 1;
            write(
                    segment,
                    place,
                    kind | sign << 26 | (to >>> 12 & 0x3ff) << 16 | j1 << 13 | j2 << 11 | to >>> 1 & 0x7ff);
        }
    }

    private static boolean isInPage(long address, long place) {
        return (address & -PAGE) == (place & -PAGE);
    }

    private static boolean holds(Segment segment, long address, int size) {
        return address >= segment.address() && address + size <= segment.address() + segment.fileSize();
    }

    private static int at(Segment segment, long address) {
        return (int) (segment.offset() + (address - segment.address()));
    }

    private int half(int at) {
        return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8;
    }

    private int thumb(Segment segment, long address) {
        int at = at(segment, address);
        return half(at) << 16 | half(at + 2);
    }

    private int arm(Segment segment, long address) {
        int at = at(segment, address);
        return half(at) | half(at + 2) << 16;
    }

    private void write(Segment segment, long place, int word) {
        if (restored == bytes) {
            restored = bytes.clone();
        }
        int at = at(segment, place);
        restored[at] = (byte) (word >>> 16);
        restored[at + 1] = (byte) (word >>> 24);
        restored[at + 2] = (byte) word;
        restored[at + 3] = (byte) (word >>> 8);
    }
}
