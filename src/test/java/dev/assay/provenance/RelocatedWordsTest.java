package dev.assay.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelocatedWordsTest {
    private final RelocatedWords.Draft draft = new RelocatedWords.Draft();

    @Test
    void holdsNothingAtFirst() {
        assertThat(draft.isEmpty()).isTrue();
        assertThat(draft.sorted().has(0)).isFalse();
    }

    @Test
    void keepsTheLaterOfTwoValues() {
        draft.put(0x1000, 1);
        draft.put(0x2000, 3);
        draft.put(0x1000, 2);

        RelocatedWords words = draft.sorted();
        assertThat(draft.isEmpty()).isFalse();
        assertThat(words.has(0x1000)).isTrue();
        assertThat(words.value(0x1000)).isEqualTo(2);
        assertThat(words.value(0x2000)).isEqualTo(3);
        assertThat(words.has(0x1008)).isFalse();
    }

    @Test
    void keepsAddressesOfBothHalvesOfTheAddressSpace() {
        draft.put(-8, 1);
        draft.put(Long.MAX_VALUE, 2);
        draft.put(Long.MIN_VALUE, 3);

        RelocatedWords words = draft.sorted();
        assertThat(words.value(-8)).isEqualTo(1);
        assertThat(words.value(Long.MAX_VALUE)).isEqualTo(2);
        assertThat(words.value(Long.MIN_VALUE)).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 8, 4096})
    void isWhatAMapOfTheSameNumbersIs(int stride) {
        Random random = new Random(stride);
        Map<Long, Long> model = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            long address = (long) stride * random.nextInt(15_000);
            model.put(address, (long) i);
            draft.put(address, i);
        }
        RelocatedWords words = draft.sorted();

        for (long address = 0; address < 15_000L * stride; address += stride) {
            assertThat(words.has(address)).isEqualTo(model.containsKey(address));
            if (model.containsKey(address)) {
                assertThat(words.value(address)).isEqualTo(model.get(address));
            }
        }
    }
}
