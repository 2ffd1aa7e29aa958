package dev.assay.elf;

import dev.assay.elf.RelocationSite.Outcome;

/**
 * How the fields of MIPS code are read. Source: "SYSTEM V APPLICATION BINARY INTERFACE, MIPS RISC Processor Supplement",
 * Relocation Types; "MIPS Architecture For Programmers", volume II; binutils bfd/elfxx-mips.c.
 */
final class MipsFields {
    private static final int IMMEDIATE = 0xffff;
    private static final int TARGET_REGISTER = 0x001f0000;

    /** {@code addiu rt,$0,0}, of any rt: what is left of a load of a weak symbol's address that nothing defines. */
    private static final int LOAD_ZERO = 0x24000000;

    private static final int J = 2;
    private static final int JAL = 3;
    private static final int JALX = 0x1d;
    private static final int BRANCH_ALWAYS = 0x1000;
    private static final int BRANCH_AND_LINK = 0x0411;

    private MipsFields() {}

    private static boolean keepsOpcode(RelocationSite site) {
        return ((site.int32(0) ^ site.form) & ~IMMEDIATE) == 0;
    }

    private static int value(RelocationSite site) {
        return (short) site.int32(0);
    }

    private static void part(RelocationSite site, Outcome outcome, long value) {
        if (keepsOpcode(site)) {
            site.part(outcome, value);
        } else {
            site.mismatch();
        }
    }

    /** Sixteen bits of which nothing is claimed. */
    static void immediate(RelocationSite site) {
        if (keepsOpcode(site)) {
            site.nothing();
        } else {
            site.mismatch();
        }
    }

    static void fromGot(RelocationSite site) {
        part(site, Outcome.FROM_GOT, value(site) - site.addend);
    }

    /** {@code ld} of a word that holds S; {@code li rt,0} where S is 0. */
    static void slot(RelocationSite site) {
        if (keepsOpcode(site)) {
            site.wordFromGot(Outcome.WORD_FROM_GOT, value(site), site.addend);
        } else if (site.int32(0) == (LOAD_ZERO | site.form & TARGET_REGISTER)) {
            site.address(0);
        } else {
            site.mismatch();
        }
    }

    /** {@code ld} of a word that holds the page, 64 KiB around it, of S + A. */
    static void page(RelocationSite site) {
        part(site, Outcome.PAGE_FROM_GOT, value(site));
    }

    /** What completes a page, signed. */
    static void low(RelocationSite site) {
        part(site, Outcome.LOW12, value(site));
    }

    static void slotHigh(RelocationSite site) {
        part(site, Outcome.PAGE, (long) value(site) << 16);
    }

    static void slotLow(RelocationSite site) {
        if (keepsOpcode(site)) {
            site.wordFromGot(Outcome.WORD_LOW_FROM_GOT, value(site), site.addend);
        } else if (site.int32(0) == (LOAD_ZERO | site.form & TARGET_REGISTER)) {
            site.address(0);
        } else {
            site.mismatch();
        }
    }

    /** {@code lui gp,hi} of what gp is past a function. */
    static void pointerHigh(RelocationSite site) {
        part(site, Outcome.PAGE, (long) value(site) << 16);
    }

    static void pointerLow(RelocationSite site) {
        part(site, Outcome.SETS_GOT, value(site));
    }

    /** {@code j} and {@code jal} reach the 256 MiB in which the next instruction lies. */
    static void jump(RelocationSite site) {
        int now = site.int32(0);
        int opcode = now >>> 26;
        if (opcode == J || opcode == JAL || opcode == JALX) {
            site.address((site.place + 4 & ~0xfffffffL | (now & 0x03ffffffL) << 2) - site.addend);
        } else if (now >>> 16 == BRANCH_AND_LINK || now >>> 16 == BRANCH_ALWAYS) {
            site.address(site.place + 4 + 4L * value(site) - site.addend);
        } else {
            site.mismatch();
        }
    }

    /** A branch within 128 KiB; A is -4 of one to its symbol. */
    static void branch(RelocationSite site) {
        part(site, Outcome.ADDRESS, site.place + 4L * value(site) - site.addend);
    }

    static void compactBranch(RelocationSite site, int bits) {
        int now = site.int32(0);
        if (((now ^ site.form) >>> bits) == 0) {
            site.address(site.place + 4L * (now << 32 - bits >> 32 - bits) - site.addend);
        } else {
            site.mismatch();
        }
    }

    /** {@code jalr $25} and {@code jr $25}: {@code bal} and {@code b} where the function is near. */
    static void call(RelocationSite site) {
        int now = site.int32(0);
        if (now == site.form) {
            site.nothing();
        } else if (now >>> 16 == BRANCH_AND_LINK || now >>> 16 == BRANCH_ALWAYS) {
            site.address(site.place + 4 + 4L * value(site) - site.addend);
        } else {
            site.mismatch();
        }
    }

    /**
     * What stands before a position-independent function for callers that do not set {@code $25}: {@code lui $25,hi; j S; addiu
     * $25,$25,lo}, or, right before the function, {@code lui $25,hi; addiu $25,$25,lo} ({@code mips_elf_create_la25_stub}).
     */
    static void stub(RelocationSite site) {
        site.nothing();
        if (!site.has(0, 12) || site.int32(0) >>> 16 != 0x3c19) {
            return;
        }
        int second = site.int32(4);
        int low = second >>> 26 == J ? site.int32(8) : second;
        long function = ((long) site.int32(0) << 48 >> 32) + (short) low;
        boolean jumps = second >>> 26 == J && (site.place + 8 & ~0xfffffffL | (second & 0x03ffffffL) << 2) == function;
        if (low >>> 16 == 0x2739 && (jumps || function == site.place + 8)) {
            site.address(function);
        }
    }

    static int stubSize(RelocationSite site) {
        if (site.outcome() != Outcome.ADDRESS) {
            return 0;
        }
        return site.int32(4) >>> 26 == J ? 12 : 8;
    }
}
