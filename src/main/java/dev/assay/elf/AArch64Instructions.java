package dev.assay.elf;

import java.util.Arrays;

/**
 * Instructions of AArch64 (Arm ARM, chapter C4, "A64 Instruction Set Encoding"). An address is formed in two: ADRP gives
 * its page, an addition or a load the rest, often much later; so registers that hold a page are followed through the code
 * as it stands, up to where they are written again or a call may do so. Where a jump leads away from that way with a page in
 * a register, the rest may be added elsewhere: then the page is told too.
 */
final class AArch64Instructions extends InstructionReader {
    private static final int RET = 0xd65f0000;
    private static final int REGISTERS = 32;
    private static final int ZERO = 31;
    /** x0 to x18 and x30 are not kept by a called function (AAPCS64, "General-purpose Registers"). */
    private static final int LAST_SCRATCH = 18;

    private static final int HELD = 1;
    private static final int USED = 2;
    private static final int PASSED_JUMP = 4;

    private final long[] page = new long[REGISTERS];
    /** 0: holds no page; else what became of the page. */
    private final int[] standing = new int[REGISTERS];

    /** Addresses that registers were given last, as the code stands; valid where the flag is set. */
    private final long[] formed = new long[REGISTERS];

    private final boolean[] holdsFormed = new boolean[REGISTERS];
    /** Whether a jump took it along: then code behind a jump or a return may have it too. */
    private final boolean[] carried = new boolean[REGISTERS];

    /** Registers with what was read from a table, and with that added to an address; {@link #ZERO} for none. */
    private int element = ZERO;

    private int sum = ZERO;
    /** Where the table begins whose element was read. */
    private long table;

    private int width;
    private boolean signed;
    private JumpTable summed = new JumpTable(0, 0, 1, false, 0);

    private final long[] unused = new long[REGISTERS];
    private int unusedCount;
    private int following;
    private int afterThat;

    @Override
    public void begin() {
        for (int register = 0; register < REGISTERS; register++) {
            forget(register);
        }
    }

    @Override
    public int step() {
        return 4;
    }

    @Override
    int decode(byte[] code, int at, int end, long address) {
        if (end - at < 4) {
            return 0;
        }
        int word = word(code, at);
        if (word == 0) {
            return 0; // udf #0: no compiler's, and what fills
        }
        following = end - at < 12 ? 0 : word(code, at + 4);
        afterThat = end - at < 12 ? 0 : word(code, at + 8);
        if (!branch(word, address) && !formsAddress(word, address)) {
            other(word);
        }
        while (unusedCount > 0) {
            refers(unused[--unusedCount], Use.PAGE);
        }
        return 4;
    }

    private static int word(byte[] code, int at) {
        return code[at] & 0xff | (code[at + 1] & 0xff) << 8 | (code[at + 2] & 0xff) << 16 | (code[at + 3] & 0xff) << 24;
    }

    /** Whether what is loaded is compared with zero and never looked at again: CBZ or CBNZ, and then a return. */
    private boolean isOnlyCompared(int register) {
        boolean compared = (following & 0xfe00001f) == (0xb4000000 | register);
        return compared && (afterThat & 0xfffffc1f) == RET;
    }

    private boolean branch(int word, long address) {
        if ((word & 0x7c000000) == 0x14000000) {
            boolean link = word < 0;
            refers(address + ((long) (word << 6) >> 4), link ? Use.CALL : Use.JUMP);
            flows(link ? Flow.CALL : Flow.STOP);
            if (link) {
                forgetScratch();
            } else {
                if (word << 6 > 0) {
                    Arrays.fill(carried, true);
                }
                passJump();
                forgetWhatEnds();
            }
            return true;
        }
        if ((word & 0xff000000) == 0x54000000 || (word & 0x7e000000) == 0x34000000) {
            refers(address + ((long) (word << 8) >> 13 << 2), Use.JUMP); // B.cond, CBZ, CBNZ
            passJump();
            Arrays.fill(carried, true);
            return true;
        }
        if ((word & 0x7e000000) == 0x36000000) {
            refers(address + ((long) (word << 13) >> 18 << 2), Use.JUMP); // TBZ, TBNZ
            passJump();
            Arrays.fill(carried, true);
            return true;
        }
        if ((word & 0xfe000000) == 0xd6000000) { // branch to a register, plain or authenticated
            boolean call = (word & 0x00600000) == 0x00200000;
            flows(call ? Flow.CALL : Flow.STOP);
            if (!call && sum != ZERO && (word >> 5 & 31) == sum) {
                jumpsBy(summed);
            }
            if (call) {
                forgetScratch();
            } else {
                passJump();
                forgetWhatEnds();
            }
            return true;
        }
        if ((word & 0xffe0001f) == 0xd4200000) {
            flows(Flow.STOP); // BRK
            return true;
        }
        if (word == 0xd503201f) {
            flows(Flow.IDLE); // NOP
            return true;
        }
        return false;
    }

