package dev.assay.elf;

import dev.assay.elf.RelocationSite.Outcome;
import java.nio.ByteOrder;
import java.util.List;

/**
 * AArch64 relocations that a linker resolves in a static image. Source: AAELF64, "Relocations" (5.7); the relaxed forms are
 * those of GNU ld, gold, lld and mold. Every field lies in one little-endian instruction word, of which the bits outside of
 * the field are known: {@link #form} keeps the word.
 */
final class AArch64Relocations extends RelocationTable {
    private static final int NOP = 0xd503201f;
    private static final int BTI_C = 0xd503245f;
    private static final int FIELD_IMM12 = 0x003ffc00;
    private static final int FIELD_IMM19 = 0x00ffffe0;

    private enum Type implements Row {
        NONE(0, 0, RelocationSite::nothing),
        ABS64(257, 8, site -> site.word(site.place, site.addend)),
        ABS32(258, 4, site -> site.address((site.le32(0) & 0xffffffffL) - site.addend)),
        ABS16(259, 2, RelocationSite::nothing),
        PREL64(260, 8, site -> site.address(site.place + site.le64(0) - site.addend)),
        PREL32(261, 4, site -> site.address(site.place + site.le32(0) - site.addend)),
        PREL16(262, 2, RelocationSite::nothing),
        MOVW_UABS_G0(263, 4, AArch64Relocations::moveWide),
        MOVW_UABS_G0_NC(264, 4, AArch64Relocations::moveWide),
        MOVW_UABS_G1(265, 4, AArch64Relocations::moveWide),
        MOVW_UABS_G1_NC(266, 4, AArch64Relocations::moveWide),
        MOVW_UABS_G2(267, 4, AArch64Relocations::moveWide),
        MOVW_UABS_G2_NC(268, 4, AArch64Relocations::moveWide),
        MOVW_UABS_G3(269, 4, AArch64Relocations::moveWide),
        MOVW_SABS_G0(270, 4, AArch64Relocations::moveWide),
        MOVW_SABS_G1(271, 4, AArch64Relocations::moveWide),
        MOVW_SABS_G2(272, 4, AArch64Relocations::moveWide),
        LD_PREL_LO19(273, 4, site -> branch(site, FIELD_IMM19)),
        ADR_PREL_LO21(274, 4, AArch64Relocations::adr),
        ADR_PREL_PG_HI21(275, 4, AArch64Relocations::page),
        ADR_PREL_PG_HI21_NC(276, 4, AArch64Relocations::page),
        ADD_ABS_LO12_NC(277, 4, AArch64Relocations::addLow),
        LDST8_ABS_LO12_NC(278, 4, site -> loadLow(site, 0)),
        TSTBR14(279, 4, site -> branch(site, 0x0007ffe0)),
        CONDBR19(280, 4, site -> branch(site, FIELD_IMM19)),
        JUMP26(282, 4, AArch64Relocations::call),
        CALL26(283, 4, AArch64Relocations::call),
        LDST16_ABS_LO12_NC(284, 4, site -> loadLow(site, 1)),
        LDST32_ABS_LO12_NC(285, 4, site -> loadLow(site, 2)),
        LDST64_ABS_LO12_NC(286, 4, site -> loadLow(site, 3)),
        LDST128_ABS_LO12_NC(299, 4, site -> loadLow(site, 4)),
        GOTREL64(307, 8, RelocationSite::nothing),
        GOTREL32(308, 4, RelocationSite::nothing),
        GOT_LD_PREL19(309, 4, RelocationSite::nothing),
        LD64_GOTOFF_LO15(310, 4, RelocationSite::nothing),
        ADR_GOT_PAGE(311, 4, AArch64Relocations::page),
        LD64_GOT_LO12_NC(312, 4, AArch64Relocations::gotLow),
        LD64_GOTPAGE_LO15(313, 4, AArch64Relocations::gotPageLow),
        PLT32(314, 4, site -> site.address(site.place + site.le32(0) - site.addend)),
        // Thread-local storage: the word becomes movz, movk, mrs, add or nop. No claim is made from it.
        TLSGD_ADR_PREL21(512, 4, RelocationSite::nothing),
        TLSGD_ADR_PAGE21(513, 4, RelocationSite::nothing),
        TLSGD_ADD_LO12_NC(514, 12, AArch64Relocations::generalDynamic),
        TLSGD_MOVW_G1(515, 4, RelocationSite::nothing),
        TLSGD_MOVW_G0_NC(516, 4, RelocationSite::nothing),
        TLSLD_ADR_PREL21(517, 4, RelocationSite::nothing),
        TLSLD_ADR_PAGE21(518, 4, RelocationSite::nothing),
        TLSLD_ADD_LO12_NC(519, 12, AArch64Relocations::generalDynamic),
        TLSLD_ADD_DTPREL_HI12(528, 4, RelocationSite::nothing),
        TLSLD_ADD_DTPREL_LO12(529, 4, RelocationSite::nothing),
        TLSLD_ADD_DTPREL_LO12_NC(530, 4, RelocationSite::nothing),
        TLSIE_MOVW_GOTTPREL_G1(539, 4, RelocationSite::nothing),
        TLSIE_MOVW_GOTTPREL_G0_NC(540, 4, RelocationSite::nothing),
        TLSIE_ADR_GOTTPREL_PAGE21(541, 4, RelocationSite::nothing),
        TLSIE_LD64_GOTTPREL_LO12_NC(542, 4, RelocationSite::nothing),
        TLSIE_LD_GOTTPREL_PREL19(543, 4, RelocationSite::nothing),
        TLSLE_MOVW_TPREL_G2(544, 4, RelocationSite::nothing),
        TLSLE_MOVW_TPREL_G1(545, 4, RelocationSite::nothing),
        TLSLE_MOVW_TPREL_G1_NC(546, 4, RelocationSite::nothing),
        TLSLE_MOVW_TPREL_G0(547, 4, RelocationSite::nothing),
        TLSLE_MOVW_TPREL_G0_NC(548, 4, RelocationSite::nothing),
        TLSLE_ADD_TPREL_HI12(549, 4, RelocationSite::nothing),
        TLSLE_ADD_TPREL_LO12(550, 4, RelocationSite::nothing),
        TLSLE_ADD_TPREL_LO12_NC(551, 4, RelocationSite::nothing),
        TLSLE_LDST8_TPREL_LO12(552, 4, RelocationSite::nothing),
        TLSLE_LDST8_TPREL_LO12_NC(553, 4, RelocationSite::nothing),
        TLSLE_LDST16_TPREL_LO12(554, 4, RelocationSite::nothing),
        TLSLE_LDST16_TPREL_LO12_NC(555, 4, RelocationSite::nothing),
        TLSLE_LDST32_TPREL_LO12(556, 4, RelocationSite::nothing),
        TLSLE_LDST32_TPREL_LO12_NC(557, 4, RelocationSite::nothing),
        TLSLE_LDST64_TPREL_LO12(558, 4, RelocationSite::nothing),
        TLSLE_LDST64_TPREL_LO12_NC(559, 4, RelocationSite::nothing),
        TLSDESC_LD_PREL19(560, 4, RelocationSite::nothing),
        TLSDESC_ADR_PREL21(561, 4, RelocationSite::nothing),
        TLSDESC_ADR_PAGE21(562, 4, RelocationSite::nothing),
        TLSDESC_LD64_LO12(563, 4, RelocationSite::nothing),
        TLSDESC_ADD_LO12(564, 4, RelocationSite::nothing),
        TLSDESC_OFF_G1(565, 4, RelocationSite::nothing),
        TLSDESC_OFF_G0_NC(566, 4, RelocationSite::nothing),
        TLSDESC_LDR(567, 4, RelocationSite::nothing),
        TLSDESC_ADD(568, 4, RelocationSite::nothing),
        TLSDESC_CALL(569, 4, RelocationSite::nothing);

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

