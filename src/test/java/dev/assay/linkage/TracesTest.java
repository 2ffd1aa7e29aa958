package dev.assay.linkage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.MalformedFileException;
import dev.assay.elf.ElfBuilder;
import dev.assay.elf.Image;
import dev.assay.elf.Machine;
import dev.assay.elf.Segment;
import dev.assay.elf.Symbol;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TracesTest {
    private static final long SEED = 7;

    private static Image imageOf(byte[] loaded) throws MalformedFileException {
        return ElfBuilder.program(Machine.X86_64)
                .load(Segment.PF_R, 0x500000, loaded)
                .tail("behind everything".getBytes(StandardCharsets.UTF_8))
                .image();
    }

    @Test
    void stringsAreFoundInWhatIsLoadedOnly() throws MalformedFileException {
        Image image = imageOf("deflate 1.2.13 Copyright\0".getBytes(StandardCharsets.UTF_8));
        Traces traces = Traces.of(image, List.of(), List.of("deflate 1.2.13", "behind everything", "inflate", ""));
        assertThat(traces.strings()).containsExactly("deflate 1.2.13");
    }

    @Test
    void aStringAtTheVeryEndIsFoundAndOneThatPassesItIsNot() throws MalformedFileException {
        Image image = imageOf("xxend".getBytes(StandardCharsets.UTF_8));
        assertThat(Traces.of(image, List.of(), List.of("end", "d", "endbehind")).strings())
                .containsExactly("d", "end");
    }

    @Test
    void symbolsAreFoundWhereTheyAreDefined() throws MalformedFileException {
        Image image = ElfBuilder.program(Machine.X86_64)
                .symbol("g_malloc", 0x400000)
                .dynamicSymbol("inflate", Symbol.STB_GLOBAL, 1)
                .dynamicSymbol("deflate", Symbol.STB_GLOBAL, 0)
                .image();
        assertThat(Traces.of(image, List.of("inflate", "deflate", "g_malloc", "crc32"), List.of())
                        .symbols())
                .containsExactly("g_malloc", "inflate");
    }

    @Test
    void findsWhatAPlainSearchFinds() throws MalformedFileException {
        Random random = new Random(SEED);
        for (int round = 0; round < 50; round++) {
            String haystack = word(random, 300);
            List<String> needles = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                needles.add(word(random, 1 + random.nextInt(6)));
            }
            Image image = imageOf(haystack.getBytes(StandardCharsets.UTF_8));
            List<String> expected = needles.stream()
                    .filter(haystack::contains)
                    .distinct()
                    .sorted()
                    .toList();
            assertThat(Traces.of(image, List.of(), needles).strings())
                    .describedAs("seed %d, round %d: %s in %s", SEED, round, needles, haystack)
                    .isEqualTo(expected);
        }
    }

    private static String word(Random random, int length) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            word.append((char) ('a' + random.nextInt(3)));
        }
        return word.toString();
    }
}
