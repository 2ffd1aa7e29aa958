package dev.assay.elf;

import dev.assay.elf.RelocationSite.Outcome;
import java.nio.ByteOrder;

/**
 * s390x relocations that a linker resolves in a static image. Source: "s390x ELF Application Binary Interface Supplement",
 * Relocation (2.3) and Thread-Local Storage (chapter 3); the relaxed forms are those of binutils bfd/elf64-s390.c and lld.
 * Fields of branches and of {@code larl} count halfwords from the instruction, which starts two bytes before them: hence the
 * addend of 2 that such relocations have.
 */
final class S390xRelocations extends RelocationTable {
    /** The displacement of a long-displacement instruction (RXY): DL and DH, between base register and opcode. */
    private static final int LONG_DISPLACEMENT = 0x0fffff00;

    private static final int DISPLACEMENT = 0x0fff;

    private enum Type implements Row {
        NONE(0, 0, 0, RelocationSite::nothing),
        R8(1, 0, 1, RelocationSite::nothing),
        R12(2, 0, 2, site -> only(site, DISPLACEMENT << 16)),
        R16(3, 0, 2, RelocationSite::nothing),
        R32(4, 0, 4, site -> site.address((site.int32(0) & 0xffffffffL) - site.addend)),
        PC32(5, 0, 4, site -> site.address(site.place + site.int32(0) - site.addend)),
        GOT12(6, 0, 2, S390xRelocations::got12),
        GOT32(7, 0, 4, site -> site.part(Outcome.WORD_FROM_GOT, site.int32(0) - site.addend)),
        PLT32(8, 0, 4, site -> site.address(site.place + site.int32(0) - site.addend)),
        GOTOFF32(13, 0, 4, site -> site.part(Outcome.FROM_GOT, site.int32(0) - site.addend)),
        GOTPC(14, 0, 4, RelocationSite::nothing),
        GOT16(15, 0, 2, RelocationSite::nothing),
        PC16(16, 0, 2, RelocationSite::nothing),
        PC16DBL(17, 0, 2, S390xRelocations::halfwords16),
        PLT16DBL(18, 0, 2, S390xRelocations::halfwords16),
        PC32DBL(19, 0, 4, S390xRelocations::halfwords32),
        PLT32DBL(20, 0, 4, S390xRelocations::halfwords32),
        GOTPCDBL(21, 0, 4, S390xRelocations::halfwords32),
        R64(22, 0, 8, site -> site.word(site.place, site.addend)),
        PC64(23, 0, 8, site -> site.address(site.place + site.int64(0) - site.addend)),
        GOT64(24, 0, 8, site -> site.part(Outcome.WORD_FROM_GOT, site.int64(0) - site.addend)),
        PLT64(25, 0, 8, site -> site.address(site.place + site.int64(0) - site.addend)),
        GOTENT(26, -2, 4, S390xRelocations::gotEntry),
        GOTOFF16(27, 0, 2, RelocationSite::nothing),
        GOTOFF64(28, 0, 8, site -> site.part(Outcome.FROM_GOT, site.int64(0) - site.addend)),
        GOTPLT12(29, 0, 2, site -> only(site, DISPLACEMENT << 16)),
        GOTPLT16(30, 0, 2, RelocationSite::nothing),
        GOTPLT32(31, 0, 4, RelocationSite::nothing),
        GOTPLT64(32, 0, 8, RelocationSite::nothing),
        GOTPLTENT(33, 0, 4, RelocationSite::nothing),
        PLTOFF16(34, 0, 2, RelocationSite::nothing),
        PLTOFF32(35, 0, 4, RelocationSite::nothing),
        PLTOFF64(36, 0, 8, RelocationSite::nothing),
        // Marks of instructions, at their first byte, that change when thread-local storage is resolved.
        TLS_LOAD(37, 0, 6, S390xRelocations::threadLoad),
        TLS_GDCALL(38, 0, 6, S390xRelocations::threadCall),
        TLS_LDCALL(39, 0, 6, S390xRelocations::threadCall),
        TLS_GD32(40, 0, 4, RelocationSite::nothing),
        TLS_GD64(41, 0, 8, RelocationSite::nothing),
        TLS_GOTIE12(42, 0, 2, site -> only(site, DISPLACEMENT << 16)),
        TLS_GOTIE32(43, 0, 4, RelocationSite::nothing),
        TLS_GOTIE64(44, 0, 8, RelocationSite::nothing),
        TLS_LDM32(45, 0, 4, RelocationSite::nothing),
        TLS_LDM64(46, 0, 8, RelocationSite::nothing),
        TLS_IE32(47, 0, 4, RelocationSite::nothing),
        TLS_IE64(48, 0, 8, RelocationSite::nothing),
        TLS_IEENT(49, 0, 4, RelocationSite::nothing),
        TLS_LE32(50, 0, 4, RelocationSite::nothing),
        TLS_LE64(51, 0, 8, RelocationSite::nothing),
        TLS_LDO32(52, 0, 4, RelocationSite::nothing),
        TLS_LDO64(53, 0, 8, RelocationSite::nothing),
        TLS_DTPMOD(54, 0, 8, RelocationSite::nothing),
        TLS_DTPOFF(55, 0, 8, RelocationSite::nothing),
        TLS_TPOFF(56, 0, 8, RelocationSite::nothing),
        R20(57, 0, 4, site -> only(site, LONG_DISPLACEMENT)),
        GOT20(58, 0, 4, S390xRelocations::got20),
        GOTPLT20(59, 0, 4, site -> only(site, LONG_DISPLACEMENT)),
        TLS_GOTIE20(60, 0, 4, site -> only(site, LONG_DISPLACEMENT)),
        // The field shares a halfword with the mask and register bits of a branch-preload instruction.
        PC12DBL(62, 0, 2, site -> only(site, DISPLACEMENT << 16)),
        PLT12DBL(63, 0, 2, site -> only(site, DISPLACEMENT << 16)),
        PC24DBL(64, 0, 3, RelocationSite::nothing),
        PLT24DBL(65, 0, 3, RelocationSite::nothing);

