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

    private final ByteBuffer code = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteBuffer data = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);

    private Reachability ofLoader(ElfBuilder builder) throws MalformedFileException {
        Image image = builder.load(RX, ENTRY, code.array())
                .load(Segment.PF_R, STRINGS, NSS)
                .load(Segment.PF_R, DATA, data.array())
                .image();
        return Hazards.of(image, Optional.empty()).get(0).reachable();
    }

    /** A common entry, and two descriptions: of the function that is entered and of the other one. */
    private void frames() {
        code.put(0, (byte) 0xc3);
        code.position((int) (LOADER - ENTRY)).put(new byte[] {0x48, (byte) 0x8d, 0x3d}); // lea STRINGS, %rdi
        code.putInt((int) (STRINGS - LOADER - 7)).put((byte) 0xc3);
        data.position(0).putInt(16).putInt(0).put(new byte[] {1, 'z', 'R', 0, 1, 0x78, 0x10, 1, 0x1b, 0, 0, 0});
        for (long function : new long[] {ENTRY, LOADER}) {
            long at = FRAMES + data.position();
            data.putInt(16).putInt((int) (at + 4 - FRAMES)).putInt((int) (function - at - 8)).putInt(32).putInt(0);
        }
    }

    /** With a second pair that says of its function what it is told. */
    private Reachability withIndex(int pairs, long description, long location) throws MalformedFileException {
        data.position((int) (INDEX - DATA)).put(new byte[] {1, 0x1b, 3, 0x3b});
        data.putInt((int) (FRAMES - INDEX - 4)).putInt(pairs);
        data.putInt((int) (ENTRY - INDEX)).putInt((int) (FRAMES + 20 - INDEX));
        data.putInt((int) location).putInt((int) (description - INDEX));
        return ofLoader(ElfBuilder.of(Machine.X86_64)
                .segment(Segment.PT_GNU_EH_FRAME, Segment.PF_R, INDEX, new byte[0], 28));
    }

    @Test
    void theIndexOfFrameDescriptionsIsNoDistanceFromItself() throws MalformedFileException {
        frames();
        long distance = LOADER - (INDEX + 20);
        assertThat(withIndex(2, FRAMES + 40, distance)).isEqualTo(Reachability.NO);
        assertThat(withIndex(1, FRAMES + 40, distance)).isEqualTo(Reachability.UNKNOWN);
    }

    @Test
    void whatLeadsToNoFrameDescriptionIsNoPairOfTheIndex() throws MalformedFileException {
        frames();
        assertThat(withIndex(2, FRAMES + 60, LOADER - (INDEX + 20))).isEqualTo(Reachability.UNKNOWN);
    }
}
