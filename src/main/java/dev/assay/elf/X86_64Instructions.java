package dev.assay.elf;

import java.util.Arrays;

/**
 * Instructions of x86-64 (Intel SDM volume 2, chapter 2 and appendix A; AMD APM volume 3 for XOP and 3DNow!).
 *
 * <p>Each opcode is a letter that says what follows it:
 *
 * <pre>
 *   .  nothing            M  ModRM               x  no instruction in 64-bit mode
 *   b  imm8               B  ModRM, imm8         w  imm16        e  imm16, imm8
 *   z  imm16/32           Z  ModRM, imm16/32     v  imm16/32/64  o  64-bit address
 *   j  rel8               J  rel32               F  ModRM, and an immediate if it is a TEST
 *   p  prefix             r  REX                 2  escape to 0F
 *   3  VEX, 3 bytes       5  VEX, 2 bytes        E  EVEX         O  XOP, or POP with ModRM
 * </pre>
 */
final class X86_64Instructions extends InstructionReader {
    private static final String ONE_BYTE = "MMMMbzxxMMMMbzx2" // 00
            + "MMMMbzxxMMMMbzxx" // 10
            + "MMMMbzpxMMMMbzpx" // 20
            + "MMMMbzpxMMMMbzpx" // 30
            + "rrrrrrrrrrrrrrrr" // 40
            + "................" // 50
            + "xxEMppppzZbB...." // 60
            + "jjjjjjjjjjjjjjjj" // 70
            + "BZxBMMMMMMMMMMMO" // 80
            + "..........x....." // 90
            + "oooo....bz......" // a0
            + "bbbbbbbbvvvvvvvv" // b0
            + "BBw.35BZe.w..bx." // c0
            + "MMMMxxx.MMMMMMMM" // d0
            + "jjjjbbbbJJxj...." // e0
            + "p.pp..FF......MM"; // f0
    private static final String TWO_BYTES = "MMMMx.....x.xM.B" // 00
            + "MMMMMMMMMMMMMMMM" // 10
            + "MMMMxxxxMMMMMMMM" // 20
            + "......x.Hxhxxxxx" // 30: H and h lead to the maps of three bytes
            + "MMMMMMMMMMMMMMMM" // 40
            + "MMMMMMMMMMMMMMMM" // 50
            + "MMMMMMMMMMMMMMMM" // 60
            + "BBBBMMM.MMxxMMMM" // 70
            + "JJJJJJJJJJJJJJJJ" // 80
            + "MMMMMMMMMMMMMMMM" // 90
            + "...MBMMM...MBMMM" // a0
            + "MMMMMMMMMMBMMMMM" // b0
            + "MMBMBBBM........" // c0
            + "MMMMMMMMMMMMMMMM" // d0
            + "MMMMMMMMMMMMMMMM" // e0
            + "MMMMMMMMMMMMMMMM"; // f0
    private static final int LONGEST = 15;
    private static final int REX_W = 8;
    private static final int LEA = 0x8d;
    private static final int REGISTERS = 16;
    private static final int NO_REGISTER = -1;
    /** rax, rcx, rdx, rsi, rdi, r8 to r11: a called function may write them (psABI, figure 3.4). */
    private static final int SCRATCH = 0x0fc7;

    private byte[] bytes = new byte[0];
    private int next;
    private int limit;
    private boolean overrun;
    private boolean segment;
    private boolean operand16;
    private boolean address32;
    private boolean repeat;
    private int rex;

    /** Whether an absolute or a RIP-relative displacement was read, and what it is. */
    private boolean relative;

    private boolean absolute;
    private int displacement;
    private int modRm;
    private int base;
    private int index;

    /** What address or number each register was given last, as the code stands; null where it holds something else. */
    private final Use[] held = new Use[REGISTERS];

    private final long[] value = new long[REGISTERS];
    /** Whether a jump forward took it along: then code behind a jump or a return may have it too. */
    private final boolean[] carried = new boolean[REGISTERS];

    @Override
    public void begin() {
        Arrays.fill(held, null);
    }

    @Override
    public int step() {
        return 1;
    }

