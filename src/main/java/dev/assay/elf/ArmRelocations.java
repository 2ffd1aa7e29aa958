package dev.assay.elf;

import dev.assay.elf.RelocationSite.Outcome;
import java.nio.ByteOrder;
import java.util.List;

/**
 * ARM and Thumb relocations that a linker resolves in a static image. REL: the addend stands in the object's field. Source:
 * AAELF32, "Relocation" (5.6); the rewritten branches are those of binutils bfd/elf32-arm.c and lld.
 *
 * <p>S has the Thumb bit here as a function's symbol has it: a branch to Thumb code says an odd address.
 */
final class ArmRelocations extends RelocationTable {
    private static final long ADDRESS = 0xffffffffL;
    private static final int BRANCH_FIELD = 0x00ffffff;
    private static final int NOP = 0xe320f000;
    private static final int MOV_R0_R0 = 0xe1a00000;
    private static final byte LLD_TRAP = (byte) 0xd4;
    private static final int THUMB_NOP_W = 0xf3af8000;

    /** Of two halfwords, the first one high: offset, J1, J2, and the bit that tells BL from BLX. */
    private static final int THUMB_BRANCH_FIELD = 0x07ff2fff;

    private static final int THUMB_LINK = 0x00001000;
    private static final int THUMB_CONDITIONAL_FIELD = 0x043f2fff;
    private static final int THUMB_MOVE_FIELD = 0x040f70ff;
    private static final int MOVE_FIELD = 0x000f0fff;

    private enum Type implements Row {
        NONE(0, 0, RelocationSite::nothing),
        PC24(1, 4, ArmRelocations::branch),
        ABS32(2, 4, site -> site.word(site.place, site.addend)),
        REL32(3, 4, ArmRelocations::relative),
        LDR_PC_G0(4, 4, RelocationSite::nothing),
        ABS16(5, 2, RelocationSite::nothing),
        ABS12(6, 4, RelocationSite::nothing),
        THM_ABS5(7, 2, RelocationSite::nothing),
        ABS8(8, 1, RelocationSite::nothing),
        SBREL32(9, 4, RelocationSite::nothing),
        THM_CALL(10, 4, ArmRelocations::thumbBranch),
        THM_PC8(11, 2, RelocationSite::nothing),
        TLS_DESC(13, 4, RelocationSite::nothing),
        TLS_DTPMOD32(17, 4, RelocationSite::nothing),
        TLS_DTPOFF32(18, 4, RelocationSite::nothing),
        TLS_TPOFF32(19, 4, RelocationSite::nothing),
        GOTOFF32(24, 4, site -> site.part(Outcome.FROM_GOT, site.le32(0) - site.addend)),
        BASE_PREL(25, 4, ArmRelocations::relative),
        GOT_BREL(26, 4, site -> site.part(Outcome.WORD_FROM_GOT, site.le32(0) - site.addend)),
        PLT32(27, 4, ArmRelocations::branch),
        CALL(28, 4, ArmRelocations::branch),
        JUMP24(29, 4, ArmRelocations::branch),
        THM_JUMP24(30, 4, ArmRelocations::thumbBranch),
        BASE_ABS(31, 4, RelocationSite::nothing),
        TARGET1(38, 4, site -> site.word(site.place, site.addend)),
        V4BX(40, 4, ArmRelocations::exchange),
        TARGET2(41, 4, ArmRelocations::gotRelative), // on Linux as GOT_PREL (ld --target2, the default)
        PREL31(42, 4, ArmRelocations::relative31),
        MOVW_ABS_NC(43, 4, site -> move(site, Outcome.LOW16)),
        MOVT_ABS(44, 4, site -> move(site, Outcome.HIGH16)),
        MOVW_PREL_NC(45, 4, site -> only(site, site.le32(0), MOVE_FIELD)),
        MOVT_PREL(46, 4, site -> only(site, site.le32(0), MOVE_FIELD)),
        THM_MOVW_ABS_NC(47, 4, site -> thumbMove(site, Outcome.LOW16)),
        THM_MOVT_ABS(48, 4, site -> thumbMove(site, Outcome.HIGH16)),
        THM_MOVW_PREL_NC(49, 4, site -> only(site, thumb(site), THUMB_MOVE_FIELD)),
        THM_MOVT_PREL(50, 4, site -> only(site, thumb(site), THUMB_MOVE_FIELD)),
        THM_JUMP19(51, 4, ArmRelocations::thumbConditional),
        THM_JUMP6(52, 2, RelocationSite::nothing),
        THM_ALU_PREL_11_0(53, 4, RelocationSite::nothing),
        THM_PC12(54, 4, RelocationSite::nothing),
        ABS32_NOI(55, 4, RelocationSite::nothing),
        REL32_NOI(56, 4, RelocationSite::nothing),
        // Group relocations: address arithmetic in pieces, which compilers do not emit for Linux.
        ALU_PC_G0_NC(57, 4, RelocationSite::nothing),
        ALU_PC_G0(58, 4, RelocationSite::nothing),
        ALU_PC_G1_NC(59, 4, RelocationSite::nothing),
        ALU_PC_G1(60, 4, RelocationSite::nothing),
        ALU_PC_G2(61, 4, RelocationSite::nothing),
        LDR_PC_G1(62, 4, RelocationSite::nothing),
        LDR_PC_G2(63, 4, RelocationSite::nothing),
        LDRS_PC_G0(64, 4, RelocationSite::nothing),
        LDRS_PC_G1(65, 4, RelocationSite::nothing),
        LDRS_PC_G2(66, 4, RelocationSite::nothing),
        TLS_GOTDESC(90, 4, RelocationSite::nothing),
        TLS_CALL(91, 4, RelocationSite::nothing),
        TLS_DESCSEQ(92, 4, RelocationSite::nothing),
        THM_TLS_CALL(93, 4, RelocationSite::nothing),
        GOT_ABS(95, 4, site -> site.word(site.le32(0) - site.addend & ADDRESS, 0)),
        GOT_PREL(96, 4, ArmRelocations::gotRelative),
        GOT_BREL12(97, 4, RelocationSite::nothing),
        GOTOFF12(98, 4, RelocationSite::nothing),
        THM_JUMP11(102, 2, ArmRelocations::thumbShort),
        THM_JUMP8(103, 2, ArmRelocations::thumbShortConditional),
        TLS_GD32(104, 4, RelocationSite::nothing),
        TLS_LDM32(105, 4, RelocationSite::nothing),
        TLS_LDO32(106, 4, RelocationSite::nothing),
        TLS_IE32(107, 4, RelocationSite::nothing),
        TLS_LE32(108, 4, RelocationSite::nothing),
        TLS_LDO12(109, 4, RelocationSite::nothing),
        TLS_LE12(110, 4, RelocationSite::nothing),
        TLS_IE12GP(111, 4, RelocationSite::nothing),
        THM_TLS_DESCSEQ16(129, 2, RelocationSite::nothing),
        THM_TLS_DESCSEQ32(130, 4, RelocationSite::nothing);

