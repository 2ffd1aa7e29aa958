package dev.assay.elf;

import dev.assay.elf.RelocationSite.Outcome;
import java.nio.ByteOrder;

/**
 * x86-64 relocations that a linker resolves in a static image. Source: psABI AMD64, "Relocation Types", "Optimize GOTPCRELX
 * Relocations" (B.2) and "Thread-Local Storage"; the forms are those of GNU ld, gold, lld and mold.
 */
final class X86_64Relocations extends RelocationTable {

    private enum Type implements Row {
        NONE(0, 0, 0, RelocationSite::nothing),
        R64(1, 0, 8, site -> site.word(site.place, site.addend)),
        PC32(2, 0, 4, X86_64Relocations::pcRelative),
        GOT32(3, 0, 4, RelocationSite::nothing),
        PLT32(4, 0, 4, X86_64Relocations::pcRelative),
        GOTPCREL(9, 0, 4, site -> site.word(site.place + site.le32(0) - site.addend, 0)),
        R32(10, 0, 4, site -> site.address((site.le32(0) & 0xffffffffL) - site.addend)),
        R32S(11, 0, 4, site -> site.address(site.le32(0) - site.addend)),
        R16(12, 0, 2, RelocationSite::nothing),
        PC16(13, 0, 2, RelocationSite::nothing),
        R8(14, 0, 1, RelocationSite::nothing),
        PC8(15, 0, 1, RelocationSite::nothing),
        DTPMOD64(16, 0, 8, RelocationSite::nothing),
        DTPOFF64(17, 0, 8, RelocationSite::nothing),
        TPOFF64(18, 0, 8, RelocationSite::nothing),
        // GD to LE: lea and call become mov and lea; the call's own relocation is used up.
        TLSGD(19, -4, 12, X86_64Relocations::generalDynamic),
        // LD to LE: lea and call become padded mov. Nine bytes, ten when the call is indirect.
        TLSLD(20, -3, 9, X86_64Relocations::localDynamic),
        DTPOFF32(21, 0, 4, RelocationSite::nothing),
        GOTTPOFF(22, -3, 4, X86_64Relocations::initialExec),
        TPOFF32(23, 0, 4, RelocationSite::nothing),
        PC64(24, 0, 8, site -> site.address(site.place + site.le64(0) - site.addend)),
        GOTOFF64(25, 0, 8, RelocationSite::nothing),
        GOTPC32(26, 0, 4, RelocationSite::nothing),
        GOT64(27, 0, 8, RelocationSite::nothing),
        GOTPCREL64(28, 0, 8, RelocationSite::nothing),
        GOTPC64(29, 0, 8, RelocationSite::nothing),
        PLTOFF64(31, 0, 8, RelocationSite::nothing),
        SIZE32(32, 0, 4, RelocationSite::nothing),
        SIZE64(33, 0, 8, RelocationSite::nothing),
        GOTPC32_TLSDESC(34, -3, 4, X86_64Relocations::descriptor),
        TLSDESC_CALL(35, 0, 2, X86_64Relocations::descriptorCall),
        GOTPCRELX(41, -2, 4, X86_64Relocations::relaxedGot),
        REX_GOTPCRELX(42, -3, 4, X86_64Relocations::relaxedGot);

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

    private static final int CALL_INDIRECT = 0xff15;
    private static final int JUMP_INDIRECT = 0xff25;

    X86_64Relocations() {
        super(ByteOrder.LITTLE_ENDIAN, Type.values());
    }

    /** The bytes of the instruction before the field; for TLSLD the opcode of the call that follows it. */
    @Override
    public int form(byte[] object, int at, int type) {
        if (type == Type.REX_GOTPCRELX.type || type == Type.GOTTPOFF.type || type == Type.GOTPC32_TLSDESC.type) {
            return (object[at - 3] & 0xff) << 16 | (object[at - 2] & 0xff) << 8 | object[at - 1] & 0xff;
        }
        if (type == Type.GOTPCRELX.type) {
            return (object[at - 2] & 0xff) << 8 | object[at - 1] & 0xff;
        }
        if (type == Type.TLSLD.type && at + 4 < object.length) {
            return object[at + 4] & 0xff;
        }
        return 0;
    }

    /** A PC-relative field counts from the end of its instruction, four bytes on as a rule. */
    @Override
    public int pointerBias(int type) {
        return type == Type.PC32.type ? 4 : 0;
    }

    @Override
    public int to(int type, int form) {
        return type == Type.TLSLD.type && form == 0xff ? 10 : super.to(type, form);
    }

    private static void pcRelative(RelocationSite site) {
        site.address(site.place + site.le32(0) - site.addend);
    }

    /** A load from the GOT, or what is left when the linker knows the address. */
    private static void relaxedGot(RelocationSite site) {
        int before = site.u8(-2) << 8 | site.u8(-1);
        int was = site.form & 0xffff;
        if (was == CALL_INDIRECT || was == JUMP_INDIRECT) {
            branchThroughGot(site, was, before);
            return;
        }
        int opcode = before >> 8;
        if (before == was && hasRex(site, site.form >> 16)) {
            site.word(site.place + site.le32(0) - site.addend, 0);
        } else if (opcode == 0x8d
                && (was >> 8) == 0x8b
                && (before & 0xff) == (was & 0xff)
                && hasRex(site, site.form >> 16)) {
            site.address(site.place + 4 + site.le32(0));
        } else if (isImmediateForm(site, was, before)) {
            boolean wide = site.type == Type.REX_GOTPCRELX.type && (site.form >> 16 & 8) != 0;
            site.address(wide ? site.le32(0) : site.le32(0) & 0xffffffffL);
        } else {
            site.mismatch();
        }
    }