    AArch64Relocations() {
        super(ByteOrder.LITTLE_ENDIAN, Type.values());
    }

    /** The object's instruction word. */
    @Override
    public int form(byte[] object, int at, int type) {
        boolean code = (type >= Type.MOVW_UABS_G0.type && type < Type.GOTREL64.type)
                || (type >= Type.GOT_LD_PREL19.type && type <= Type.LD64_GOTPAGE_LO15.type);
        return code && at + 4 <= object.length
                ? object[at] & 0xff
                        | (object[at + 1] & 0xff) << 8
                        | (object[at + 2] & 0xff) << 16
                        | object[at + 3] << 24
                : 0;
    }

    private static boolean same(RelocationSite site, int word, int field) {
        return (word & ~field) == (site.form & ~field);
    }

    private static void moveWide(RelocationSite site) {
        // MOVN and MOVZ change places for signed values.
        if (same(site, site.le32(0), 0x401fffe0)) {
            site.nothing();
        } else {
            site.mismatch();
        }
    }

    /** A PC-relative field that counts words. */
    private static void branch(RelocationSite site, int field) {
        int word = site.le32(0);
        if (!same(site, word, field)) {
            site.mismatch();
            return;
        }
        int left = Integer.numberOfLeadingZeros(field);
        int words = (word & field) << left >> left + Integer.numberOfTrailingZeros(field);
        site.address(site.place + words * 4L - site.addend);
    }

    private static long adrOffset(int word) {
        return (long) ((word & FIELD_IMM19) << 8 >> 11 & ~3 | word >> 29 & 3);
    }

    private static boolean isAdr(int word) {
        return (word & 0x9f000000) == 0x10000000;
    }

    private static boolean sameRegister(RelocationSite site, int word) {
        return (word & 31) == (site.form & 31);
    }

    private static void adr(RelocationSite site) {
        int word = site.le32(0);
        if (isAdr(word) && sameRegister(site, word)) {
            site.address(site.place + adrOffset(word) - site.addend);
        } else {
            site.mismatch();
        }
    }