        private final int type;
        private final Field field;

        Type(int type, int to, FieldReader reader) {
            this.type = type;
            this.field = new Field(type, 0, to, reader);
        }

        @Override
        public Field field() {
            return field;
        }
    }

    ArmRelocations() {
        super(ByteOrder.LITTLE_ENDIAN, Type.values());
    }

    private static boolean isThumb(int type) {
        return type == Type.THM_CALL.type
                || type == Type.THM_JUMP24.type
                || type == Type.THM_JUMP19.type
                || type >= Type.THM_MOVW_ABS_NC.type && type <= Type.THM_MOVT_PREL.type;
    }

    private static boolean isBranch(int type) {
        return type == Type.PC24.type || type == Type.PLT32.type || type == Type.CALL.type || type == Type.JUMP24.type;
    }

    private static boolean isMove(int type) {
        return type >= Type.MOVW_ABS_NC.type && type <= Type.MOVT_PREL.type;
    }

    private static int halfword(byte[] object, int at) {
        return object[at] & 0xff | (object[at + 1] & 0xff) << 8;
    }

    private static int word(byte[] object, int at) {
        return halfword(object, at) | halfword(object, at + 2) << 16;
    }

    /** The object's instruction, of Thumb the first halfword high; 0 for data. */
    @Override
    public int form(byte[] object, int at, int type) {
        if ((type == Type.THM_JUMP11.type || type == Type.THM_JUMP8.type) && at + 2 <= object.length) {
            return halfword(object, at);
        }
        if (at + 4 > object.length) {
            return 0;
        }
        if (isThumb(type)) {
            return halfword(object, at) << 16 | halfword(object, at + 2);
        }
        boolean word = isBranch(type) || isMove(type) || type == Type.V4BX.type || type == Type.PREL31.type;
        return word ? word(object, at) : 0;
    }