    @Override
    int decode(byte[] code, int at, int end, long address) {
        bytes = code;
        next = at;
        limit = end - at < LONGEST ? end : at + LONGEST; // no instruction is longer: the processor faults
        overrun = false;
        relative = false;
        absolute = false;
        modRm = -1;
        base = NO_REGISTER;
        index = NO_REGISTER;
        boolean known = opcode(at, address);
        return known && !overrun ? next - at : 0;
    }

    private boolean opcode(int at, long address) {
        segment = false;
        operand16 = false;
        address32 = false;
        repeat = false;
        rex = 0;
        while (true) {
            int opcode = u8();
            char shape = overrun ? 'x' : ONE_BYTE.charAt(opcode);
            switch (shape) {
                case 'p' -> prefix(opcode);
                case 'r' -> rex = opcode;
                case '2' -> {
                    return twoBytes(at, address);
                }
                case '3', '5', 'E' -> {
                    return vector(shape, at, address);
                }
                case 'O' -> {
                    return popOrXop(at, address);
                }
                default -> {
                    return oneByte(opcode, shape, at, address);
                }
            }
        }
    }

    private void prefix(int opcode) {
        rex = 0; // a REX that is not the last prefix has no effect
        switch (opcode) {
            case 0x64, 0x65 -> segment = true;
            case 0x66 -> operand16 = true;
            case 0x67 -> address32 = true;
            case 0xf2, 0xf3 -> repeat = true;
            default -> {}
        }
    }

    private boolean oneByte(int opcode, char shape, int at, long address) {
        long immediate = 0;
        boolean number = false;
        switch (shape) {
            case '.' -> {}
            case 'b' -> s8();
            case 'M' -> modRm();
            case 'B' -> {
                modRm();
                s8();
            }
            case 'w' -> skip(2);
            case 'e' -> skip(3);
            case 'z', 'Z' -> {
                if (shape == 'Z') {
                    modRm();
                }
                number = !operand16;
                immediate = operand16 ? skip(2) : s32();
            }
            case 'v' -> {
                number = !operand16;
                immediate = operand16 ? skip(2) : (rex & REX_W) != 0 ? s64() : s32() & 0xffffffffL;
            }
            case 'o' -> {
                number = !segment;
                immediate = address32 ? s32() & 0xffffffffL : s64();
            }
            case 'F' -> {
                modRm();
                if ((modRm & 0x30) == 0) {
                    skip(opcode == 0xf6 ? 1 : operand16 ? 2 : 4);
                }
            }
            case 'j' -> branch(opcode, s8(), at, address);
            case 'J' -> branch(opcode, s32(), at, address);
            default -> {
                return false;
            }
        }
        tellOneByteFlow(opcode);
        tellDisplacement(opcode == LEA ? Use.ADDRESS : isComparison(opcode) ? Use.COMPARE : Use.MEMORY, at, address);
        // Eight bytes for a number that four could hold: a distance of the large code model, R_X86_64_GOTOFF64 and its
        // like.
        if (shape == 'v' && number && (rex & REX_W) != 0 && immediate == (int) immediate) {
            tellsPart();
        }
        if (number && opcode != 0xe8 && opcode != 0xe9) {
            refers(immediate, shape == 'o' ? Use.MEMORY : Use.NUMBER);
        }
        followRegisters(opcode, immediate, address + (next - at) + displacement);
        return !(opcode == LEA && modRm >= 0xc0);
    }

