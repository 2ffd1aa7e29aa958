package dev.assay.elf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** binutils bfd/elf32-arm.c, {@code cortex_a8_erratum_scan}; the bytes are those that GNU ld 2.40 makes. */
class CortexA8ErratumTest {
    private static final long START = 0x13000;

    private final byte[] image = new byte[0x5100];

    @Test
    void aConditionalBranchIsFoundBehindItsVeneer() {
        put(0x13ffe, "04f039b8"); // b.w 18074
        put(0x18074, "01d1 fbf7c4bf faf7c2bf"); // bne.n 1807a; b.w 14002; b.w 13002
        assertThat(undone(0x13ffe)).isEqualTo("7ff400a8"); // bne.w 13002
    }

    @Test
    void aCallIsFoundBehindItsVeneer() {
        put(0x15ffe, "02f037f8"); // bl 18070
        put(0x18070, "fcf7c6bf"); // b.w 15000
        assertThat(undone(0x15ffe)).isEqualTo("fef7ffff"); // bl 15000
    }

    @Test
    void aJumpIsFoundBehindItsVeneer() {
        put(0x15ffe, "02f037b8"); // b.w 18070
        put(0x18070, "fcf7c6bf"); // b.w 15000
        assertThat(undone(0x15ffe)).isEqualTo("fef7ffbf"); // b.w 15000
    }

    @Test
    void aCallToArmCodeIsFoundBehindItsVeneer() {
        put(0x15ffe, "02f038e8"); // blx 18070 from 16000
        put(0x18070, "e2f3ffea"); // b 15000
        assertThat(undone(0x15ffe)).isEqualTo("fff700e8"); // blx 15000
    }

    @Test
    void aCallOfAFunctionThatJumpsElsewhereStays() {
        put(0x15ffe, "02f037f8");
        put(0x18070, "fef7c6bf"); // b.w 17000: not in the page of the call
        assertThat(undone(0x15ffe)).isEqualTo("02f037f8");
    }

    @Test
    void aBranchThatDoesNotCrossPagesStays() {
        put(0x15ffa, "02f039f8"); // bl 18070
        put(0x18070, "fcf7c6bf");
        assertThat(undone(0x15ffa)).isEqualTo("02f039f8");
    }

    @Test
    void withoutSuchBranchesTheBytesAreTheSame() {
        assertThat(CortexA8Erratum.undo(image, List.of(segment()))).isSameAs(image);
    }

    private Segment segment() {
        return new Segment(Segment.PT_LOAD, Segment.PF_R | Segment.PF_X, 0, START, image.length, image.length, 4096);
    }

    private void put(int address, String code) {
        byte[] bytes = HexFormat.of().parseHex(code.replace(" ", ""));
        System.arraycopy(bytes, 0, image, (int) (address - START), bytes.length);
    }

    private String undone(int address) {
        byte[] before = image.clone();
        byte[] after = CortexA8Erratum.undo(image, List.of(segment()));
        assertThat(image).isEqualTo(before);
        int at = (int) (address - START);
        return HexFormat.of().formatHex(after, at, at + 4);
    }
}