        private final int type;
        private final Field field;

        Type(int type, int from, int to, FieldReader reader) {
            this.type = type;
            this.field = new Field(type, from, to, reader);
        }

        @Override
        public Field field() {
            return field;
        }
    }

    private static final int LGRL = 0xc408;
    private static final int LARL = 0xc000;
    private static final int BRASL_R14 = 0xc0e5;

    /** {@code brcl 0,.}: the no-operation of six bytes. */
    private static final int BRCL_NEVER = 0xc004;

    S390xRelocations() {
        super(ByteOrder.BIG_ENDIAN, Type.values());
    }

    /** The instruction's known bits: the halfword before a GOTENT; else the field's own first bytes, where it has such bits. */
    @Override
    public int form(byte[] object, int at, int type) {
        return switch (isKnown(type) ? type : 0) {
            case 26 -> bits(object, at - 2, 2) >>> 16;
            case 2, 6, 29, 42, 62, 63 -> bits(object, at, 2);
            case 37, 38, 39, 57, 58, 59, 60 -> bits(object, at, 4);
            default -> 0;
        };
    }

    private static int bits(byte[] object, int at, int size) {
        int bits = 0;
        for (int i = 0; i < 4; i++) {
            int b = i < size && at + i >= 0 && at + i < object.length ? object[at + i] & 0xff : 0;
            bits = bits << 8 | b;
        }
        return bits;
    }

    /** {@code larl} and {@code brasl} count from their first byte, two before the field. */
    @Override
    public int pointerBias(int type) {
        return type == Type.PC32DBL.type ? -2 : 0;
    }

