package dev.assay.elf;

import dev.assay.elf.RelocationSite.Outcome;

/**
 * Code that linkers make between a call and its function: PLT calls and long branches, for callers with a TOC pointer and
 * for those without. Source: "OpenPOWER ELF V2 ABI Specification", Procedure Linkage Table (4.2.5.3); binutils
 * bfd/elf64-ppc.c, {@code ppc_build_one_stub}; lld ELF/Thunks.cpp.
 */
final class Ppc64Stubs {
    private static final int SAVE_TOC = 0xf8410018;
    private static final int MTCTR_R12 = 0x7d8903a6;
    private static final int BCTR = 0x4e800420;
    private static final int MFLR_R12 = 0x7d8802a6;

    private Ppc64Stubs() {}

    /** Reads a stub at the site's first byte: {@code ADDRESS}, {@code WORD} or {@code WORD_FROM_GOT}. */
    static void read(RelocationSite site) {
        site.nothing();
        int at = start(site);
        if (!site.has(at, at + 4)) {
            return;
        }
        int first = site.int32(at);
        if (first >>> 26 == 18 && (first & 3) == 0) {
            site.address(Ppc64Fields.function(site, site.place + at + Ppc64Fields.branchOffset(first)));
        } else if (site.has(at, at + 12) && isPrefixed(first)) {
            prefixed(site, at);
        } else if (site.has(at, at + 32) && first == MFLR_R12 && site.int32(at + 4) == 0x429f0005) {
            fromLink(site, at);
        } else {
            fromToc(site, at);
        }
    }

    /** A stub may save the TOC pointer first, or be kept from crossing 64 bytes by a no-operation. */
    private static int start(RelocationSite site) {
        boolean skips = site.has(0, 4) && (site.int32(0) == SAVE_TOC || site.int32(0) == Ppc64Fields.NOP);
        return skips ? 4 : 0;
    }

    private static boolean isPrefixed(int word) {
        int prefix = word >>> 20;
        return prefix == 0x061 || prefix == 0x041;
    }

    private static boolean leaves(RelocationSite site, int at) {
        return site.int32(at) >>> 26 == 18 || site.int32(at) == MTCTR_R12 && site.int32(at + 4) == BCTR;
    }

    /** {@code pla r12,S} or {@code pld r12,slot}, then a branch. */
    private static void prefixed(RelocationSite site, int at) {
        long value = site.place + at + Ppc64Fields.prefixedValue(site, at);
        int load = site.int32(at + 4) & 0xffff0000;
        if (site.has(at, at + 16) && leaves(site, at + 8)) {
            if (load == 0x39800000) {
                site.address(value);
            } else if (load == 0xe5800000) {
                site.word(value, 0);
            }
        }
    }

    /** {@code mflr r12; bcl 20,31,.+4; mflr r11; mtlr r12; [addis r12,r11,ha;] addi or ld r12; ..}: r11 is P + 8. */
    private static void fromLink(RelocationSite site, int at) {
        boolean far = site.int32(at + 16) >>> 16 == 0x3d8b;
        int low = site.int32(far ? at + 20 : at + 16);
        long value = site.place + at + 8 + (far ? site.int32(at + 16) << 16 : 0) + (short) (low & ~3);
        int opcode = low >>> 16;
        if (opcode == (far ? 0x398c : 0x398b)) {
            site.address(value + (low & 3));
        } else if (opcode == (far ? 0xe98c : 0xe98b)) {
            site.word(value, 0);
        }
    }

    /** {@code [addis r12,r2,ha;] ld r12,lo; mtctr r12; bctr}. */
    private static void fromToc(RelocationSite site, int at) {
        boolean far = site.int32(at) >>> 16 == 0x3d82;
        int load = far ? at + 4 : at;
        int base = far ? 0xe98c0000 : 0xe9820000;
        boolean plt = site.has(load, load + 12)
                && (site.int32(load) & 0xffff0003) == base
                && site.int32(load + 4) == MTCTR_R12
                && site.int32(load + 8) == BCTR;
        if (plt) {
            int high = far ? site.int32(at) << 16 : 0;
            site.part(Outcome.WORD_FROM_GOT, high + (short) site.int32(load));
        }
    }

    /** {@return bytes up to and with the branch, after {@link #read} found a stub; 0 for none} */
    static int size(RelocationSite site) {
        if (site.outcome() == Outcome.NOTHING) {
            return 0;
        }
        int at = start(site);
        for (int end = at; end < at + 36 && site.has(end, end + 4); end += 4) {
            if (site.int32(end) == BCTR || site.int32(end) >>> 26 == 18) {
                return end + 4;
            }
        }
        return 0;
    }
}