    /** ADRP; ADR where erratum 843419 was mended so; NOP where lld and mold made a NOP and an ADR of the pair. */
    private static void page(RelocationSite site) {
        int word = site.le32(0);
        if (word == NOP) {
            site.nothing();
        } else if (isAdr(word) && sameRegister(site, word)) {
            site.address(site.place + adrOffset(word) - site.addend);
        } else if ((word & 0x9f000000) == 0x90000000 && sameRegister(site, word)) {
            site.part(Outcome.PAGE, (site.place & ~0xfffL) + (adrOffset(word) << 12));
        } else {
            site.mismatch();
        }
    }

    private static void addLow(RelocationSite site) {
        int word = site.le32(0);
        if (same(site, word, FIELD_IMM12)) {
            site.part(Outcome.LOW12, word >>> 10 & 0xfff);
        } else if (isAdr(word) && sameRegister(site, word)) {
            site.address(site.place + adrOffset(word) - site.addend);
        } else {
            site.mismatch();
        }
    }

    private static void loadLow(RelocationSite site, int scale) {
        int word = site.le32(0);
        if (same(site, word, FIELD_IMM12)) {
            site.part(Outcome.LOW12, (long) (word >>> 10 & 0xfff) << scale);
        } else {
            site.mismatch();
        }
    }

    /** LDR from the GOT; ADD where lld and mold know the address; ADR where they made one instruction of the pair. */
    private static void gotLow(RelocationSite site) {
        int word = site.le32(0);
        if (same(site, word, FIELD_IMM12)) {
            site.part(Outcome.WORD_LOW12, (long) (word >>> 10 & 0xfff) * 8);
        } else if ((word & 0xffc00000) == 0x91000000 && sameRegister(site, word)) {
            site.part(Outcome.LOW12, word >>> 10 & 0xfff);
        } else if (isAdr(word) && sameRegister(site, word)) {
            site.address(site.place + adrOffset(word) - site.addend);
        } else {
            site.mismatch();
        }
    }

    private static void gotPageLow(RelocationSite site) {
        int word = site.le32(0);
        if (same(site, word, FIELD_IMM12)) {
            site.part(Outcome.WORD_FROM_GOT_PAGE, (long) (word >>> 10 & 0xfff) * 8);
        } else {
            site.mismatch();
        }
    }

    private static void call(RelocationSite site) {
        int word = site.le32(0);
        if (word == NOP) {
            site.address(0);
        } else if (same(site, word, 0x03ffffff) && (word & 0x03ffffff) == 1) {
            site.nothing(); // the function behind this one; or none, of lld: a weak symbol that nothing defines
        } else {
            branch(site, 0x03ffffff);
        }
    }

    private static void generalDynamic(RelocationSite site) {
        site.nothing();
        site.consumes(12);
    }

    /** {@code [bti c] adrp x16; ldr x17; add x16; br x17} and the long-branch veneers. */
    @Override
    public void readStub(RelocationSite site) {
        site.nothing();
        int at = site.has(0, 4) && site.le32(0) == BTI_C ? 4 : 0;
        if (!site.has(at, at + 12)) {
            return;
        }
        int first = site.le32(at);
        int second = site.le32(at + 4);
        long page = (site.place + at & ~0xfffL) + (adrOffset(first) << 12);
        if ((first & 0x9f00001f) == 0x90000010 && (second & 0xffc003ff) == 0xf9400211) {
            site.word(page + (long) (second >>> 10 & 0xfff) * 8, 0);
        } else if ((first & 0x9f00001f) == 0x90000010
                && (second & 0xffc003ff) == 0x91000210
                && site.le32(at + 8) == 0xd61f0200) {
            site.address(page + (second >>> 10 & 0xfff));
        } else if (at == 4 && (first & 0xfc000000) == 0x14000000) {
            site.address(site.place + at + (first << 6 >> 6) * 4L);
        }
    }

    @Override
    public int stubSize(RelocationSite site) {
        int at = site.has(0, 4) && site.le32(0) == BTI_C ? 4 : 0;
        return switch (site.outcome()) {
            case WORD -> site.has(at + 16, at + 20) && site.le32(at + 16) == NOP && at == 4 ? 24 : at + 16;
            case ADDRESS -> (site.le32(at) & 0xfc000000) == 0x14000000 ? at + 4 : at + 12;
            default -> 0;
        };
    }

    @Override
    public byte[] restored(byte[] image, List<Segment> loads) {
        return CortexA53Erratum.undo(image, loads);
    }

    @Override
    public int irelativeType() {
        return 1032;
    }

    @Override
    public int relativeType() {
        return 1027;
    }

    @Override
    public boolean isPadding(byte[] code, int from, int to) {
        if (to - from < 4) {
            return allZero(code, from, to);
        }
        for (int i = from; i < to; i += 4) {
            boolean nop = i + 4 <= to
                    && (code[i] & 0xff) == 0x1f
                    && code[i + 1] == 0x20
                    && code[i + 2] == 0x03
                    && (code[i + 3] & 0xff) == 0xd5;
            if (!nop && !allZero(code, i, Math.min(to, i + 4))) {
                return false;
            }
        }
        return true;
    }

    private static boolean allZero(byte[] code, int from, int to) {
        for (int i = from; i < to; i++) {
            if (code[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
