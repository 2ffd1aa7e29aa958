package dev.assay.elf;

import dev.assay.elf.RelocationSite.Outcome;
import java.nio.ByteOrder;

/**
 * i386 relocations that a linker resolves in a static image. REL: the addend stands in the object's field. Source: psABI
 * i386, "Relocation Types" and "Optimize R_386_GOT32X" (A.4); Drepper, "ELF Handling For Thread-Local Storage".
 */
final class I386Relocations extends RelocationTable {

    private enum Type implements Row {
        NONE(0, 0, 0, RelocationSite::nothing),
        R32(1, 0, 4, site -> site.word(site.place, site.addend)),
        PC32(2, 0, 4, I386Relocations::pcRelative),
        GOT32(3, 0, 4, site -> site.part(Outcome.WORD_FROM_GOT, site.le32(0) - site.addend)),
        PLT32(4, 0, 4, I386Relocations::pcRelative),
        GOTOFF(9, 0, 4, site -> site.part(Outcome.FROM_GOT, site.le32(0) - site.addend)),
        GOTPC(10, 0, 4, I386Relocations::pcRelative),
        TLS_TPOFF(14, 0, 4, RelocationSite::nothing),
        // IE to LE: mov or add from memory becomes one with an immediate, or lea.
        TLS_IE(15, -2, 4, RelocationSite::nothing),
        TLS_GOTIE(16, -2, 4, RelocationSite::nothing),
        TLS_LE(17, 0, 4, RelocationSite::nothing),
        // GD and LD to LE: lea and call become mov %gs:0 and sub or lea; the call's own relocation is used up.
        TLS_GD(18, -3, 10, I386Relocations::dynamicCall),
        TLS_LDM(19, -2, 10, I386Relocations::dynamicCall),
        R16(20, 0, 2, RelocationSite::nothing),
        PC16(21, 0, 2, RelocationSite::nothing),
        R8(22, 0, 1, RelocationSite::nothing),
        PC8(23, 0, 1, RelocationSite::nothing),
        TLS_LDO_32(32, 0, 4, RelocationSite::nothing),
        TLS_IE_32(33, -2, 4, RelocationSite::nothing),
        TLS_LE_32(34, 0, 4, RelocationSite::nothing),
        SIZE32(38, 0, 4, RelocationSite::nothing),
        TLS_GOTDESC(39, -2, 4, RelocationSite::nothing),
        TLS_DESC_CALL(40, 0, 2, RelocationSite::nothing),
        TLS_DESC(41, 0, 4, RelocationSite::nothing),
        GOT32X(43, -2, 4, I386Relocations::relaxedGot);

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

    private static final int SIB_FORM = 1;
    private static final int INDIRECT_CALL = 2;

    I386Relocations() {
        super(ByteOrder.LITTLE_ENDIAN, Type.values());
    }

    /** For GOT32X the two bytes before the field; for GD and LD how long the sequence is. */
    @Override
    public int form(byte[] object, int at, int type) {
        if (type == Type.GOT32X.type) {
            return (object[at - 2] & 0xff) << 8 | object[at - 1] & 0xff;
        }
        if (type == Type.TLS_GD.type) {
            return (object[at - 2] & 0xff) == 0x04 ? SIB_FORM : 0; // lea x@tlsgd(,%ebx,1): one byte longer, no nop
        }
        if (type == Type.TLS_LDM.type && at + 4 < object.length) {
            return (object[at + 4] & 0xff) == 0xff ? INDIRECT_CALL : 0;
        }
        return 0;
    }

    @Override
    public int to(int type, int form) {
        if (type == Type.TLS_GD.type) {
            return form == SIB_FORM ? 9 : 10;
        }
        if (type == Type.TLS_LDM.type) {
            return form == INDIRECT_CALL ? 10 : 9;
        }
        return super.to(type, form);
    }

    @Override
    public long implicitAddend(byte[] object, int at, int type) {
        boolean word = isKnown(type) && type != Type.NONE.type && super.to(type, 0) - Math.max(0, from(type)) >= 4;
        return word && at + 4 <= object.length
                ? object[at] & 0xff
                        | (object[at + 1] & 0xff) << 8
                        | (object[at + 2] & 0xff) << 16
                        | object[at + 3] << 24
                : 0;
    }

    @Override
    public int type(long rInfo) {
        return (int) rInfo & 0xff;
    }

    @Override
    public int symbol(long rInfo) {
        return (int) (rInfo >>> 8);
    }

    private static void pcRelative(RelocationSite site) {
        site.address(site.place + site.le32(0) - site.addend & 0xffffffffL);
    }

    private static void dynamicCall(RelocationSite site) {
        site.nothing();
        site.consumes(10);
    }

    private static void relaxedGot(RelocationSite site) {
        int was = site.form;
        int now = site.u8(-2) << 8 | site.u8(-1);
        int register = was >> 3 & 7;
        boolean based = (was & 0xc7) != 5; // a disp32 without a base register is the slot's own address
        long value = site.le32(0) - site.addend;
        if (now == was) {
            if (based) {
                site.part(Outcome.WORD_FROM_GOT, value);
            } else {
                site.word(value & 0xffffffffL, 0);
            }
        } else if (now >> 8 == 0x8d && was >> 8 == 0x8b && (now & 0xff) == (was & 0xff)) {
            site.part(Outcome.FROM_GOT, value);
        } else if (now == (0xc7c0 | register) || now == (0xf7c0 | register) || isBinary(was, now, register)) {
            site.address(value & 0xffffffffL);
        } else if (was >> 8 == 0xff && (now == 0x67e8 || now == 0x90e8)) {
            site.address(site.place + 4 + site.le32(0) & 0xffffffffL);
        } else if (was >> 8 == 0xff && (now >> 8 == 0xe9 || now >> 8 == 0xe8) && site.u8(3) == 0x90) {
            site.address(site.place + 3 + site.le32(-1) & 0xffffffffL);
        } else {
            site.mismatch();
        }
    }

    private static boolean isBinary(int was, int now, int register) {
        return (was >> 8 & 0xc7) == 0x03 && now == (0x81c0 | was >> 8 & 0x38 | register);
    }

    /** {@code jmp *slot} and {@code jmp *offset(%ebx)}: PLT entries. */
    @Override
    public void readStub(RelocationSite site) {
        int jump = jumpOffset(site);
        if (jump < 0) {
            site.nothing();
        } else if (site.u8(jump + 1) == 0x25) {
            site.word(site.le32(jump + 2) & 0xffffffffL, 0);
        } else {
            site.part(Outcome.WORD_FROM_GOT, site.le32(jump + 2));
        }
    }

    private static int jumpOffset(RelocationSite site) {
        int at = site.has(0, 4) && site.le32(0) == 0xfb1e0ff3 ? 4 : 0;
        return site.has(at, at + 6) && site.u8(at) == 0xff && (site.u8(at + 1) == 0x25 || site.u8(at + 1) == 0xa3)
                ? at
                : -1;
    }

    @Override
    public int stubSize(RelocationSite site) {
        int to = jumpOffset(site) + 6;
        while (to < 16 && site.has(to, to + 1) && site.u8(to) != 0xff && site.u8(to) != 0xf3) {
            to++;
        }
        return to;
    }

    @Override
    public int irelativeType() {
        return 42;
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