    /** Follows addresses from where they are formed to where something is added to them: tables count from such bases. */
    private void followRegisters(int opcode, long immediate, long address) {
        boolean register = modRm >= 0xc0;
        int first = modRm >> 3 & 7 | (rex & 4) << 1;
        int second = modRm & 7 | (rex & 1) << 3;
        switch (opcode) {
            case 0x01, 0x03, 0x29, 0x2b -> {
                if (register) {
                    addTo(second);
                }
                if (register || opcode == 0x03 || opcode == 0x2b) {
                    addTo(first);
                    forget(opcode == 0x01 || opcode == 0x29 ? second : first);
                }
            }
            case 0x05 -> refers(immediate, Use.ADDED_NUMBER);
            case 0x81 -> {
                if (register && (modRm & 0x38) == 0) {
                    refers(immediate, Use.ADDED_NUMBER);
                }
            }
            case LEA -> {
                addTo(base);
                addTo(index);
                forget(first);
                if (relative) {
                    hold(first, address, Use.ADDED);
                } else if (absolute) {
                    refers(displacement, Use.ADDED_NUMBER);
                }
            }
            case 0x89 -> {
                if (register) {
                    copy(first, second);
                }
            }
            case 0x8b -> {
                forget(first);
                if (register) {
                    copy(second, first);
                }
            }
            case 0xb8, 0xb9, 0xba, 0xbb, 0xbc, 0xbd, 0xbe, 0xbf ->
                hold(opcode & 7 | (rex & 1) << 3, immediate, Use.ADDED_NUMBER);
            case 0xc7 -> {
                if (register) {
                    hold(second, immediate, Use.ADDED_NUMBER);
                }
            }
            case 0x58, 0x59, 0x5a, 0x5b, 0x5c, 0x5d, 0x5e, 0x5f -> forget(opcode & 7 | (rex & 1) << 3);
            case 0x31, 0x33, 0x63 -> forget(opcode == 0x31 ? second : first);
            default -> {}
        }
        for (int each = 0; flow() == Flow.CALL && each < REGISTERS; each++) {
            if ((SCRATCH >> each & 1) != 0) {
                forget(each);
            }
        }
        for (int each = 0; flow() == Flow.STOP && each < REGISTERS; each++) {
            if (!carried[each]) {
                forget(each);
            }
        }
    }

    private void hold(int register, long newValue, Use use) {
        held[register] = use;
        carried[register] = false;
        value[register] = newValue;
    }

    private void forget(int register) {
        held[register] = null;
    }

    private void copy(int from, int to) {
        hold(to, value[from], held[from]);
    }

    private void addTo(int register) {
        boolean whole = (rex & REX_W) != 0 || register != NO_REGISTER && held[register] == Use.ADDED_NUMBER;
        if (register != NO_REGISTER && held[register] != null && whole) {
            refers(value[register], held[register]);
        }
    }

    /** CMP and TEST, whose other operand is a register or a number. */
    private boolean isComparison(int opcode) {
        return switch (opcode) {
            case 0x38, 0x39, 0x3a, 0x3b, 0x84, 0x85 -> true;
            case 0x80, 0x81, 0x83 -> (modRm & 0x38) == 0x38;
            case 0xf6, 0xf7 -> (modRm & 0x30) == 0;
            default -> false;
        };
    }

    private void tellOneByteFlow(int opcode) {
        switch (opcode) {
            case 0xc2, 0xc3, 0xca, 0xcb, 0xcf, 0xe9, 0xeb, 0xf4 -> flows(Flow.STOP);
            case 0xe8 -> flows(Flow.CALL);
            case 0x90 -> flows(repeat ? Flow.NEXT : Flow.IDLE);
            case 0xcc -> flows(Flow.IDLE); // int3 fills gaps
            case 0xff -> {
                int operation = modRm >> 3 & 7;
                if (operation == 2 || operation == 3) {
                    flows(Flow.CALL);
                } else if (operation == 4 || operation == 5) {
                    flows(Flow.STOP);
                }
            }
            default -> {}
        }
    }

    private boolean twoBytes(int at, long address) {
        int opcode = u8();
        char shape = overrun ? 'x' : TWO_BYTES.charAt(opcode);
        switch (shape) {
            case '.' -> {}
            case 'M' -> modRm();
            case 'B' -> {
                modRm();
                s8();
            }
            case 'J' -> branch(opcode, s32(), at, address);
            case 'H' -> {
                u8();
                modRm();
            }
            case 'h' -> {
                u8();
                modRm();
                s8();
            }
            default -> {
                return false;
            }
        }
        switch (opcode) {
            case 0x07, 0x0b, 0x35, 0xb9, 0xff -> flows(Flow.STOP); // sysret, ud2, sysexit, ud1, ud0
            case 0x1f -> flows(Flow.IDLE);
            default -> {}
        }
        if ((opcode & 0xf6) == 0xb6 || opcode == 0xaf) {
            forget(modRm >> 3 & 7 | (rex & 4) << 1); // MOVZX, MOVSX, IMUL
        }
        if (opcode != 0x1f) {
            tellDisplacement(Use.MEMORY, at, address);
        }
        return true;
    }

