package dev.assay.elf;

/**
 * What linkers and assemblers fill gaps in x86 code with: zeros (mold), {@code int3} (lld), no-operations (GNU ld, gold;
 * Intel SDM, "NOP", table of recommended multi-byte forms).
 */
final class X86Padding {
    private X86Padding() {}

    static boolean fills(byte[] code, int from, int to) {
        int at = from;
        while (at < to) {
            int length = noOperation(code, at, to);
            if (length == 0) {
                return false;
            }
            at += length;
        }
        return true;
    }

    /** Length of the no-operation at a place, 0 for none. */
    private static int noOperation(byte[] code, int at, int to) {
        int first = code[at] & 0xff;
        if (first == 0x00 || first == 0xcc || first == 0x90) {
            return 1;
        }
        int prefixes = at;
        while (prefixes < to && ((code[prefixes] & 0xff) == 0x66 || (code[prefixes] & 0xff) == 0x2e)) {
            prefixes++;
        }
        if (prefixes >= to) {
            return 0;
        }
        int opcode = code[prefixes] & 0xff;
        if (opcode == 0x90) {
            return prefixes + 1 - at;
        }
        if (opcode == 0x0f && prefixes + 2 < to && (code[prefixes + 1] & 0xff) == 0x1f) {
            return end(code, prefixes + 2, at, to);
        }
        // i386: lea 0(%esi),%esi and mov %esi,%esi, in all their lengths
        if (opcode == 0x8d && prefixes + 1 < to) {
            return end(code, prefixes + 1, at, to);
        }
        if (opcode == 0x89 && prefixes + 1 < to && (code[prefixes + 1] & 0xff) == 0xf6) {
            return prefixes + 2 - at;
        }
        // gold jumps over long fill
        return opcode == 0xeb && prefixes + 1 < to && code[prefixes + 1] >= 0 && prefixes + 2 + code[prefixes + 1] <= to
                ? prefixes + 2 + code[prefixes + 1] - at
                : 0;
    }

    /** Where an instruction ends whose ModRM byte is given; its displacement must be zero. */
    private static int end(byte[] code, int modRm, int at, int to) {
        int mode = code[modRm] >> 6 & 3;
        int sib = (code[modRm] & 7) == 4 && mode != 3 ? 1 : 0;
        int displacement = mode == 1 ? 1 : mode == 2 ? 4 : 0;
        int end = modRm + 1 + sib + displacement;
        if (mode == 3 || end > to) {
            return 0;
        }
        for (int i = modRm + 1 + sib; i < end; i++) {
            if (code[i] != 0) {
                return 0;
            }
        }
        return end - at;
    }
}
