package dev.assay.elf;

/**
 * Code that GNU ld, gold and lld make to reach other code: PLT entries, and veneers that change between ARM and Thumb or reach
 * far. Source: binutils bfd/elf32-arm.c, {@code elf32_arm_stub_*} and {@code elf32_arm_plt_entry_*}; lld ELF/Thunks.cpp.
 */
final class ArmStubs {
    private static final long ADDRESS = 0xffffffffL;
    private static final int BX_PC = 0x4778;
    private static final int LDR_PC_NEXT = 0xe51ff004;
    private static final int LDR_IP_PC = 0xe59fc000;
    private static final int LDR_IP_PC_4 = 0xe59fc004;
    private static final int BX_IP = 0xe12fff1c;
    private static final int IP = 12;
    private static final int PC = 15;
    private static final int ADD_IP = 0xe080_0000 | IP << 12;
    private static final int ADD_PC = 0xe080_0000 | PC << 12;

    private ArmStubs() {}

    /** Reads a stub; the site is at its first byte, its place has the Thumb bit if it is entered in Thumb state. */
    static void read(RelocationSite site) {
        site.nothing();
        boolean thumb = (site.place & 1) != 0;
        if (changesState(site)) {
            arm(site, 4); // no ARM code begins so, whatever state the place says
        } else if (!thumb) {
            arm(site, 0);
        } else if (site.has(0, 8) && site.half(0) == 0xf8df && site.half(2) == 0xf000) { // ldr.w pc,[pc]
            site.address(site.le32(4) & ADDRESS);
        } else {
            farThumb(site);
        }
    }

    /** {@code bx pc}, of ld; {@code mov ip,pc; bx ip}, of mold. */
    private static boolean changesState(RelocationSite site) {
        return site.has(0, 4) && (site.half(0) == BX_PC || site.le32(0) == 0x476046fc);
    }

    /** ARM code some bytes on: a branch after a change of state, a load of an address, or a PLT entry. */
    private static void arm(RelocationSite site, int at) {
        if (!site.has(at, at + 4)) {
            return;
        }
        int first = site.le32(at);
        long place = (site.place & ~1L) + at;
        if (at > 0 && first >>> 24 == 0xea) {
            site.address(place + 8 + (first << 8 >> 6) & ADDRESS);
        } else if (site.has(at, at + 8) && first == LDR_PC_NEXT) {
            site.address(site.le32(at + 4) & ADDRESS);
        } else if (site.has(at, at + 12) && first == LDR_IP_PC && site.le32(at + 4) == BX_IP) {
            site.address(site.le32(at + 8) & ADDRESS);
        } else if (site.has(at, at + 12) && first == LDR_IP_PC && addsPlace(site.le32(at + 4), ADD_PC)) {
            site.address(place + 12 + site.le32(at + 8) & ADDRESS);
        } else if (site.has(at, at + 16) && first == LDR_IP_PC_4 && addsPlace(site.le32(at + 4), ADD_IP)) {
            fromPlace(site, at, place + 12 + site.le32(at + 12) & ADDRESS);
        } else if (site.has(at, at + 12) && isMove(first, 0xe300c000) && isMove(site.le32(at + 4), 0xe340c000)) {
            moved(site, at, place);
        } else if (site.has(at, at + 12) && (first & 0xfffff000) == 0xe28fc000) {
            plt(site, at, place + 8 + rotated(first));
        }
    }

    /** {@code add rd,ip,pc} or {@code add rd,pc,ip}. */
    private static boolean addsPlace(int word, int add) {
        return word == (add | IP << 16 | PC) || word == (add | PC << 16 | IP);
    }

    private static boolean isMove(int word, int move) {
        return (word & 0xfff0f000) == move;
    }

    /** {@code movw ip; movt ip; bx ip}, and the same from the place with {@code add ip,ip,pc}: lld. */
    private static void moved(RelocationSite site, int at, long place) {
        long value = (long) ArmRelocations.immediate(site.le32(at + 4)) << 16 | ArmRelocations.immediate(site.le32(at));
        if (site.le32(at + 8) == BX_IP) {
            site.address(value);
        } else if (site.has(at, at + 16) && addsPlace(site.le32(at + 8), ADD_IP) && site.le32(at + 12) == BX_IP) {
            site.address(place + 16 + value & ADDRESS);
        }
    }

    private static void fromPlace(RelocationSite site, int at, long value) {
        if (site.le32(at + 8) == BX_IP) {
            site.address(value);
        } else if (site.le32(at + 8) == 0xe59cf000) { // ldr pc,[ip]
            site.word(value, 0);
        }
    }

    /** {@code add ip,pc,#a; add ip,ip,#b ..; ldr pc,[ip,#c]!} */
    private static void plt(RelocationSite site, int start, long base) {
        long slot = base;
        for (int at = start + 4; at < start + 16 && site.has(at, at + 4); at += 4) {
            int word = site.le32(at);
            if ((word & 0xfffff000) == 0xe28cc000) {
                slot += rotated(word);
            } else if ((word & 0xfffff000) == 0xe5bcf000) {
                site.word(slot + (word & 0xfff) & ADDRESS, 0);
                return;
            } else {
                return;
            }
        }
    }

    private static int rotated(int word) {
        return Integer.rotateRight(word & 0xff, (word >>> 8 & 15) * 2);
    }

    /** {@code movw ip; movt ip; bx ip}, and the same from the place with {@code add ip,pc}: lld. */
    private static void farThumb(RelocationSite site) {
        if (!site.has(0, 12)) {
            return;
        }
        int low = site.half(0) << 16 | site.half(2);
        int high = site.half(4) << 16 | site.half(6);
        if ((low & 0xfbf08f00) != 0xf2400c00 || (high & 0xfbf08f00) != 0xf2c00c00) {
            return;
        }
        long value = (long) ArmRelocations.thumbImmediate(high) << 16 | ArmRelocations.thumbImmediate(low);
        if (site.half(8) == 0x4760) {
            site.address(value);
        } else if (site.half(8) == 0x44fc && site.half(10) == 0x4760) {
            site.address((site.place & ~1L) + 12 + value & ADDRESS);
        }
    }

    /** {@return bytes of the stub that {@link #read} found; 0 for none} */
    static int size(RelocationSite site) {
        if (site.outcome() != RelocationSite.Outcome.ADDRESS && site.outcome() != RelocationSite.Outcome.WORD) {
            return 0;
        }
        boolean changes = changesState(site);
        if (!changes && (site.place & 1) != 0) {
            return site.half(0) == 0xf8df ? 8 : 12;
        }
        int at = changes ? 4 : 0;
        int first = site.le32(at);
        if (first >>> 24 == 0xea) {
            return at + 4;
        }
        if (first == LDR_PC_NEXT) {
            return at + 8;
        }
        if (first == LDR_IP_PC_4) {
            return at + 16;
        }
        if (first == LDR_IP_PC) {
            return at + 12;
        }
        if (isMove(first, 0xe300c000)) {
            return at + (site.le32(at + 8) == BX_IP ? 12 : 16);
        }
        int end = at;
        while (site.has(end, end + 4) && (site.le32(end) & 0xfffff000) != 0xe5bcf000) {
            end += 4;
        }
        return end + 4;
    }
}
