package dev.assay.elf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** psABI i386, "Relocation Types" and A.4; the addend stands in the field. P is 401000. */
class I386RelocationsTest {
    private final RelocationTable machine = new I386Relocations();

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // what, r_type, A, object, image, reading
        "32: S + A stands in the image's memory, 1, 0, |08000000, |08204000, WORD 401000 less 8",
        "PC32: P + V - A, 2, 0, e8|fcffffff, e8|fc0f0000, ADDRESS 402000",
        "GOTPC: the GOT, 10, 0, 81c3|02000000, 81c3|02100000, ADDRESS 402000",
        "GOTOFF: from the GOT, 9, 0, 8d83|04000000, 8d83|10000000, FROM_GOT c",
        "GOTOFF below the GOT, 9, 0, 8d83|00000000, 8d83|f0ffffff, FROM_GOT -10",
        "GOT32: the slot from the GOT, 3, 0, 8b83|00000000, 8b83|10000000, WORD_FROM_GOT 10",
    })
    void aFieldIsReadBack(String what, int type, long addend, String object, String image, String reading) {
        assertThat(Reading.of(machine, type, addend, object, image)).isEqualTo(reading);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // what, r_type, A, object, image, reading
        "mov from the slot, 43, 0, 8b83|00000000, 8b83|10000000, WORD_FROM_GOT 10",
        "mov from the slot without a base, 43, 0, 8b05|00000000, 8b05|00204000, WORD 402000",
        "mov becomes lea, 43, 0, 8b83|00000000, 8d83|10000000, FROM_GOT 10",
        "mov becomes mov of an immediate, 43, 0, 8b8b|00000000, c7c1|00204000, ADDRESS 402000",
        "cmp becomes cmp of an immediate, 43, 0, 3b83|00000000, 81f8|00204000, ADDRESS 402000",
        "call through the slot becomes a call, 43, 0, ff93|00000000, 67e8|fc0f0000, ADDRESS 402000",
        "jump through the slot: the field is a byte earlier, 43, 0, ffa3|00000000, e9fd|0f000090, ADDRESS 402000",
        "another register is none, 43, 0, 8b83|00000000, c7c1|00204000, MISMATCH",
        "another opcode is none, 43, 0, 8b83|00000000, 8983|10000000, MISMATCH",
    })
    void aLoadFromTheGotMayBeRelaxed(String what, int type, long addend, String object, String image, String reading) {
        assertThat(Reading.of(machine, type, addend, object, image)).isEqualTo(reading);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // what, r_type, A, object, image, reading
        "IE to LE, 16, 0, 8b83|00000000, c7c0|fcffffff, NOTHING",
        "GD to LE, 18, 0, 8d041d|00000000e8fcffffff, 65a100|00000081e8fcffffff, 'NOTHING, uses up 10'",
        "LD to LE, 19, 0, 8d83|00000000e8fcffffff, 65a1|00000000908d742600, 'NOTHING, uses up 10'",
        "TLSDESC to LE, 39, 0, 8d83|00000000, 8d05|fcffffff, NOTHING",
        "the call of TLSDESC goes, 40, 0, |ff10, |6690, NOTHING",
    })
    void threadLocalStorageIsResolved(String what, int type, long addend, String object, String image, String reading) {
        assertThat(Reading.of(machine, type, addend, object, image)).isEqualTo(reading);
    }

    @ParameterizedTest
    @CsvSource({
        "401000, |ff2500204000, 'WORD 402000, 6 bytes'",
        "401000, |ffa310000000, 'WORD_FROM_GOT 10, 6 bytes'",
        "401000, |e9fb0f0000, NOTHING",
    })
    void aStubLeadsOn(String place, String code, String reading) {
        assertThat(Reading.ofStub(machine, Long.parseLong(place, 16), code)).isEqualTo(reading);
    }

    @ParameterizedTest
    @CsvSource({
        "6690, true",
        "90, true",
        "00000000, true",
        "cccc, true",
        "c3, false",
    })
    void linkersFillGapsWithNoOperationsAndZeros(String code, boolean padding) {
        assertThat(Reading.isPadding(machine, code)).isEqualTo(padding);
    }
}
