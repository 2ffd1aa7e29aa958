package dev.assay.elf;

import dev.assay.elf.RelocationSite.Outcome;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * 64-bit MIPS relocations that a linker resolves in a static image of the n64 ABI. Source: "64-bit ELF Object File
 * Specification" (SGI, the n64 ABI's), Relocation (2.9), and "SYSTEM V APPLICATION BINARY INTERFACE, MIPS RISC Processor
 * Supplement", Relocation Types; thread-local storage: "NPTL ABI for MIPS"; the rewritten instructions are those of binutils
 * bfd/elfxx-mips.c.
 *
 * <p>A record has up to three types, each of what the one before it yields (2.9.1). Those that assemblers write together have
 * a row, with a number of their own. What is called GOT in the outcomes is {@code gp}: an image may have several global offset
 * tables, each object's code counts from one of them, and a function sets it from its own address.
 */
final class MipsRelocations extends RelocationTable {
    static final int CALL16 = 11;
    static final int GOT_DISP = 19;
    private static final int GPREL16 = 7;
    private static final int GPREL32 = 12;
    private static final int R_64 = 18;
    private static final int SUB = 24;
    private static final int HI16 = 5;
    private static final int LO16 = 6;
    private static final int REL32 = 3;

    /** Numbers of the types that are written together; r_type is a byte. */
    private static final int GP_HIGH = 0x100;

    private static final int GP_LOW = 0x101;
    private static final int GP_WORD = 0x102;
    private static final int RELATIVE = 0x103;
    private static final int UNKNOWN = 0x1000000;

    private enum Type implements Row {
        NONE(0, 0, RelocationSite::nothing),
        R16(1, 4, MipsFields::immediate),
        R32(2, 4, site -> site.address((site.int32(0) & 0xffffffffL) - site.addend)),
        R_REL32(REL32, 4, RelocationSite::nothing),
        R26(4, 4, MipsFields::jump),
        R_HI16(HI16, 4, MipsFields::immediate),
        R_LO16(LO16, 4, MipsFields::immediate),
        R_GPREL16(GPREL16, 4, MipsFields::fromGot),
        LITERAL(8, 4, MipsFields::immediate),
        GOT16(9, 4, MipsFields::immediate),
        PC16(10, 4, MipsFields::branch),
        R_CALL16(CALL16, 4, MipsFields::slot),
        R_GPREL32(GPREL32, 4, site -> site.part(Outcome.FROM_GOT, site.int32(0) - site.addend)),
        SHIFT5(16, 4, RelocationSite::nothing),
        SHIFT6(17, 4, RelocationSite::nothing),
        R64(R_64, 8, site -> site.word(site.place, site.addend)),
        R_GOT_DISP(GOT_DISP, 4, MipsFields::slot),
        GOT_PAGE(20, 4, MipsFields::page),
        GOT_OFST(21, 4, MipsFields::low),
        GOT_HI16(22, 4, MipsFields::slotHigh),
        GOT_LO16(23, 4, MipsFields::slotLow),
        R_SUB(SUB, 8, RelocationSite::nothing),
        HIGHER(28, 4, MipsFields::immediate),
        HIGHEST(29, 4, MipsFields::immediate),
        CALL_HI16(30, 4, MipsFields::slotHigh),
        CALL_LO16(31, 4, MipsFields::slotLow),
        SCN_DISP(32, 4, RelocationSite::nothing),
        REL16(33, 2, RelocationSite::nothing),
        RELGOT(36, 4, RelocationSite::nothing),
        JALR(37, 4, MipsFields::call),
        TLS_DTPMOD32(38, 4, RelocationSite::nothing),
        TLS_DTPREL32(39, 4, RelocationSite::nothing),
        TLS_DTPMOD64(40, 8, RelocationSite::nothing),
        TLS_DTPREL64(41, 8, RelocationSite::nothing),
        TLS_GD(42, 4, MipsFields::immediate),
        TLS_LDM(43, 4, MipsFields::immediate),
        TLS_DTPREL_HI16(44, 4, MipsFields::immediate),
        TLS_DTPREL_LO16(45, 4, MipsFields::immediate),
        TLS_GOTTPREL(46, 4, MipsFields::immediate),
        TLS_TPREL32(47, 4, RelocationSite::nothing),
        TLS_TPREL64(48, 8, RelocationSite::nothing),
        TLS_TPREL_HI16(49, 4, MipsFields::immediate),
        TLS_TPREL_LO16(50, 4, MipsFields::immediate),
        // Release 6 of the architecture: fields of 16 to 26 bits that count words from the next instruction.
        PC21_S2(60, 4, site -> MipsFields.compactBranch(site, 21)),
        PC26_S2(61, 4, site -> MipsFields.compactBranch(site, 26)),
        PC18_S3(62, 4, RelocationSite::nothing),
        PC19_S2(63, 4, RelocationSite::nothing),
        PCHI16(64, 4, MipsFields::immediate),
        PCLO16(65, 4, MipsFields::immediate),
        PC32(248, 4, site -> site.address(site.place + site.int32(0) - site.addend)),
        EH(249, 4, RelocationSite::nothing),
        GNU_VTINHERIT(253, 0, RelocationSite::nothing),
        GNU_VTENTRY(254, 0, RelocationSite::nothing),
        R_GP_HIGH(GP_HIGH, 4, MipsFields::pointerHigh),
        R_GP_LOW(GP_LOW, 4, MipsFields::pointerLow),
        R_GP_WORD(GP_WORD, 8, site -> site.part(Outcome.FROM_GOT, site.int64(0) - site.addend));

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

