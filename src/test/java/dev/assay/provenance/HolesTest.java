package dev.assay.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class HolesTest {
    private static final int SIZE = 120;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 40);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void areTheUnionOfWhatWasAdded(long seed) {
        Random random = new Random(seed);
        Holes holes = new Holes(random.nextInt(4));
        BitSet expected = new BitSet();
        for (int i = 0; i < 25; i++) {
            int from = random.nextInt(SIZE - 8);
            int to = from + 1 + random.nextInt(8);
            holes.add(from, to);
            expected.set(from, to);
            check(holes, expected, seed);
        }
    }

    private static void check(Holes holes, BitSet expected, long seed) {
        BitSet bits = new BitSet();
        for (int i = 0; i < holes.count(); i++) {
            bits.set(holes.from(i), holes.to(i));
            assertThat(i == 0 || holes.to(i - 1) < holes.from(i))
                    .as("seed %d: holes neither touch nor overlap", seed)
                    .isTrue();
        }
        assertThat(bits).as("seed %d", seed).isEqualTo(expected);
        for (int from = 0; from < SIZE; from += 7) {
            for (int to = from; to < SIZE; to += 11) {
                assertThat(holes.known(from, to))
                        .as("seed %d: [%d, %d)", seed, from, to)
                        .isEqualTo(to - from - expected.get(from, to).cardinality());
            }
        }
    }

    @Test
    void theHashOfAFunctionLeavesThemOut() {
        UnitHash hash = new UnitHash();
        Holes holes = new Holes(2);
        holes.add(10, 14);
        holes.add(30, 38);
        byte[] object = ToyObject.code("function", 64);
        byte[] image = new byte[100];
        System.arraycopy(object, 0, image, 36, 64);
        image[36 + 12] ^= 1;
        image[36 + 37] ^= 1;

        assertThat(hash.of(image, 36, 0, 64, holes, Layout.WHOLE))
                .isEqualTo(hash.of(object, 0, 0, 64, holes, Layout.WHOLE));
        assertThat(hash.of(image, 36, 20, 50, holes, Layout.WHOLE))
                .isEqualTo(hash.of(object, 0, 20, 50, holes, Layout.WHOLE));
        for (int known : new int[] {0, 9, 14, 29, 38, 63}) {
            byte[] other = object.clone();
            other[known] ^= 1;
            assertThat(hash.of(other, 0, 0, 64, holes, Layout.WHOLE))
                    .as("byte %d", known)
                    .isNotEqualTo(hash.of(object, 0, 0, 64, holes, Layout.WHOLE));
        }
    }
}
