package dev.assay.elf;

import dev.assay.elf.RelocationSite.Outcome;

/**
 * How the fields of 64-bit Power code are read. Source: "OpenPOWER ELF V2 ABI Specification", Relocation Types (3.5.3);
 * binutils bfd/elf64-ppc.c.
 */
final class Ppc64Fields {
    static final int NOP = 0x60000000;

    /** {@code trap}, with which lld fills gaps. */
    static final int TRAP = 0x7fe00008;

    /** In a branch's form: the object has a no-operation after it. The bit is AA, which a relative branch has not. */
    static final int NOP_FOLLOWS = 2;

    /** {@code ld r2,24(r1)}: restores the TOC pointer after a call through a stub. */
    private static final int RESTORE_TOC = 0xe8410018;

    private static final int BRANCH_FIELD = 0x03fffffc;
    private static final int CONDITIONAL_FIELD = 0x0000fffc;
    private static final int REGISTER_A = 0x001f0000;
    private static final int OPCODE_AND_TARGET = 0xffe00000;
    private static final int ADDIS = 0x3c000000;
    private static final int ADDI = 0x38000000;
    private static final int R2 = 0x00020000;

    private Ppc64Fields() {}

    /** A call or a jump; a no-operation where nothing defines a weak function. */
    static void call(RelocationSite site) {
        int now = site.int32(0);
        boolean returns = (site.form & NOP_FOLLOWS) != 0;
        if (returns && site.int32(4) != NOP && site.int32(4) != RESTORE_TOC) {
            site.mismatch();
        } else if (now == NOP) {
            site.address(0);
        } else if (((now ^ site.form) & ~BRANCH_FIELD & ~NOP_FOLLOWS) != 0 || (now & 2) != 0) {
            site.mismatch();
        } else if (branchOffset(now) == 4 || branchOffset(now) == 0) {
            site.nothing(); // the instruction behind it, or itself: of lld, a weak symbol that nothing defines
        } else {
            site.address(function(site, site.place + branchOffset(now)) - site.addend);
        }
    }

    static int branchOffset(int word) {
        return (word & BRANCH_FIELD) << 6 >> 6;
    }

    /**
     * The function that a branch enters at an address: one whose local entry point this is, told by what stands before it,
     * the two instructions that set the TOC pointer (3.6.1).
     */
    static long function(RelocationSite site, long target) {
        int before = (int) (target - site.place) - 8;
        if (!site.has(before, before + 8)) {
            return target;
        }
        int first = site.int32(before);
        int second = site.int32(before + 4);
        boolean near = ((first & 0xffff0000) == 0x3c4c0000 || (first & 0xffff0000) == 0x3c400000)
                && (second & 0xffff0000) == 0x38420000; // addis r2,r12,ha or lis r2,ha; addi r2,r2,lo
        boolean far = (first & 0xffff0000) == 0xe84c0000 && second == 0x7c426214; // ld r2,d(r12); add r2,r2,r12
        return near || far ? target - 8 : target;
    }

    static void conditional(RelocationSite site) {
        int now = site.int32(0);
        if (((now ^ site.form) & ~CONDITIONAL_FIELD) == 0) {
            site.address(function(site, site.place + (short) (now & CONDITIONAL_FIELD)) - site.addend);
        } else {
            site.mismatch();
        }
    }

    /** The call of an indirect call in line: direct when the function is known. */
    static void inlineCall(RelocationSite site) {
        int now = site.int32(0);
        boolean direct = (now & ~BRANCH_FIELD) == 0x48000001;
        if (direct) {
            site.address(function(site, site.place + branchOffset(now)) - site.addend);
        } else if (now == site.form || now == NOP) {
            site.nothing();
        } else {
            site.mismatch();
        }
    }

    static void threadCall(RelocationSite site) {
        site.nothing();
        site.consumes(8);
    }

    /** {@code addis rT,r2,ha}; a no-operation where the low part reaches. */
    static void high(RelocationSite site) {
        int now = site.int32(0);
        if (now == NOP) {
            site.part(Outcome.PAGE, 0);
        } else if (((now ^ site.form) & 0xffff0000) == 0) {
            site.part(Outcome.PAGE, (long) now << 16 << 32 >> 32);
        } else {
            site.mismatch();
        }
    }

    private static boolean sameBase(RelocationSite site, int now) {
        return ((now ^ site.form) & REGISTER_A) == 0 || (now & REGISTER_A) == R2;
    }

