package dev.assay.elf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** "s390x ELF Application Binary Interface Supplement", Relocation. P is 401000. */
class S390xRelocationsTest {
    private final RelocationTable machine = new S390xRelocations();

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // what, r_type, A, object, image, reading
        "64: S + A stands in the image's memory, 22, 8, |0000000000000000, |0000000000402008, WORD 401000 less 8",
        "PC32DBL: P + 2 V - A, 19, 2, c010|00000000, c010|00000801, ADDRESS 402000",
        "PLT32DBL, 20, 2, c0e5|00000000, c0e5|00000801, ADDRESS 402000",
        "PC16DBL, 17, 2, a7f4|0000, a7f4|f801, ADDRESS 400000",
        "PC32, 5, 0, |00000000, |00001000, ADDRESS 402000",
        "GOTPCDBL: the GOT, 21, 2, c0c0|00000000, c0c0|00000801, ADDRESS 402000",
        "GOTOFF64: from the GOT, 28, 4, |0000000000000000, |0000000000000010, FROM_GOT c",
        "GOT20: the slot from the GOT, 58, 0, e310|c0000004, e310|c0100004, WORD_FROM_GOT 10",
        "GOT20 has its high byte last, 58, 0, e310|c0000004, e310|c010ff04, WORD_FROM_GOT -ff0",
        "GOT20 keeps its base register, 58, 0, e310|c0000004, e310|d0100004, MISMATCH",
        "GOT12, 6, 0, 5810|c000, 5810|c010, WORD_FROM_GOT 10",
        "GOT12 keeps its base register, 6, 0, 5810|c000, 5810|d010, MISMATCH",
    })
    void aFieldIsReadBack(String what, int type, long addend, String object, String image, String reading) {
        assertThat(Reading.of(machine, type, addend, object, image)).isEqualTo(reading);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // what, r_type, A, object, image, reading
        "lgrl of the slot, 26, 2, c418|00000000, c418|00000801, WORD 402000",
        "lgrl becomes larl (lld), 26, 2, c418|00000000, c010|00000801, ADDRESS 402000",
        "another register is none, 26, 2, c418|00000000, c020|00000801, MISMATCH",
        "another opcode is none, 26, 2, c418|00000000, c41b|00000801, MISMATCH",
    })
    void aLoadFromTheGotMayBeRelaxed(String what, int type, long addend, String object, String image, String reading) {
        assertThat(Reading.of(machine, type, addend, object, image)).isEqualTo(reading);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // what, r_type, A, object, image, reading
        "GOTIE20, 60, 0, e310|c0000004, e310|c0100004, NOTHING",
        "GOTIE20 keeps its base register, 60, 0, e310|c0000004, e310|d0100004, MISMATCH",
        "the load of an offset is kept, 37, 0, |e31010000004, |e31010000004, NOTHING",
        "the load of an offset becomes a shift by nothing, 37, 0, |e31010000004, |eb110000000d, NOTHING",
        "the load of an offset becomes no store, 37, 0, |e31010000004, |501010000004, MISMATCH",
        "the call is kept, 38, 0, |c0e500000000, |c0e500000800, 'NOTHING, uses up 6'",
        "the call goes, 38, 0, |c0e500000000, |c00400000000, 'NOTHING, uses up 6'",
        "the call becomes a load, 38, 0, |c0e500000000, |e3222000c004, 'NOTHING, uses up 6'",
        "the call becomes no jump, 38, 0, |c0e500000000, |c0f400000000, MISMATCH",
    })
    void threadLocalStorageIsResolved(String what, int type, long addend, String object, String image, String reading) {
        assertThat(Reading.of(machine, type, addend, object, image)).isEqualTo(reading);
    }

    @ParameterizedTest
    @CsvSource({
        "401000, |c01000000800e3101000000407f1, 'WORD 402000, 32 bytes'",
        "401000, |c01000000800e3101000000407f2, NOTHING",
    })
    void aStubLeadsOn(String place, String code, String reading) {
        assertThat(Reading.ofStub(machine, Long.parseLong(place, 16), code)).isEqualTo(reading);
    }

    @ParameterizedTest
    @CsvSource({
        "0707, true",
        "070007, true",
        "0000, true",
        "07fe, false",
    })
    void linkersFillGapsWithNoOperationsAndZeros(String code, boolean padding) {
        assertThat(Reading.isPadding(machine, code)).isEqualTo(padding);
    }
}