    /** VEX and EVEX: the prefix names the map, the maps are those of the old escapes. */
    private boolean vector(char shape, int at, long address) {
        int map;
        if (shape == '5') {
            u8();
            map = 1;
        } else {
            map = u8() & (shape == '3' ? 0x1f : 7);
            skip(shape == '3' ? 1 : 2);
        }
        int opcode = u8();
        boolean immediate;
        switch (map) {
            case 1 -> {
                char old = TWO_BYTES.charAt(opcode);
                if (shape != 'E' && opcode == 0x77) {
                    return true; // vzeroupper, vzeroall: alone without ModRM
                }
                immediate = old == 'B';
            }
            case 2, 5, 6 -> immediate = false;
            case 3 -> immediate = true;
            default -> {
                return false;
            }
        }
        modRm();
        if (immediate) {
            s8();
        }
        tellDisplacement(Use.MEMORY, at, address);
        return true;
    }

    private boolean popOrXop(int at, long address) {
        int map = peek() & 0x1f;
        if (map < 8) {
            modRm();
            tellDisplacement(Use.MEMORY, at, address);
            return (modRm & 0x38) == 0;
        }
        skip(3);
        modRm();
        switch (map) {
            case 8 -> s8();
            case 9 -> {}
            case 10 -> s32();
            default -> {
                return false;
            }
        }
        tellDisplacement(Use.MEMORY, at, address);
        return true;
    }

    /** ModRM with its SIB and displacement (SDM, tables 2-2 and 2-3). */
    private void modRm() {
        modRm = u8();
        int mod = modRm >> 6;
        int rm = modRm & 7;
        if (mod == 3) {
            return;
        }
        boolean noBase = false;
        if (rm == 4) {
            int sib = u8();
            noBase = (sib & 7) == 5 && mod == 0;
            base = noBase ? NO_REGISTER : sib & 7 | (rex & 1) << 3;
            index = sib >> 3 & 7 | (rex & 2) << 2;
            index = index == 4 ? NO_REGISTER : index;
        } else if (mod != 0 || rm != 5) {
            base = rm | (rex & 1) << 3;
        }
        if (mod == 1) {
            s8();
        } else if (mod == 2 || noBase || rm == 5) {
            displacement = s32();
            relative = mod == 0 && rm == 5;
            absolute = !relative && !segment; // of a thread's own memory there is no address here
        }
    }

    private void tellDisplacement(Use how, int at, long address) {
        if (relative) {
            refers(address + (next - at) + displacement, how);
        } else if (absolute) {
            refers(displacement, Use.NUMBER);
        }
    }

    private void branch(int opcode, int distance, int at, long address) {
        long to = address + (next - at) + distance;
        refers(to, opcode == 0xe8 ? Use.CALL : Use.JUMP);
        if (opcode != 0xe8 && distance > 0) {
            Arrays.fill(carried, true);
        }
    }

    private int u8() {
        if (next >= limit) {
            overrun = true;
            return 0;
        }
        return bytes[next++] & 0xff;
    }

    private int peek() {
        return next < limit ? bytes[next] & 0xff : 0;
    }

    private int s8() {
        return (byte) u8();
    }

    private long skip(int size) {
        next += size;
        overrun |= next > limit;
        return 0;
    }

    private int s32() {
        if (next + 4 > limit) {
            overrun = true;
            return 0;
        }
        int value = bytes[next] & 0xff
                | (bytes[next + 1] & 0xff) << 8
                | (bytes[next + 2] & 0xff) << 16
                | (bytes[next + 3] & 0xff) << 24;
        next += 4;
        return value;
    }

    private long s64() {
        long low = s32() & 0xffffffffL;
        return low | (long) s32() << 32;
    }
}