    MipsRelocations(ByteOrder order) {
        super(order, Type.values());
    }

    /**
     * Little-endian records are no little-endian numbers: r_sym has four bytes, and r_ssym, r_type3, r_type2 and r_type have
     * one each, in this order (2.9.1).
     */
    @Override
    public int type(long rInfo) {
        int bytes = order() == ByteOrder.BIG_ENDIAN ? (int) rInfo : Integer.reverseBytes((int) (rInfo >>> 32));
        int first = bytes & 0xff;
        int second = bytes >>> 8 & 0xff;
        int third = bytes >>> 16 & 0xff;
        if (second == 0 && third == 0) {
            return first;
        }
        if (first == GPREL16 && second == SUB && (third == HI16 || third == LO16)) {
            return third == HI16 ? GP_HIGH : GP_LOW;
        }
        if (second == R_64 && third == 0) {
            return first == GPREL32 ? GP_WORD : first == REL32 ? RELATIVE : UNKNOWN | bytes & 0xffffff;
        }
        return UNKNOWN | bytes & 0xffffff;
    }

    @Override
    public int symbol(long rInfo) {
        return order() == ByteOrder.BIG_ENDIAN ? (int) (rInfo >>> 32) : (int) rInfo;
    }

    /** The object's instruction. */
    @Override
    public int form(byte[] object, int at, int type) {
        boolean data = type == Type.R32.type
                || type == GPREL32
                || type == R_64
                || type == GP_WORD
                || type == SUB
                || type == Type.PC32.type
                || type == Type.EH.type;
        if (!isKnown(type) || data || at + 4 > object.length) {
            return 0;
        }
        return ByteBuffer.wrap(object).order(order()).getInt(at);
    }

    /** A difference of labels counts from one of them: what it points at is not S + A. */
    @Override
    public Pointee pointee(int type) {
        return type == Type.PC32.type ? Pointee.ELSEWHERE : Pointee.ADDEND;
    }

    @Override
    public String gotName() {
        return "__gnu_local_gp";
    }

    @Override
    public void readStub(RelocationSite site) {
        site.order = order();
        MipsFields.stub(site);
    }

    @Override
    public int stubSize(RelocationSite site) {
        return MipsFields.stubSize(site);
    }

    /** No such type: functions that are chosen at run time are none of this ABI's. */
    @Override
    public int irelativeType() {
        return -1;
    }

    @Override
    public int relativeType() {
        return RELATIVE;
    }

    /** {@code sigrie 1}, with which lld fills gaps (ELF/Arch/Mips.cpp). */
    @Override
    int fillSize(byte[] code, int at, int to) {
        return at + 4 <= to && ByteBuffer.wrap(code).order(order()).getInt(at) == 0x04170001 ? 4 : 0;
    }
}
