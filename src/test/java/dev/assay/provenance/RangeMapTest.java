package dev.assay.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.provenance.CodeRange.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RangeMapTest {
    static LongStream seeds() {
        return LongStream.rangeClosed(1, 40);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void tilesWhatWasDeclaredAfterEveryStep(long seed) {
        Random random = new Random(seed);
        List<Kind> kinds = List.of(Kind.values());
        RangeMap map = new RangeMap();
        map.declare(0x100, 60);
        map.declare(0x13c, 20); // adjoins the first
        map.declare(0x200, 40);
        Kind[] bytes = new Kind[0x240];
        Arrays.fill(bytes, 0x100, 0x150, Kind.UNEXPLAINED);
        Arrays.fill(bytes, 0x200, 0x228, Kind.UNEXPLAINED);
        for (int step = 0; step < 30; step++) {
            int from = 0xf8 + random.nextInt(0x140);
            int size = random.nextInt(20);
            Kind kind = kinds.get(random.nextInt(kinds.size()));
            map.lay(from, size, kind);
            for (int at = from; at < Math.min(bytes.length, from + size); at++) {
                bytes[at] = bytes[at] == Kind.UNEXPLAINED ? kind : bytes[at];
            }
            check(map, bytes, seed);
        }
    }

    private static void check(RangeMap map, Kind[] bytes, long seed) {
        Kind[] tiled = new Kind[bytes.length];
        for (CodeRange range : map.ranges()) {
            for (long at = range.address(); at < range.address() + range.size(); at++) {
                assertThat(tiled[(int) at])
                        .as("seed %d: 0x%x is tiled once", seed, at)
                        .isNull();
                tiled[(int) at] = range.kind();
            }
        }
        assertThat(tiled).as("seed %d", seed).isEqualTo(bytes);
        Coverage sum = map.coverage();
        assertThat(sum.executable()).isEqualTo(120);
        assertThat(sum.exact() + sum.code() + sum.own() + sum.padding() + sum.linker() + sum.data() + sum.unexplained())
                .isEqualTo(120);
        for (int at = 1; at < bytes.length; at++) {
            assertThat(map.kindAt(at)).isEqualTo(bytes[at] == null ? Kind.UNEXPLAINED : bytes[at]);
            assertThat(map.kindBefore(at)).isIn(Kind.UNEXPLAINED, bytes[at - 1]);
        }
    }

    @Test
    void theFirstKindThatIsLaidOnAByteStays() {
        RangeMap map = new RangeMap();
        map.declare(0x1000, 0x30);
        map.lay(0x1010, 0x10, Kind.EXACT);
        map.lay(0x1008, 0x20, Kind.CODE);

        assertThat(map.ranges())
                .containsExactly(
                        new CodeRange(0x1000, 8, Kind.UNEXPLAINED),
                        new CodeRange(0x1008, 8, Kind.CODE),
                        new CodeRange(0x1010, 0x10, Kind.EXACT),
                        new CodeRange(0x1020, 8, Kind.CODE),
                        new CodeRange(0x1028, 8, Kind.UNEXPLAINED));
    }
}