    @Override
    public long implicitAddend(byte[] object, int at, int type) {
        return addend(object, at, type);
    }

    /** AAELF32, "Addends and PC-bias compensation" (5.6.1.1). */
    private int addend(byte[] object, int at, int type) {
        int form = form(object, at, type);
        if (type == Type.THM_CALL.type || type == Type.THM_JUMP24.type) {
            return thumbOffset(form);
        }
        if (type == Type.THM_JUMP19.type) {
            return thumbConditionalOffset(form);
        }
        if (isThumb(type)) {
            return (short) thumbImmediate(form);
        }
        if (isBranch(type)) {
            return offset(form);
        }
        if (isMove(type)) {
            return (short) immediate(form);
        }
        if (type == Type.PREL31.type) {
            return form << 1 >> 1;
        }
        if (type == Type.THM_JUMP11.type) {
            return form << 21 >> 20;
        }
        if (type == Type.THM_JUMP8.type) {
            return (byte) form << 1;
        }
        boolean data = isKnown(type) && type != Type.NONE.type && to(type, 0) == 4 && type != Type.V4BX.type;
        return data && at + 4 <= object.length ? word(object, at) : 0;
    }

    @Override
    public int type(long rInfo) {
        return (int) rInfo & 0xff;
    }

    @Override
    public int symbol(long rInfo) {
        return (int) (rInfo >>> 8);
    }

    /** A PC-relative word of a literal pool, {@code .LC0 - (.LPIC1 + 8)}, counts from the instruction that adds the PC. */
    @Override
    public Pointee pointee(int type) {
        if (type == Type.REL32.type) {
            return Pointee.SYMBOL;
        }
        boolean word = type == Type.ABS32.type || type == Type.GOTOFF32.type || type == Type.TARGET1.type;
        return word ? Pointee.ADDEND : Pointee.ELSEWHERE;
    }

    @Override
    public long codeAddress(long function) {
        return function & ~1L;
    }

    private static int thumb(RelocationSite site) {
        return site.half(0) << 16 | site.half(2);
    }

    private static void only(RelocationSite site, int now, int field) {
        if (((now ^ site.form) & ~field) == 0) {
            site.nothing();
        } else {
            site.mismatch();
        }
    }

    private static void relative(RelocationSite site) {
        site.address(site.place + site.le32(0) - site.addend & ADDRESS);
    }

    private static void gotRelative(RelocationSite site) {
        site.word(site.place + site.le32(0) - site.addend & ADDRESS, 0);
    }

    private static void relative31(RelocationSite site) {
        int now = site.le32(0);
        if ((now ^ site.form) >= 0) {
            site.address(site.place + (now << 1 >> 1) - site.addend & ADDRESS);
        } else {
            site.mismatch();
        }
    }

    /** {@code bx rM}; {@code mov pc,rM} with --fix-v4bx; a branch to a veneer with --fix-v4bx-interworking. */
    private static void exchange(RelocationSite site) {
        int now = site.le32(0);
        boolean moved = (now & 0x0ffffff0) == 0x01a0f000 && ((now ^ site.form) & 0xf000000f) == 0;
        boolean branch = (now & 0x0f000000) == 0x0a000000 && ((now ^ site.form) & 0xf0000000) == 0;
        if (now == site.form || moved || branch) {
            site.nothing();
        } else {
            site.mismatch();
        }
    }

    /** The offset of a branch in ARM code, bytes; a BLX has one more bit of it. */
    private static int offset(int word) {
        int half = word >>> 28 == 15 ? word >>> 23 & 2 : 0;
        return (word << 8 >> 6) + half;
    }

    /** B and BL; BLX where the linker changed BL for a target in Thumb code; a no-operation for nothing. */
    private static void branch(RelocationSite site) {
        int now = site.le32(0);
        boolean exchanges = now >>> 25 == 0x7d;
        boolean same = ((now ^ site.form) & ~BRANCH_FIELD) == 0;
        boolean links = site.form >>> 24 == 0xeb || site.form >>> 25 == 0x7d;
        if (now == NOP || now == MOV_R0_R0) {
            site.address(0);
        } else if (same && offset(now) == -4) {
            site.nothing(); // the instruction behind it: of lld, a weak symbol that nothing defines
        } else if (same || links && (exchanges || now >>> 24 == 0xeb)) {
            site.address(site.place + offset(now) - site.addend & ADDRESS | (exchanges ? 1 : 0));
        } else {
            site.mismatch();
        }
    }

