package dev.assay.elf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class CortexA53ErratumTest {
    private static final int NOP = 0xd503201f;
    private static final int ADRP = 0x90000000;
    private static final int LOAD = 0xf9400801; // ldr x1, [x0, #16]

    @Test
    void anInstructionThatWentToAVeneerComesBack() {
        byte[] image = image(0xff8, 0x1000, 0x1f00);
        assertThat(word(undo(image), 0x1000)).isEqualTo(LOAD);
    }

    @Test
    void theFourthInstructionFromTheLastWordOfAPageComesBackToo() {
        byte[] image = image(0xffc, 0x1008, 0x1f00);
        assertThat(word(undo(image), 0x1008)).isEqualTo(LOAD);
    }

    @Test
    void aBranchBehindNoPageAddressStays() {
        byte[] image = image(0xff0, 0x1000, 0x1f00);
        assertThat(undo(image)).isSameAs(image);
    }

    @Test
    void aBranchToCodeThatDoesNotComeBackStays() {
        byte[] image = image(0xff8, 0x1000, 0x1f00);
        put(image, 0x1f04, NOP);
        assertThat(undo(image)).isSameAs(image);
    }

    @Test
    void theGivenBytesAreNotChanged() {
        byte[] image = image(0xff8, 0x1000, 0x1f00);
        undo(image);
        assertThat(word(image, 0x1000)).isNotEqualTo(LOAD);
    }

    /** No-operations, an ADRP, a branch to a veneer, and the veneer: the moved load and a branch back. */
    private static byte[] image(int adrp, int moved, int veneer) {
        byte[] image = new byte[0x2000];
        for (int at = 0; at < image.length; at += 4) {
            put(image, at, NOP);
        }
        put(image, adrp, ADRP);
        put(image, moved, branch(moved, veneer));
        put(image, veneer, LOAD);
        put(image, veneer + 4, branch(veneer + 4, moved + 4));
        return image;
    }

    private static int branch(int from, int to) {
        return 0x14000000 | (to - from) / 4 & 0x03ffffff;
    }

    private static byte[] undo(byte[] image) {
        Segment code = new Segment(
                Segment.PT_LOAD, Segment.PF_X | Segment.PF_R, 0, 0x400000, image.length, image.length, 0x1000);
        return CortexA53Erratum.undo(image, List.of(code));
    }

    private static void put(byte[] image, int at, int word) {
        ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).putInt(at, word);
    }

    private static int word(byte[] image, int at) {
        return ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
    }
}
