package dev.assay.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class WindowScannerTest {
    static LongStream seeds() {
        return LongStream.rangeClosed(1, 30);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void findsWhatTheNaiveScannerFinds(long seed) {
        Random random = new Random(seed);
        byte[] code = new byte[random.nextInt(3000)];
        random.nextBytes(code);
        int[] anchors = new int[1 + random.nextInt(200)];
        for (int i = 0; i < anchors.length; i++) {
            // Every other anchor is of the code, some of them twice.
            boolean there = random.nextBoolean() && code.length >= 8;
            anchors[i] = there ? hashAt(code, random.nextInt(Math.min(60, code.length - 7))) : random.nextInt();
        }
        int from = random.nextInt(code.length + 1);
        int to = from + random.nextInt(code.length - from + 1);

        assertThat(scan(anchors, code, from, to)).as("seed %d", seed).isEqualTo(naive(anchors, code, from, to));
        assertThat(scan(anchors, code, 0, code.length)).isEqualTo(naive(anchors, code, 0, code.length));
    }

    @Test
    void theLastWindowEndsAtTheEndOfTheRange() {
        byte[] code = ToyObject.code("x", 32);

        for (int end = 29; end <= 32; end++) {
            assertThat(scan(new int[] {hashAt(code, 24)}, code, 0, end)).containsExactly("0 at 24");
        }
        assertThat(scan(new int[] {hashAt(code, 24)}, code, 0, 28)).isEmpty();
    }

    @Test
    void windowsBetweenTheStridesAreNotRead() {
        byte[] code = ToyObject.code("x", 32);

        assertThat(scan(new int[] {hashAt(code, 9)}, code, 0, 32)).isEmpty();
        assertThat(scan(new int[] {hashAt(code, 9)}, code, 1, 32)).containsExactly("0 at 9");
    }

    @Test
    void rangesShorterThanAWindowHoldNone() {
        assertThat(scan(new int[] {hashAt(new byte[8], 0)}, new byte[4], 0, 4)).isEmpty();
        assertThat(scan(new int[0], new byte[64], 0, 64)).isEmpty();
    }

    private static List<String> scan(int[] anchors, byte[] code, int from, int to) {
        Hits hits = new Hits();
        new WindowScanner(new WindowIndex(anchors)).scan(code, from, to, hits);
        List<String> found = new ArrayList<>();
        for (int i = 0; i < hits.count(); i++) {
            found.add(hits.anchor(i) + " at " + hits.offset(i));
        }
        return found;
    }

    /** Each window against each anchor. */
    private static List<String> naive(int[] anchors, byte[] code, int from, int to) {
        List<String> found = new ArrayList<>();
        for (int at = from; at + WindowScanner.WIDTH <= to; at += WindowScanner.STRIDE) {
            for (int anchor = 0; anchor < anchors.length; anchor++) {
                if (anchors[anchor] == hashAt(code, at)) {
                    found.add(anchor + " at " + at);
                }
            }
        }
        return found;
    }

    private static int hashAt(byte[] code, int at) {
        long window = 0;
        for (int i = WindowScanner.WIDTH - 1; i >= 0; i--) {
            window = window << 8 | code[at + i] & 0xff;
        }
        return WindowScanner.hash(window);
    }
}
