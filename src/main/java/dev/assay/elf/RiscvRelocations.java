package dev.assay.elf;

import java.nio.ByteOrder;
import java.util.List;
import java.util.OptionalLong;

/**
 * RISC-V relocations that a linker resolves in a static image. Source: "RISC-V ELF psABI", Relocations and Linker
 * Relaxation; the relaxed forms are those of binutils bfd/elfnn-riscv.c, lld and mold.
 *
 * <p>Linkers delete bytes here: only at a relocation with an R_RISCV_RELAX beside it, which is written into its type, and at
 * an R_RISCV_ALIGN. What stands at such a place tells how many bytes are left of it ({@link #length}).
 */
final class RiscvRelocations extends RelocationTable {
    /** Added to the type of a relocation that has an R_RISCV_RELAX beside it. */
    static final int RELAXED = 0x100;

    static final int CALL = 18;
    static final int CALL_PLT = 19;
    static final int GOT_HI20 = 20;
    static final int PCREL_HI20 = 23;
    static final int HI20 = 26;
    static final int TPREL_HI20 = 29;
    static final int TPREL_ADD = 32;
    static final int ALIGN = 43;
    private static final int RELAX = 51;

    private enum Type implements Row {
        NONE(0, 0, RelocationSite::nothing),
        R32(1, 4, site -> site.address((site.le32(0) & 0xffffffffL) - site.addend)),
        R64(2, 8, site -> site.word(site.place, site.addend)),
        BRANCH(16, 4, RiscvFields::branch),
        JAL(17, 4, RiscvFields::jal),
        R_CALL(CALL, 8, RiscvFields::call),
        R_CALL_PLT(CALL_PLT, 8, RiscvFields::call),
        R_GOT_HI20(GOT_HI20, 4, RiscvFields::wordHigh),
        TLS_GOT_HI20(21, 4, RiscvFields::upper),
        TLS_GD_HI20(22, 4, RiscvFields::upper),
        R_PCREL_HI20(PCREL_HI20, 4, RiscvFields::high),
        PCREL_LO12_I(24, 4, RiscvFields::lowOfLoad),
        PCREL_LO12_S(25, 4, RiscvFields::lowOfStore),
        R_HI20(HI20, 4, RiscvFields::upper),
        LO12_I(27, 4, RiscvFields::load),
        LO12_S(28, 4, RiscvFields::store),
        R_TPREL_HI20(TPREL_HI20, 4, RiscvFields::upper),
        TPREL_LO12_I(30, 4, RiscvFields::load),
        TPREL_LO12_S(31, 4, RiscvFields::store),
        R_TPREL_ADD(TPREL_ADD, 4, RelocationSite::nothing),
        ADD8(33, 1, RelocationSite::nothing),
        ADD16(34, 2, RelocationSite::nothing),
        ADD32(35, 4, RelocationSite::nothing),
        ADD64(36, 8, RelocationSite::nothing),
        SUB8(37, 1, RelocationSite::nothing),
        SUB16(38, 2, RelocationSite::nothing),
        SUB32(39, 4, RelocationSite::nothing),
        SUB64(40, 8, RelocationSite::nothing),
        GOT32_PCREL(41, 4, site -> site.word(site.place + site.le32(0) - site.addend, 0)),
        R_ALIGN(ALIGN, 0, RelocationSite::nothing),
        RVC_BRANCH(44, 2, RiscvFields::shortBranch),
        RVC_JUMP(45, 2, RiscvFields::shortJump),
        RVC_LUI(46, 2, RelocationSite::nothing),
        R_RELAX(RELAX, 0, RelocationSite::nothing),
        SUB6(52, 1, RelocationSite::nothing),
        SET6(53, 1, RelocationSite::nothing),
        SET8(54, 1, RelocationSite::nothing),
        SET16(55, 2, RelocationSite::nothing),
        SET32(56, 4, RelocationSite::nothing),
        PCREL32(57, 4, site -> site.address(site.place + site.le32(0) - site.addend)),
        PLT32(59, 4, site -> site.address(site.place + site.le32(0) - site.addend)),
        SET_ULEB128(60, 5, RelocationSite::nothing),
        SUB_ULEB128(61, 5, RelocationSite::nothing),
        TLSDESC_HI20(62, 4, RelocationSite::nothing),
        TLSDESC_LOAD_LO12(63, 4, RelocationSite::nothing),
        TLSDESC_ADD_LO12(64, 4, RelocationSite::nothing),
        TLSDESC_CALL(65, 4, RelocationSite::nothing),
        RELAXED_CALL(RELAXED + CALL, 8, RiscvFields::call),
        RELAXED_CALL_PLT(RELAXED + CALL_PLT, 8, RiscvFields::call),
        RELAXED_GOT_HI20(RELAXED + GOT_HI20, 4, RiscvFields::wordHigh),
        RELAXED_PCREL_HI20(RELAXED + PCREL_HI20, 4, RiscvFields::high),
        RELAXED_HI20(RELAXED + HI20, 4, RelocationSite::nothing),
        RELAXED_TPREL_HI20(RELAXED + TPREL_HI20, 4, RelocationSite::nothing),
        RELAXED_TPREL_ADD(RELAXED + TPREL_ADD, 4, RelocationSite::nothing);

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

