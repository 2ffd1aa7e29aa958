package dev.assay.reach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.MalformedFileException;
import dev.assay.elf.ElfBuilder;
import dev.assay.elf.Image;
import dev.assay.elf.Machine;
import dev.assay.elf.Segment;
import dev.assay.reach.EntryPath.Extent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An image of three functions of 32 bytes: the entry point, one that it calls, one that only itself calls; and a table. */
class EntryPathTest {
    private static final long ENTRY = 0x401000;
    private static final long CALLED = 0x401020;
    private static final long DEAD = 0x401040;
    private static final long TABLE = 0x402000;

    private final ByteBuffer code = ByteBuffer.allocate(96).order(ByteOrder.LITTLE_ENDIAN);

    EntryPathTest() {
        Arrays.fill(code.array(), (byte) 0x90);
        at(ENTRY).put((byte) 0xe8).putInt((int) (CALLED - ENTRY - 5)).put((byte) 0xc3);
        at(CALLED)
                .put(new byte[] {0x48, (byte) 0x8d, 0x3d})
                .putInt((int) (TABLE - CALLED - 7))
                .put((byte) 0xc3);
        at(DEAD).put((byte) 0xe8).putInt(-5).put((byte) 0xc3);
    }

    private ByteBuffer at(long address) {
        return code.position((int) (address - ENTRY));
    }

    private Image image(Machine machine) throws MalformedFileException {
        return ElfBuilder.of(machine)
                .load(Segment.PF_R | Segment.PF_X, ENTRY, code.array())
                .load(Segment.PF_R, TABLE, new byte[64])
                .section(".text", 1, ENTRY, new byte[0])
                .symbol("_start", ENTRY)
                .symbol("called", CALLED)
                .symbol("dead", DEAD)
                .image();
    }

    private EntryPath paths() throws MalformedFileException {
        return EntryPath.in(image(Machine.X86_64), Optional.empty()).orElseThrow();
    }

    private static List<String> steps(List<ChainLink> path) {
        return path.stream().map(ChainLink::displayed).toList();
    }

    @Test
    void whatIsCalledHasAPathAndWhatNobodyCallsHasNone() throws MalformedFileException {
        assertThat(steps(paths().toWhatBeginsIn(List.of(new Extent(CALLED, 1)))))
                .containsExactly("_start", "called");
        assertThat(paths().toWhatBeginsIn(List.of(new Extent(DEAD, 32)))).isEmpty();
    }

    @Test
    void dataThatIsNamedHasAPath() throws MalformedFileException {
        assertThat(steps(paths().toWhatBeginsIn(List.of(new Extent(TABLE, 64)))))
                .containsExactly("_start", "called", "0x402000");
    }

    @Test
    void ofSeveralExtentsTheNearestCounts() throws MalformedFileException {
        assertThat(steps(paths().toWhatBeginsIn(
                                List.of(new Extent(TABLE, 64), new Extent(DEAD, 32), new Extent(CALLED, 32)))))
                .containsExactly("_start", "called");
    }

    @Test
    void anAddressInAFunctionIsReachedWithItAndASymbolOnlyWhereOneBegins() throws MalformedFileException {
        assertThat(steps(paths().toWhatHolds(CALLED + 3))).containsExactly("_start", "called");
        assertThat(paths().toWhatBeginsIn(List.of(new Extent(CALLED + 3, 1)))).isEmpty();
        assertThat(paths().toWhatHolds(DEAD + 3)).isEmpty();
    }

    @Test
    void whatLiesOutsideOfTheImageHasNoPath() throws MalformedFileException {
        assertThat(paths().toWhatHolds(0)).isEmpty();
        assertThat(paths().toWhatHolds(-1)).isEmpty();
        assertThat(paths().toWhatBeginsIn(List.of(new Extent(-8, 16), new Extent(ENTRY, 0))))
                .isEmpty();
    }

    @Test
    void onMachinesWithoutAReaderNoPathIsLookedFor() throws MalformedFileException {
        assertThat(EntryPath.in(image(Machine.RISCV64), Optional.empty())).isEmpty();
    }
}