    private static int displacement(int now, int form) {
        int opcode = now >>> 26;
        boolean scaled = opcode == 58 || opcode == 62 || opcode == 57 || opcode == 61; // DS and DQ forms
        int mask = !scaled ? 0xffff : opcode == 61 && (form & 3) == 1 ? 0xfff0 : 0xfffc;
        return (short) (now & mask);
    }

    /** An instruction with the low part of S + A, less the TOC pointer. */
    static void low(RelocationSite site) {
        int now = site.int32(0);
        if (((now ^ site.form) & OPCODE_AND_TARGET) != 0 || !sameBase(site, now)) {
            site.mismatch();
        } else if ((now & REGISTER_A) == R2) {
            site.part(Outcome.FROM_GOT, displacement(now, site.form) - site.addend);
        } else {
            site.part(Outcome.LOW_FROM_GOT, displacement(now, site.form));
        }
    }

    /** {@code ld} of a word that holds S + A; {@code addi} where S + A itself is near the TOC pointer. */
    static void slotLow(RelocationSite site) {
        int now = site.int32(0);
        boolean loads = ((now ^ site.form) & OPCODE_AND_TARGET) == 0;
        boolean adds = (now & OPCODE_AND_TARGET) == (ADDI | site.form & 0x03e00000) && site.form >>> 26 == 58;
        if (!loads && !adds || !sameBase(site, now)) {
            site.mismatch();
            return;
        }
        int value = displacement(now, site.form);
        boolean alone = (now & REGISTER_A) == R2;
        if (adds) {
            site.part(alone ? Outcome.FROM_GOT : Outcome.LOW_FROM_GOT, alone ? value - site.addend : value);
        } else if (site.form >>> 26 == 58) {
            site.wordFromGot(alone ? Outcome.WORD_FROM_GOT : Outcome.WORD_LOW_FROM_GOT, value, site.addend);
        } else {
            site.nothing(); // it makes the word's address, or loads a part of it
        }
    }

    /** {@code addis rT,r12,ha} of a function's TOC pointer; {@code lis rT,ha} where addresses are fixed. */
    static void relativeHigh(RelocationSite site) {
        int now = site.int32(0);
        boolean same = ((now ^ site.form) & 0xffff0000) == 0;
        boolean fixed = (now & 0xffff0000) == (ADDIS | site.form & 0x03e00000);
        if (same || fixed && site.form >>> 26 == 15) {
            site.nothing(); // the low part, right behind it, reads both
        } else {
            site.mismatch();
        }
    }

    static void relativeLow(RelocationSite site) {
        int now = site.int32(0);
        if (((now ^ site.form) & 0xffff0000) != 0) {
            site.mismatch();
            return;
        }
        int high = site.has(-4, 0) ? site.int32(-4) : 0;
        boolean pair = high >>> 26 == 15 && (high >>> 21 & 31) == (now >>> 16 & 31) && now >>> 26 == 14;
        if (pair) {
            int value = (high << 16) + (short) now;
            site.address((high & REGISTER_A) == 0 ? value : site.place + value - site.addend);
        } else {
            site.nothing();
        }
    }

    /** The 34-bit value of a prefixed instruction some bytes on. */
    static long prefixedValue(RelocationSite site, int at) {
        return (long) site.int32(at) << 46 >> 30 | site.int32(at + 4) & 0xffff;
    }

    /** A prefixed instruction with a 34-bit offset from itself. */
    static void prefixed(RelocationSite site) {
        int prefix = site.int32(0) >>> 20;
        if (prefix == 0x061 || prefix == 0x041) {
            site.address(site.place + prefixedValue(site, 0) - site.addend);
        } else {
            site.nothing(); // PCREL_OPT may have moved another instruction here
        }
    }

    /** {@code pld} from the GOT; {@code pla} where the address is known. */
    static void prefixedGot(RelocationSite site) {
        int prefix = site.int32(0) >>> 20;
        int opcode = site.int32(4) >>> 26;
        if (prefix == 0x041 && opcode == 57) {
            site.word(site.place + prefixedValue(site, 0) - site.addend, 0);
        } else if (prefix == 0x061 && opcode == 14) {
            site.address(site.place + prefixedValue(site, 0) - site.addend);
        } else {
            site.nothing();
        }
    }
}
