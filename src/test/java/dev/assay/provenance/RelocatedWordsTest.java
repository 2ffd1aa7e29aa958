package dev.assay.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelocatedWordsTest {
    private final RelocatedWords words = new RelocatedWords();

    @Test
    void holdsNothingAtFirst() {
        assertThat(words.isEmpty()).isTrue();
        assertThat(words.has(0)).isFalse();
    }

    @Test
    void keepsTheLaterOfTwoValues() {
        words.put(0x1000, 1);
        words.put(0x1000, 2);

        assertThat(words.has(0x1000)).isTrue();
        assertThat(words.value(0x1000)).isEqualTo(2);
        assertThat(words.has(0x1008)).isFalse();
    }

    @Test
    void keepsWhatItHasWhenMoreIsExpected() {
        words.put(0x1000, 1);
        words.expect(1000);

        assertThat(words.value(0x1000)).isEqualTo(1);
        assertThat(words.has(0x2000)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 8, 4096})
    void isWhatAMapOfTheSameNumbersIs(int stride) {
        Random random = new Random(stride);
        Map<Long, Long> model = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            long address = (long) stride * random.nextInt(15_000);
            model.put(address, (long) i);
            words.put(address, i);
        }

        for (long address = 0; address < 15_000L * stride; address += stride) {
            assertThat(words.has(address)).isEqualTo(model.containsKey(address));
            if (model.containsKey(address)) {
                assertThat(words.value(address)).isEqualTo(model.get(address));
            }
        }
    }
}
