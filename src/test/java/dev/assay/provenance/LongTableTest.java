package dev.assay.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongTableTest {
    private static final long SEED = 11;

    private final LongTable<String> table = new LongTable<>();

    @Test
    void knowsNothingAtFirst() {
        assertThat(table.get(0)).isNull();
        assertThat(table.get(-1)).isNull();
    }

    @Test
    void aLaterValueTakesThePlaceOfAnEarlierOne() {
        table.put(0, "first");
        table.put(0, "second");

        assertThat(table.get(0)).isEqualTo("second");
    }

    /** Addresses are multiples of large numbers, section numbers are small ones, and keys of both mix. */
    @ParameterizedTest
    @ValueSource(longs = {1, 16, 4096, 1L << 40, -7})
    void agreesWithAHashMap(long unit) {
        Random random = new Random(SEED);
        Map<Long, String> model = new HashMap<>();
        for (int i = 0; i < 5_000; i++) {
            long key = unit * (random.nextInt(2_000) - 1_000);
            table.put(key, "value " + i);
            model.put(key, "value " + i);
        }
        for (long i = -1_100; i < 1_100; i++) {
            assertThat(table.get(unit * i)).isEqualTo(model.get(unit * i));
        }
    }
}
