package dev.assay.reach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.MalformedFileException;
import dev.assay.elf.ElfBuilder;
import dev.assay.elf.Image;
import dev.assay.elf.Machine;
import dev.assay.elf.Segment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Words of data that are known to be something else than a distance to the function behind the one that is entered. */
class KnownWordsTest {
    private static final int RX = Segment.PF_R | Segment.PF_X;
    private static final long ENTRY = 0x401000;
    private static final long LOADER = 0x401020;
    private static final long STRINGS = 0x402000;
    private static final long DATA = 0x403000;
    private static final long FRAMES = DATA;
    private static final long INDEX = DATA + 0x80;
    private static final byte[] NSS = "libnss_%s.so%s\0".getBytes(StandardCharsets.US_ASCII);

    private final ByteBuffer code = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteBuffer data = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);

    private Reachability ofLoader(ElfBuilder builder) throws MalformedFileException {
        Image image = builder.load(RX, ENTRY, code.array())
                .load(Segment.PF_R, STRINGS, NSS)
                .load(Segment.PF_R, DATA, data.array())
                .image();
        return Hazards.of(image, Optional.empty()).get(0).reachable();
    }

    /** A common entry, and two descriptions: of the function that is entered and of the one behind it, of the same size. */
    private void frames(long second) {
        data.position(0).putInt(16).putInt(0).put(new byte[] {1, 'z', 'R', 0, 1, 0x78, 0x10, 1, 0x1b, 0, 0, 0});
        for (long function : new long[] {ENTRY, second}) {
            long at = FRAMES + data.position();
            data.putInt(16).putInt((int) (at + 4 - FRAMES)).putInt((int) (function - at - 8));
            data.putInt((int) (second - ENTRY)).putInt(0);
        }
    }

    /** With a second pair that says of its function what it is told. */
    private Reachability withIndex(int pairs, long description, long location) throws MalformedFileException {
        code.put(0, (byte) 0xc3);
        code.position((int) (LOADER - ENTRY)).put(new byte[] {0x48, (byte) 0x8d, 0x3d}); // lea STRINGS, %rdi
        code.putInt((int) (STRINGS - LOADER - 7)).put((byte) 0xc3);
        frames(LOADER);
        data.position((int) (INDEX - DATA)).put(new byte[] {1, 0x1b, 3, 0x3b});
        data.putInt((int) (FRAMES - INDEX - 4)).putInt(pairs);
        data.putInt((int) (ENTRY - INDEX)).putInt((int) (FRAMES + 20 - INDEX));
        data.putInt((int) location).putInt((int) (description - INDEX));
        return ofLoader(
                ElfBuilder.of(Machine.X86_64).segment(Segment.PT_GNU_EH_FRAME, Segment.PF_R, INDEX, new byte[0], 28));
    }

    @Test
    void theIndexOfFrameDescriptionsIsNoDistanceFromItself() throws MalformedFileException {
        long distance = LOADER - (INDEX + 20);
        assertThat(withIndex(2, FRAMES + 40, distance)).isEqualTo(Reachability.NO);
        assertThat(withIndex(1, FRAMES + 40, distance)).isEqualTo(Reachability.UNKNOWN);
    }

    @Test
    void whatLeadsToNoFrameDescriptionIsNoPairOfTheIndex() throws MalformedFileException {
        assertThat(withIndex(2, FRAMES + 60, LOADER - (INDEX + 20))).isEqualTo(Reachability.UNKNOWN);
    }

    private static final long AFTER_SWITCH = 0x401040;
    private static final long FAR_DATA = 0x421000;
    /** Where a distance to {@link #AFTER_SWITCH} has halves that lead to the switch's own places: 4 and -2 words from its base. */
    private static final long DISTANCE = AFTER_SWITCH + 0x1fffc;

    /** A switch by a table of halves, all 0 but for two, whose base is the seventh instruction. */
    private void switchByHalves() {
        code.putInt(0x90000101); // adrp x1, FAR_DATA
        code.putInt(0x91000021); // add x1, x1, #0
        code.putInt(0x78605821); // ldrh w1, [x1, w0, uxtw #1]
        code.putInt(0x10000060); // adr x0, .+12
        code.putInt(0x8b21a800); // add x0, x0, w1, sxth #2
        code.putInt(0xd61f0000); // br x0
        code.putInt(0xd65f03c0); // ret
        code.position((int) (AFTER_SWITCH - ENTRY));
        code.putInt(0xb0000000).putInt(0x91000000).putInt(0xd65f03c0); // adrp x0, STRINGS; add x0, x0, #0; ret
    }

    private Reachability ofWhatLiesBehind() throws MalformedFileException {
        ByteBuffer table = ByteBuffer.allocate(0x80).order(ByteOrder.LITTLE_ENDIAN);
        table.putInt((int) (DISTANCE - FAR_DATA), (int) (AFTER_SWITCH - DISTANCE));
        frames(AFTER_SWITCH);
        Image image = ElfBuilder.of(Machine.AARCH64)
                .load(RX, ENTRY, code.array())
                .load(Segment.PF_R, STRINGS, NSS)
                .load(Segment.PF_R, DATA, data.array())
                .load(Segment.PF_R, FAR_DATA, table.array())
                .image();
        return Hazards.of(image, Optional.empty()).get(0).reachable();
    }

    @Test
    void theTableOfASwitchHoldsNoDistancesFromItself() throws MalformedFileException {
        switchByHalves();
        assertThat(ofWhatLiesBehind()).isEqualTo(Reachability.NO);
    }

    @Test
    void aTableThatNoJumpCountsByIsNoSwitchs() throws MalformedFileException {
        switchByHalves();
        code.putInt(20, 0xd61f0040); // br x2
        assertThat(ofWhatLiesBehind()).isEqualTo(Reachability.UNKNOWN);
    }

    @Test
    void theTableOfASwitchEndsWhereAnElementLeadsOutOfItsFunction() throws MalformedFileException {
        switchByHalves();
        code.putInt(12, 0x10000120); // adr x0, .+36: four words behind it another function begins
        assertThat(ofWhatLiesBehind()).isEqualTo(Reachability.UNKNOWN);
    }

    @Test
    void theTableOfASwitchEndsWhereCodeNamesSomethingElse() throws MalformedFileException {
        switchByHalves();
        code.putInt(24, 0x90000103)
                .putInt(28, 0x9100c063)
                .putInt(32, 0xd65f03c0); // adrp x3, FAR_DATA; add x3, x3, #0x30
        assertThat(ofWhatLiesBehind()).isEqualTo(Reachability.UNKNOWN);
    }
}
