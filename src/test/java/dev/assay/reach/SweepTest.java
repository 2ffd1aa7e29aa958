package dev.assay.reach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.MalformedFileException;
import dev.assay.elf.ElfBuilder;
import dev.assay.elf.Image;
import dev.assay.elf.Machine;
import dev.assay.elf.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Code that is read again where a link map says that it begins is as if that had been known at first. */
final class SweepTest {
    private static final long ENTRY = 0x401000;
    private static final int SIZE = 3000;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 60);
    }

    private static byte[] code(Random random) {
        byte[] code = new byte[SIZE];
        random.nextBytes(code);
        for (int i = 0; i < SIZE / 12; i++) {
            // Calls and jumps within the image, so that there are references to keep.
            int at = random.nextInt(SIZE - 5);
            int to = random.nextInt(SIZE) - at - 5;
            code[at] = (byte) (random.nextBoolean() ? 0xe8 : 0xe9);
            for (int b = 0; b < 4; b++) {
                code[at + 1 + b] = (byte) (to >> 8 * b);
            }
        }
        return code;
    }

    private static Image image(byte[] code, long... symbols) throws MalformedFileException {
        ElfBuilder builder = ElfBuilder.of(Machine.X86_64).load(Segment.PF_R | Segment.PF_X, ENTRY, code);
        if (symbols.length > 0) {
            builder.section(".text", 1, ENTRY, new byte[0]);
            for (long symbol : symbols) {
                builder.symbol("f" + symbol, symbol);
            }
        }
        return builder.image();
    }

    private static List<String> told(Sweep sweep) {
        List<String> told = new ArrayList<>();
        for (int i = 0; i < sweep.references(); i++) {
            told.add(sweep.from(i) + " " + sweep.use(i) + " " + sweep.to(i));
        }
        told.add("instructions " + sweep.instruction());
        told.add("after stops " + sweep.afterStop());
        told.add("after calls " + sweep.afterCall());
        told.add("idle " + sweep.idle());
        told.add("unreadable " + sweep.unreadable());
        told.add("certain " + sweep.certain());
        return told;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void toldLateIsToldAsWell(long seed) throws MalformedFileException {
        Random random = new Random(seed);
        byte[] code = code(random);
        long[] early = IntStream.range(0, random.nextInt(8) + 1)
                .mapToLong(i -> ENTRY + random.nextInt(SIZE))
                .toArray();
        long[] late = IntStream.range(0, random.nextInt(12))
                .mapToLong(i -> ENTRY + random.nextInt(SIZE))
                .toArray();

        Sweep sweep = Sweep.of(image(code, early)).orElseThrow();
        sweep.beginAt(late);

        Sweep expected = Sweep.of(image(
                        code,
                        LongStream.concat(LongStream.of(early), LongStream.of(late))
                                .toArray()))
                .orElseThrow();
        assertThat(told(sweep)).as("seed %d", seed).isEqualTo(told(expected));
        assertThat(sweep.references()).as("seed %d", seed).isPositive();
    }
}