    RiscvRelocations() {
        super(ByteOrder.LITTLE_ENDIAN, Type.values());
    }

    /** The object's instruction; of a call the registers of both; of ALIGN how many bytes of no-operations it has. */
    @Override
    public int form(byte[] object, int at, int type, long addend) {
        if (type == ALIGN) {
            return addend < 0 || addend > 1 << 16 ? 0 : (int) addend;
        }
        return form(object, at, type);
    }

    @Override
    public int form(byte[] object, int at, int type) {
        int plain = type & ~RELAXED;
        if (plain == Type.RVC_BRANCH.type || plain == Type.RVC_JUMP.type) {
            return at + 2 <= object.length ? object[at] & 0xff | (object[at + 1] & 0xff) << 8 : 0;
        }
        if (plain == CALL || plain == CALL_PLT) {
            return at + 8 <= object.length ? RiscvFields.registers(word(object, at), word(object, at + 4)) : 0;
        }
        boolean instruction = plain >= Type.BRANCH.type && plain <= TPREL_ADD;
        return instruction && at + 4 <= object.length ? word(object, at) : 0;
    }

    private static int word(byte[] object, int at) {
        return object[at] & 0xff | (object[at + 1] & 0xff) << 8 | (object[at + 2] & 0xff) << 16 | object[at + 3] << 24;
    }

    @Override
    public int to(int type, int form) {
        return type == ALIGN ? form : super.to(type, form);
    }

    @Override
    public boolean deletes(int type) {
        return type == ALIGN || (type & RELAXED) != 0;
    }

    @Override
    public int length(RelocationSite site) {
        return RiscvFields.length(site);
    }

    @Override
    public OptionalLong gotAddress(byte[] image, List<Segment> loads) {
        return GlobalPointer.of(image, loads);
    }

    /** What counts from the global pointer is what is said to count from the GOT. */
    @Override
    public String gotName() {
        return "__global_pointer$";
    }

    /** A PC-relative low part has the label of the high part for its symbol: its own field points nowhere. */
    @Override
    public Pointee pointee(int type) {
        int plain = type & ~RELAXED;
        boolean points = plain == Type.R64.type || plain == Type.R32.type || plain == PCREL_HI20 || plain == GOT_HI20;
        return points ? Pointee.ADDEND : Pointee.ELSEWHERE;
    }

    @Override
    void settle(ObjectFile object) {
        for (InputSection section : object.sections()) {
            Relocations relocations = section.relocations();
            for (int i = 0; i + 1 < relocations.count(); i++) {
                int type = relocations.type(i);
                boolean relaxed =
                        relocations.type(i + 1) == RELAX && relocations.offset(i + 1) == relocations.offset(i);
                if (relaxed && isKnown(RELAXED + type)) {
                    relocations.replace(i, RELAXED + type, relocations.symbol(i), relocations.addend(i));
                }
            }
        }
    }

    /** {@code auipc t3; ld t3; jalr t1,t3; nop}. */
    @Override
    public void readStub(RelocationSite site) {
        site.nothing();
        boolean entry = site.has(0, 16)
                && (site.le32(0) & 0xfff) == 0xe17
                && (site.le32(4) & 0xfffff) == 0xe3e03
                && site.le32(8) == 0x000e0367;
        if (entry) {
            site.word(site.place + (site.le32(0) & ~0xfff) + (site.le32(4) >> 20), 0);
        }
    }

    @Override
    public int stubSize(RelocationSite site) {
        return site.outcome() == RelocationSite.Outcome.WORD ? 16 : 0;
    }

    @Override
    public int irelativeType() {
        return 58;
    }

    @Override
    public int relativeType() {
        return 3;
    }

    /** No-operations of two and four bytes. */
    @Override
    int fillSize(byte[] code, int at, int to) {
        boolean four = at + 4 <= to && word(code, at) == RiscvFields.NOP;
        boolean two = at + 2 <= to && code[at] == 1 && code[at + 1] == 0;
        return four ? 4 : two ? 2 : 0;
    }
}
