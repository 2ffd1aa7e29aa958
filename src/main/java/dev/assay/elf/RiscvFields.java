package dev.assay.elf;

import dev.assay.elf.RelocationSite.Outcome;

/**
 * How the fields of RISC-V code are read, and what is left of a place that a linker may shorten. Source: "RISC-V ELF psABI",
 * Linker Relaxation; "RISC-V Instruction Set Manual", volume 1, Base Instruction Formats and "C" extension.
 */
final class RiscvFields {
    static final int NOP = 0x00000013;
    private static final int COMPRESSED_NOP = 0x0001;

    private static final int AUIPC = 0x17;
    private static final int LUI = 0x37;
    private static final int JAL = 0x6f;
    private static final int JALR = 0x67;

    /** What is known of an instruction with an immediate, of a store or branch, and of their base register. */
    private static final int LOAD_KNOWN = 0x000fffff;

    private static final int STORE_KNOWN = 0x01fff07f;
    private static final int BASE = 0x000f8000;
    private static final int GP = 3;

    private RiscvFields() {}

    private static int opcode(int word) {
        return word & 0x7f;
    }

    private static int target(int word) {
        return word >>> 7 & 31;
    }

    private static int base(int word) {
        return word >>> 15 & 31;
    }

    /** Of a call's two instructions: the register between them, and that of the return address. */
    static int registers(int auipc, int jalr) {
        return target(auipc) | target(jalr) << 8;
    }

    /** {@return bytes that stand at a place that may be shortened; -1 when they are none that a linker leaves there} */
    static int length(RelocationSite site) {
        int plain = site.type & ~RiscvRelocations.RELAXED;
        return switch (plain) {
            case RiscvRelocations.ALIGN -> alignment(site);
            case RiscvRelocations.CALL, RiscvRelocations.CALL_PLT -> callLength(site);
            case RiscvRelocations.HI20 -> absoluteLength(site);
            default -> isKept(site, plain) ? 4 : 0;
        };
    }

    /** No-operations up to the alignment that is the next power of two. */
    private static int alignment(RelocationSite site) {
        int most = site.form;
        int align = Integer.highestOneBit(most) << 1;
        int length = (int) (-site.place & align - 1);
        if (most == 0 || length > most || !site.has(0, length)) {
            return most == 0 ? 0 : -1;
        }
        for (int at = 0; at < length; at += 4) {
            boolean last = length - at == 2;
            if (last ? site.half(at) != COMPRESSED_NOP : length - at < 2 || site.le32(at) != NOP) {
                return -1;
            }
        }
        return length;
    }

    private static int callLength(RelocationSite site) {
        int link = site.form >>> 8;
        if (site.has(0, 8) && isCall(site)) {
            return 8;
        }
        if (site.has(0, 4)) {
            int word = site.le32(0);
            boolean jumps = opcode(word) == JAL || (word & 0xff07f) == JALR;
            if (jumps && target(word) == link) {
                return 4;
            }
        }
        return link == 0 && site.has(0, 2) && (site.half(0) & 0xe003) == 0xa001 ? 2 : -1;
    }

    private static boolean isCall(RelocationSite site) {
        int high = site.le32(0);
        int low = site.le32(4);
        return opcode(high) == AUIPC
                && (low & 0x707f) == JALR
                && base(low) == target(high)
                && registers(high, low) == site.form;
    }

    private static int absoluteLength(RelocationSite site) {
        if (isKept(site, RiscvRelocations.HI20)) {
            return 4;
        }
        boolean compressed =
                site.has(0, 2) && (site.half(0) & 0xe003) == 0x6001 && (site.half(0) >>> 7 & 31) == target(site.form);
        return compressed ? 2 : 0;
    }

    /** Whether the first instruction of a pair still stands there: with {@code lui} where the address is near 0. */
    private static boolean isKept(RelocationSite site, int plain) {
        if (!site.has(0, 4)) {
            return false;
        }
        int word = site.le32(0);
        if (plain == RiscvRelocations.TPREL_ADD) {
            return word == site.form;
        }
        boolean same = opcode(word) == opcode(site.form) || opcode(site.form) == AUIPC && opcode(word) == LUI;
        return same && target(word) == target(site.form);
    }

    static void call(RelocationSite site) {
        int length = callLength(site);
        if (length == 8) {
            address(site, (site.le32(0) & ~0xfff) + (site.le32(4) >> 20));
        } else if ((site.type & RiscvRelocations.RELAXED) == 0 || length < 0) {
            site.mismatch();
        } else if (length == 2) {
            address(site, shortJumpOffset(site.half(0)));
        } else if (opcode(site.le32(0)) == JAL) {
            address(site, jalOffset(site.le32(0)));
        } else {
            site.address((site.le32(0) >> 20) - site.addend);
        }
    }