    /** A difference of labels counts from one of them: what it points at is not S + A. */
    @Override
    public Pointee pointee(int type) {
        return type == Type.PC32.type || type == Type.PC64.type ? Pointee.ELSEWHERE : Pointee.ADDEND;
    }

    private static void halfwords16(RelocationSite site) {
        site.address(site.place + 2L * (short) site.half(0) - site.addend);
    }

    private static void halfwords32(RelocationSite site) {
        site.address(site.place + 2L * site.int32(0) - site.addend);
    }

    /** {@code lgrl} from the GOT; {@code larl} where lld knows the address. */
    private static void gotEntry(RelocationSite site) {
        int now = site.half(-2);
        long target = site.place + 2L * site.int32(0) - site.addend;
        if (now == site.form) {
            site.word(target, 0);
        } else if ((site.form & 0xff0f) == LGRL && now == (LARL | site.form & 0xf0)) {
            site.address(target);
        } else {
            site.mismatch();
        }
    }

    /** Four bytes from r_offset; two, shifted up, for fields of a halfword. */
    private static int word(RelocationSite site, int field) {
        return (field & 0xffff) == 0 ? site.half(0) << 16 : site.int32(0);
    }

    private static boolean agrees(RelocationSite site, int field) {
        return ((word(site, field) ^ site.form) & ~field) == 0;
    }

    private static void only(RelocationSite site, int field) {
        site.nothingIf(agrees(site, field));
    }

    private static void got12(RelocationSite site) {
        if (agrees(site, DISPLACEMENT << 16)) {
            site.part(Outcome.WORD_FROM_GOT, (site.half(0) & DISPLACEMENT) - site.addend);
        } else {
            site.mismatch();
        }
    }

    private static void got20(RelocationSite site) {
        if (agrees(site, LONG_DISPLACEMENT)) {
            int word = site.int32(0);
            int displacement = (word << 16 >> 24) << 12 | word >>> 16 & DISPLACEMENT;
            site.part(Outcome.WORD_FROM_GOT, displacement - site.addend);
        } else {
            site.mismatch();
        }
    }

    /** {@code lg} of an offset: {@code sllg} or a no-operation when the offset is known (IE to LE). */
    private static void threadLoad(RelocationSite site) {
        int now = site.half(0);
        site.nothingIf(now == site.form >>> 16 || now >> 8 == 0xeb || now == BRCL_NEVER || now >> 8 == 0xe3);
    }

    /** {@code brasl %r14,__tls_get_offset}: {@code lg %r2,0(%r2,%r12)} for IE, a no-operation for LE. */
    private static void threadCall(RelocationSite site) {
        int now = site.half(0);
        site.nothingIf(now == BRASL_R14 || now == BRCL_NEVER || now == 0xe322);
        site.consumes(6);
    }

    /** {@code larl %r1,slot; lg %r1,0(%r1); br %r1}: a PLT entry of 32 bytes. */
    @Override
    public void readStub(RelocationSite site) {
        site.order = ByteOrder.BIG_ENDIAN;
        boolean entry = site.has(0, 14)
                && site.half(0) == 0xc010
                && site.half(6) == 0xe310
                && site.int32(8) == 0x10000004
                && site.half(12) == 0x07f1;
        if (entry) {
            site.word(site.place + 2L * site.int32(2), 0);
        } else {
            site.nothing();
        }
    }

    @Override
    public int stubSize(RelocationSite site) {
        return site.outcome() == Outcome.WORD ? 32 : 0;
    }

    @Override
    public int irelativeType() {
        return 61;
    }

    @Override
    public int relativeType() {
        return 12;
    }

    /** {@code nopr} with any register, and zeros. */
    @Override
    public boolean isPadding(byte[] code, int from, int to) {
        for (int i = from; i < to; i++) {
            boolean second = i > from && code[i - 1] == 7 && code[i] >= 0 && code[i] < 16;
            if (code[i] != 7 && code[i] != 0 && !second) {
                return false;
            }
        }
        return true;
    }
}
