package dev.assay.elf;

import java.util.List;

/**
 * Undoes what linkers do against Cortex-A53 erratum 843419, which lies at no relocation: a load or store that is the third or
 * fourth instruction from an ADRP in one of the last two words of a page moves to a veneer, and a branch stands in its place.
 * Source: binutils bfd/elfnn-aarch64.c, {@code _bfd_aarch64_erratum_843419_p}; lld/ELF/AArch64ErrataFix.cpp.
 */
final class CortexA53Erratum {
    private static final int PAGE = 0x1000;
    private static final int MASK_BRANCH = 0xfc000000;
    private static final int BRANCH = 0x14000000;

    private final byte[] bytes;
    private byte[] restored;

    private CortexA53Erratum(byte[] bytes) {
        this.bytes = bytes;
        this.restored = bytes;
    }

    /**
     * An image's bytes with such instructions where they were.
     *
     * @param bytes the image's
     * @param loads segments that lie in them
     * @return the same array when none was moved, a changed copy else
     */
    static byte[] undo(byte[] bytes, List<Segment> loads) {
        CortexA53Erratum erratum = new CortexA53Erratum(bytes);
        for (Segment segment : loads) {
            if (segment.isCode() && segment.fileSize() <= bytes.length - segment.offset()) {
                erratum.undo(segment);
            }
        }
        return erratum.restored;
    }

    private void undo(Segment segment) {
        int start = (int) segment.offset();
        int end = (int) (segment.offset() + segment.fileSize());
        int firstPage = start + (int) (-segment.address() & PAGE - 1);
        for (int page = firstPage; page < end; page += PAGE) {
            boolean adrp = isAdrp(page - 8, start, end) || isAdrp(page - 4, start, end);
            for (int at = page; adrp && at <= page + 8; at += 4) {
                undo(at, start, end);
            }
        }
    }

    private boolean isAdrp(int at, int start, int end) {
        return at >= start && at + 4 <= end && (word(at) & 0x9f000000) == 0x90000000;
    }

    /** A branch to a veneer: the instruction, and a branch back behind where it was. */
    private void undo(int at, int start, int end) {
        if (at + 4 > end || (word(at) & MASK_BRANCH) != BRANCH) {
            return;
        }
        int veneer = at + offset(word(at));
        if (veneer < start || veneer + 8 > end || (word(veneer + 4) & MASK_BRANCH) != BRANCH) {
            return;
        }
        if (veneer + 4 + offset(word(veneer + 4)) == at + 4) {
            if (restored == bytes) {
                restored = bytes.clone();
            }
            System.arraycopy(bytes, veneer, restored, at, 4);
        }
    }

    private static int offset(int branch) {
        return (branch << 6 >> 6) * 4;
    }

    private int word(int at) {
        return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff) << 16 | bytes[at + 3] << 24;
    }
}