    private static void address(RelocationSite site, int offset) {
        site.address(site.place + offset - site.addend);
    }

    static void high(RelocationSite site) {
        high(site, Outcome.HIGH);
    }

    static void wordHigh(RelocationSite site) {
        high(site, Outcome.WORD_HIGH);
    }

    private static void high(RelocationSite site, Outcome outcome) {
        boolean kept = isKept(site, RiscvRelocations.PCREL_HI20);
        if (kept) {
            int value = site.le32(0) & ~0xfff;
            site.part(outcome, opcode(site.le32(0)) == AUIPC ? site.place + value : value);
        } else if ((site.type & RiscvRelocations.RELAXED) != 0) {
            site.part(outcome, 0); // deleted: the low part counts from the global pointer, or from 0
        } else {
            site.mismatch();
        }
    }

    /** {@code lui} or {@code auipc} of what is not claimed. */
    static void upper(RelocationSite site) {
        site.nothingIf(isKept(site, RiscvRelocations.HI20));
    }

    static void load(RelocationSite site) {
        site.nothingIf(((site.le32(0) ^ site.form) & LOAD_KNOWN & ~BASE) == 0);
    }

    static void store(RelocationSite site) {
        site.nothingIf(((site.le32(0) ^ site.form) & STORE_KNOWN & ~BASE) == 0);
    }

    /** The low part of a load or an addition; {@code ld} becomes {@code addi} where the GOT is not needed. */
    static void lowOfLoad(RelocationSite site) {
        int now = site.le32(0);
        boolean same = ((now ^ site.form) & LOAD_KNOWN & ~BASE) == 0;
        boolean adds = (site.form & 0x707f) == 0x3003 && (now & 0x707f) == 0x13 && target(now) == target(site.form);
        if (same || adds) {
            low(site, now, now >> 20, adds ? Outcome.ADDRESS_LOW_OF : Outcome.LOW_OF);
        } else {
            site.mismatch();
        }
    }

    static void lowOfStore(RelocationSite site) {
        int now = site.le32(0);
        if (((now ^ site.form) & STORE_KNOWN & ~BASE) == 0) {
            low(site, now, now >> 25 << 5 | now >>> 7 & 31, Outcome.LOW_OF);
        } else {
            site.mismatch();
        }
    }

    private static void low(RelocationSite site, int now, int value, Outcome outcome) {
        if (base(now) == base(site.form)) {
            site.part(outcome, value);
        } else if (base(now) == GP) {
            site.part(Outcome.LOW_OF_GOT, value);
        } else if (base(now) == 0) {
            site.nothing();
        } else {
            site.mismatch();
        }
    }

    static void branch(RelocationSite site) {
        int now = site.le32(0);
        if (((now ^ site.form) & STORE_KNOWN) != 0) {
            site.mismatch();
            return;
        }
        address(site, now >> 31 << 12 | (now >>> 7 & 1) << 11 | (now >>> 25 & 0x3f) << 5 | (now >>> 8 & 15) << 1);
    }

    private static int jalOffset(int now) {
        return now >> 31 << 20 | now & 0xff000 | (now >>> 20 & 1) << 11 | (now >>> 21 & 0x3ff) << 1;
    }

    static void jal(RelocationSite site) {
        int now = site.le32(0);
        if (((now ^ site.form) & 0xfff) == 0) {
            address(site, jalOffset(now));
        } else {
            site.mismatch();
        }
    }

    /** imm[8|4:3] in bits 12:10, imm[7:6|2:1|5] in bits 6:2. */
    static void shortBranch(RelocationSite site) {
        int now = site.half(0);
        if (((now ^ site.form) & 0xe383) != 0) {
            site.mismatch();
            return;
        }
        int offset = (now >>> 12 & 1) << 8
                | (now >>> 10 & 3) << 3
                | (now >>> 5 & 3) << 6
                | (now >>> 3 & 3) << 1
                | (now >>> 2 & 1) << 5;
        address(site, offset << 23 >> 23);
    }

    /** imm[11|4|9:8|10|6|7|3:1|5] in bits 12:2. */
    private static int shortJumpOffset(int now) {
        int offset = (now >>> 12 & 1) << 11
                | (now >>> 11 & 1) << 4
                | (now >>> 9 & 3) << 8
                | (now >>> 8 & 1) << 10
                | (now >>> 7 & 1) << 6
                | (now >>> 6 & 1) << 7
                | (now >>> 3 & 7) << 1
                | (now >>> 2 & 1) << 5;
        return offset << 20 >> 20;
    }

    static void shortJump(RelocationSite site) {
        int now = site.half(0);
        if (((now ^ site.form) & 0xe003) == 0) {
            address(site, shortJumpOffset(now));
        } else {
            site.mismatch();
        }
    }
}