    /** The offset of a B.W, BL or BLX, bytes: S:I1:I2:imm10:imm11 (ARM ARM, "BL, BLX (immediate)"). */
    static int thumbOffset(int word) {
        int sign = word >>> 26 & 1;
        int i1 = ~(word >>> 13 ^ sign) & 1;
        int i2 = ~(word >>> 11 ^ sign) & 1;
        int bits = sign << 24 | i1 << 23 | i2 << 22 | (word >>> 16 & 0x3ff) << 12 | (word & 0x7ff) << 1;
        return bits << 7 >> 7;
    }

    private static void thumbBranch(RelocationSite site) {
        int now = thumb(site);
        boolean links = site.type == Type.THM_CALL.type;
        int field = THUMB_BRANCH_FIELD | (links ? THUMB_LINK : 0);
        if (now == THUMB_NOP_W) {
            site.address(0);
        } else if (((now ^ site.form) & ~field) != 0) {
            site.mismatch();
        } else if (thumbOffset(now) == 0) {
            site.nothing(); // the instruction behind it: of lld, a weak symbol that nothing defines
        } else if ((now & THUMB_LINK) == 0) {
            site.address((site.place & ~3L) + thumbOffset(now) - site.addend & ADDRESS);
        } else {
            site.address(site.place + thumbOffset(now) - site.addend & ADDRESS | 1);
        }
    }

    /** The offset of a Bcc.W, bytes: S:J2:J1:imm6:imm11. */
    private static int thumbConditionalOffset(int word) {
        int bits = (word >>> 26 & 1) << 20
                | (word >>> 11 & 1) << 19
                | (word >>> 13 & 1) << 18
                | (word >>> 16 & 0x3f) << 12
                | (word & 0x7ff) << 1;
        return bits << 11 >> 11;
    }

    /** Says nothing of S: mold 1.10 lets it lead 4 bytes too far. */
    private static void thumbConditional(RelocationSite site) {
        only(site, thumb(site), THUMB_CONDITIONAL_FIELD);
    }

    private static void thumbShort(RelocationSite site) {
        int now = site.half(0);
        if (((now ^ site.form) & ~0x7ff) == 0) {
            site.address(site.place + (now << 21 >> 20) - site.addend & ADDRESS | 1);
        } else {
            site.mismatch();
        }
    }

    private static void thumbShortConditional(RelocationSite site) {
        int now = site.half(0);
        if (((now ^ site.form) & ~0xff) == 0) {
            site.address(site.place + ((byte) now << 1) - site.addend & ADDRESS | 1);
        } else {
            site.mismatch();
        }
    }

    static int immediate(int word) {
        return word >>> 4 & 0xf000 | word & 0xfff;
    }

    private static void move(RelocationSite site, Outcome half) {
        int now = site.le32(0);
        if (((now ^ site.form) & ~MOVE_FIELD) == 0) {
            site.part(half, immediate(now));
        } else {
            site.mismatch();
        }
    }

    /** imm4:i:imm3:imm8 of MOVW and MOVT. */
    static int thumbImmediate(int word) {
        return word >>> 4 & 0xf000 | word >>> 15 & 0x800 | word >>> 4 & 0x700 | word & 0xff;
    }

    private static void thumbMove(RelocationSite site, Outcome half) {
        int now = thumb(site);
        if (((now ^ site.form) & ~THUMB_MOVE_FIELD) == 0) {
            site.part(half, thumbImmediate(now));
        } else {
            site.mismatch();
        }
    }

    @Override
    public byte[] restored(byte[] image, List<Segment> loads) {
        return CortexA8Erratum.undo(image, loads);
    }

    @Override
    public void readStub(RelocationSite site) {
        ArmStubs.read(site);
    }

    @Override
    public int stubSize(RelocationSite site) {
        return ArmStubs.size(site);
    }

    @Override
    public int irelativeType() {
        return 160;
    }

    @Override
    public int relativeType() {
        return 23;
    }

    /** The no-operations of ARM and Thumb code, and what lld fills code with for a trap (ELF/Arch/ARM.cpp). */
    @Override
    int fillSize(byte[] code, int at, int to) {
        if (code[at] == LLD_TRAP) {
            return 1;
        }
        boolean arm = at + 4 <= to && (word(code, at) == NOP || word(code, at) == MOV_R0_R0);
        boolean thumb = at + 2 <= to && (halfword(code, at) == 0xbf00 || halfword(code, at) == 0x46c0);
        return arm ? 4 : thumb ? 2 : 0;
    }
}