    private boolean formsAddress(int word, long address) {
        int rd = word & 31;
        int rn = word >> 5 & 31;
        if ((word & 0x1f000000) == 0x10000000) { // ADR, ADRP
            long distance = (long) (word << 8) >> 13 << 2 | word >> 29 & 3;
            if (word < 0) {
                hold(rd, (address & -4096L) + (distance << 12));
            } else {
                forget(rd);
                refers(address + distance, Use.ADDRESS);
                form(rd, address + distance);
            }
            return true;
        }
        if ((word & 0x3b000000) == 0x18000000) { // LDR, literal
            refers(address + ((long) (word << 8) >> 13 << 2), Use.MEMORY);
            if ((word & 0x04000000) == 0) {
                forget(rd);
            }
            return true;
        }
        if ((word & 0xffc00000) == 0x91000000 && standing[rn] != 0) { // ADD, immediate, 64 bits
            long sum = page[rn] + (word >> 10 & 0xfff);
            use(rn, word >> 10 & 0xfff, Use.ADDRESS);
            forget(rd);
            form(rd, sum);
            return true;
        }
        if ((word & 0x3b000000) == 0x39000000 && standing[rn] != 0) { // loads and stores, unsigned offset
            use(rn, (word >> 10 & 0xfff) << scale(word), isOnlyCompared(rd) ? Use.COMPARE : Use.MEMORY);
            boolean intoRegister = (word & 0x04c00000) != 0 && (word & 0x04000000) == 0;
            if (intoRegister) {
                forget(rd);
            }
            return true;
        }
        return false;
    }

    private static int scale(int word) {
        boolean wide = (word & 0x04800000) == 0x04800000; // 128 bits of a vector register
        return wide ? 4 : word >>> 30;
    }

    /** Any other instruction: it writes the register in its lowest bits, or is a store, and then forgetting costs little. */
    private void other(int word) {
        boolean shifted = (word & 0x1f200000) == 0x0b000000;
        boolean extended = (word & 0x1fe00000) == 0x0b200000;
        boolean comparison = (word & 0x2000001f) == 0x2000001f; // CMP, CMN: of the sum only the flags are kept
        if ((shifted || extended) && !comparison && !isDifference(word)) {
            addTo(word >> 5 & 31);
            addTo(word >> 16 & 31);
            if (addsElement(word)) {
                return;
            }
        }
        if (readsElement(word)) {
            return;
        }
        boolean move = (word & 0xffe0ffe0) == 0xaa0003e0;
        int from = word >> 16 & 31;
        if (move && holdsFormed[from]) {
            forget(word & 31);
            form(word & 31, formed[from]);
            return;
        }
        boolean store = (word & 0x0a000000) == 0x08000000 && (word & 0x00400000) == 0;
        if (!store) {
            forget(word & 31);
        }
    }

    /** SUB of two addresses that were formed: how far they lie apart is known. */
    private boolean isDifference(int word) {
        return (word & 0x40000000) != 0 && holdsFormed[word >> 5 & 31] && holdsFormed[word >> 16 & 31];
    }

    /** LDRB, LDRH and their signed forms, whose index is a register and whose base is an address that was formed. */
    private boolean readsElement(int word) {
        boolean load = (word & 0x3f200c00) == 0x38200800 && (word & 0x00c00000) != 0;
        int base = word >> 5 & 31;
        if (!load || !holdsFormed[base] || word < 0) {
            return false;
        }
        table = formed[base];
        width = 1 << (word >>> 30);
        signed = (word & 0x00800000) != 0;
        forget(word & 31);
        element = word & 31;
        return true;
    }

    /** ADD of an address that was formed and of an element, which is extended or shifted. */
    private boolean addsElement(int word) {
        int base = word >> 5 & 31;
        boolean extended = (word & 0xffe00000) == 0x8b200000;
        boolean shifted = (word & 0xffe00000) == 0x8b000000;
        if (element == ZERO || (word >> 16 & 31) != element || !holdsFormed[base] || !(extended || shifted)) {
            return false;
        }
        int taken = extended ? 1 << (word >> 13 & 3) : Long.BYTES;
        if (taken < width) {
            return false;
        }
        boolean extendsSign = extended && (word & 0x8000) != 0 && taken == width;
        int shift = extended ? word >> 10 & 7 : word >> 10 & 63;
        summed = new JumpTable(table, formed[base], width, signed || extendsSign, shift);
        forget(word & 31);
        sum = word & 31;
        return true;
    }

    private void form(int register, long address) {
        formed[register] = address;
        holdsFormed[register] = register != ZERO;
        carried[register] = false;
    }

    private void forgetWhatEnds() {
        for (int register = 0; register < REGISTERS; register++) {
            holdsFormed[register] &= carried[register];
        }
    }

    private void addTo(int register) {
        if (holdsFormed[register]) {
            refers(formed[register], Use.ADDED);
        }
    }

    private void hold(int register, long newPage) {
        forget(register);
        page[register] = newPage;
        standing[register] = HELD;
    }

    private void use(int register, long offset, Use use) {
        refers(page[register] + offset, use);
        standing[register] |= USED;
    }

    private void passJump() {
        for (int register = 0; register < REGISTERS; register++) {
            if (standing[register] != 0) {
                standing[register] |= PASSED_JUMP;
            }
        }
    }

    private void forget(int register) {
        boolean told = (standing[register] & (USED | PASSED_JUMP)) == USED;
        if (standing[register] != 0 && !told && unusedCount < REGISTERS) {
            unused[unusedCount++] = page[register];
        }
        standing[register] = 0;
        holdsFormed[register] = false;
        element = register == element ? ZERO : element;
        sum = register == sum ? ZERO : sum;
    }

    private void forgetScratch() {
        for (int register = 0; register <= LAST_SCRATCH; register++) {
            forget(register);
        }
        forget(30);
    }
}
