package dev.assay.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class NumberCodingTest {
    @Test
    void whatFollowsTheHighestSoFarTakesOneByte() {
        assertThat(fresh(500, 501, 502, 3, 503)).containsExactly(1000, 2, 2, 7, 2);
    }

    @Test
    void whatWasMetLastIsOne() {
        assertThat(recent(0, 0, 1, 0, 2, 1)).containsExactly(0, 1, 0, 2, 0, 3);
    }

    @Test
    void whatWasMetLongAgoIsTheDistanceToItsFirstTime() {
        int[] numbers = IntStream.concat(IntStream.range(0, RecentNumbers.WINDOW + 1), IntStream.of(0))
                .toArray();

        assertThat(recent(numbers)).endsWith(2 * RecentNumbers.WINDOW + 1);
    }

    @Test
    void randomNumbersComeBack() {
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            int[] numbers = new int[500];
            int next = 0;
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = random.nextBoolean() || next == 0 ? next++ : random.nextInt(next);
            }
            FreshNumbers fresh = new FreshNumbers();
            RecentNumbers recent = new RecentNumbers();

            assertThat(IntStream.of(fresh(numbers)).map(fresh::number).toArray())
                    .as("seed %d", seed)
                    .isEqualTo(numbers);
            assertThat(IntStream.of(recent(numbers)).map(recent::number).toArray())
                    .as("seed %d", seed)
                    .isEqualTo(numbers);
        }
    }

    private static int[] fresh(int... numbers) {
        FreshNumbers fresh = new FreshNumbers();
        return IntStream.of(numbers).map(fresh::code).toArray();
    }

    private static int[] recent(int... numbers) {
        RecentNumbers recent = new RecentNumbers();
        return IntStream.of(numbers).map(recent::code).toArray();
    }
}