    private static boolean hasRex(RelocationSite site, int rex) {
        return site.type != Type.REX_GOTPCRELX.type || site.u8(-3) == rex;
    }

    /** mov to {@code c7 /0}, test to {@code f7 /0}, binary operations to {@code 81 /n}; REX.R moves to REX.B. */
    private static boolean isImmediateForm(RelocationSite site, int was, int now) {
        int opcode = was >> 8;
        int register = was >> 3 & 7;
        int expected;
        if (opcode == 0x8b) {
            expected = 0xc7c0 | register;
        } else if (opcode == 0x85) {
            expected = 0xf7c0 | register;
        } else if ((opcode & 0xc7) == 0x03) {
            expected = 0x81c0 | opcode & 0x38 | register;
        } else {
            return false;
        }
        int rex = site.form >> 16;
        int moved = rex & ~5 | (rex & 4) >> 2;
        return now == expected && hasRex(site, moved);
    }

    private static void branchThroughGot(RelocationSite site, int was, int now) {
        if (now == was) {
            site.word(site.place + site.le32(0) - site.addend, 0);
        } else if (was == CALL_INDIRECT && (now == 0x67e8 || now == 0x90e8)) {
            site.address(site.place + 4 + site.le32(0));
        } else if (was == JUMP_INDIRECT && now == 0x90e9) {
            site.address(site.place + 4 + site.le32(0));
        } else if (now >> 8 == (was == CALL_INDIRECT ? 0xe8 : 0xe9) && site.u8(3) == 0x90) {
            site.address(site.place + 3 + site.le32(-1));
        } else {
            site.mismatch();
        }
    }

    private static void generalDynamic(RelocationSite site) {
        boolean local = site.le32(-4) == 0x048b4864 && site.le32(0) == 0x25 && site.u8(4) == 0;
        boolean kept = site.le32(-4) == 0x3d8d4866;
        site.nothingIf(local || kept);
        site.consumes(12);
    }

    private static void localDynamic(RelocationSite site) {
        boolean padded = site.u8(-3) == 0x66 || site.u8(-3) == 0x31; // mov with prefixes; mold: xor, mov, sub
        boolean kept = site.u8(-3) == 0x48 && site.u8(-2) == 0x8d && site.u8(-1) == 0x3d;
        site.nothingIf(padded || kept);
        site.consumes(10);
    }

    private static void initialExec(RelocationSite site) {
        int opcode = site.u8(-2);
        int now = site.u8(-3) << 16 | opcode << 8 | site.u8(-1);
        site.nothingIf(now == site.form || opcode == 0xc7 || opcode == 0x8d || opcode == 0x81);
    }

    private static void descriptor(RelocationSite site) {
        int now = site.u8(-3) << 16 | site.u8(-2) << 8 | site.u8(-1);
        site.nothingIf(now == site.form || site.u8(-2) == 0xc7 || site.u8(-2) == 0x8b);
    }

    private static void descriptorCall(RelocationSite site) {
        int now = site.u8(0) << 8 | site.u8(1);
        site.nothingIf(now == 0xff10 || now == 0x6690);
    }

    /** {@code [endbr64] [bnd] jmp *slot(%rip)}: the form of {@code .plt}, {@code .iplt} and {@code .plt.got} entries. */
    @Override
    public void readStub(RelocationSite site) {
        int jump = jumpOffset(site);
        if (jump < 0) {
            site.nothing();
        } else {
            site.word(site.place + jump + 6 + site.le32(jump + 2), 0);
        }
    }

    private static int jumpOffset(RelocationSite site) {
        int at = site.has(0, 4) && site.le32(0) == 0xfa1e0ff3 ? 4 : 0;
        if (site.has(at, at + 1) && site.u8(at) == 0xf2) {
            at++;
        }
        return site.has(at, at + 6) && site.u8(at) == 0xff && site.u8(at + 1) == 0x25 ? at : -1;
    }

    @Override
    public int stubSize(RelocationSite site) {
        int end = jumpOffset(site) + 6;
        if (site.outcome() != Outcome.WORD) {
            return 0;
        }
        int to = end;
        while (to < 16 && site.has(to, to + 1) && isStubFill(site, end, to)) {
            to++;
        }
        return to;
    }

    private static boolean isStubFill(RelocationSite site, int end, int to) {
        int b = site.u8(to);
        return to == end
                ? b == 0x66 || b == 0x90 || b == 0xcc || b == 0x0f || b == 0x68
                : to < 8 ? b == 0x90 : b != 0xff;
    }

    @Override
    public int irelativeType() {
        return 37;
    }

    @Override
    public int relativeType() {
        return 8;
    }

    @Override
    public boolean isPadding(byte[] code, int from, int to) {
        return X86Padding.fills(code, from, to);
    }
}
