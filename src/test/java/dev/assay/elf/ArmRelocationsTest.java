package dev.assay.elf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** AAELF32, "Relocation" (5.6); the addend stands in the field. P is 401000. */
class ArmRelocationsTest {
    private final RelocationTable machine = new ArmRelocations();

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // what, r_type, A, object, image, reading
        "ABS32: S + A stands in the image's memory, 2, 0, |04000000, |04204000, WORD 401000 less 4",
        "REL32: P + V - A, 3, 0, |fcffffff, |fc0f0000, ADDRESS 402000",
        "PREL31: 31 bits of it, 42, 0, |00000080, |00100080, ADDRESS 402000",
        "PREL31 keeps its highest bit, 42, 0, |00000080, |00100000, MISMATCH",
        "BASE_PREL: the GOT, 25, 0, |00000000, |00100000, ADDRESS 402000",
        "GOT_BREL: the slot from the GOT, 26, 0, |00000000, |10000000, WORD_FROM_GOT 10",
        "GOT_PREL: the slot, 96, 0, |fcffffff, |fc0f0000, WORD 402000",
        "GOTOFF32: from the GOT, 24, 0, |04000000, |10000000, FROM_GOT c",
        "MOVW of ARM, 43, 0, |000000e3, |340201e3, LOW16 1234",
        "MOVT of ARM, 44, 0, |000040e3, |340241e3, HIGH16 1234",
        "MOVW of ARM keeps its register, 43, 0, |000000e3, |341201e3, MISMATCH",
        "MOVW of Thumb, 47, 0, |40f20000, |41f23420, LOW16 1234",
        "MOVT of Thumb, 48, 0, |c0f20000, |c1f23420, HIGH16 1234",
        "MOVW of Thumb keeps its register, 47, 0, |40f20000, |41f23421, MISMATCH",
        "TLS_IE32: says nothing of an address, 107, 0, |04000000, |10000000, NOTHING",
    })
    void aFieldIsReadBack(String what, int type, long addend, String object, String image, String reading) {
        assertThat(Reading.of(machine, type, addend, object, image)).isEqualTo(reading);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // what, r_type, A, object, image, reading
        "BL: S has the Thumb bit, 10, 0, |fff7feff, |00f0feff, ADDRESS 402001",
        "BLX: S has not, 10, 0, |fff7feff, |00f0feef, ADDRESS 402000",
        "BL backward, 10, 0, |fff7feff, |fef7feff, ADDRESS 400001",
        "BL of a weak symbol that nothing defines, 10, 0, |fff7feff, |aff30080, ADDRESS 0",
        "BL of one (lld), 10, 0, |fff7feff, |00f000f8, NOTHING",
        "BL does not become B.W, 10, 0, |fff7feff, |00f0febf, MISMATCH",
        "B.W, 30, 0, |fff7febf, |00f0febf, ADDRESS 402001",
        "B.W does not change state, 30, 0, |fff7febf, |00f0feaf, MISMATCH",
        "Bcc.W, 51, 0, |3ff4feaf, |00f0fe8f, NOTHING",
        "Bcc.W keeps its condition, 51, 0, |3ff4feaf, |40f0fe8f, MISMATCH",
        "B of two bytes, 102, 0, |fee7, |7ee0, ADDRESS 401101",
        "B of two bytes becomes no other, 102, 0, |fee7, |7ed0, MISMATCH",
        "Bcc of two bytes, 103, 0, |fed0, |7ed0, ADDRESS 401101",
    })
    void aCallOfThumbCodeMayChangeState(
            String what, int type, long addend, String object, String image, String reading) {
        assertThat(Reading.of(machine, type, addend, object, image)).isEqualTo(reading);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // what, r_type, A, object, image, reading
        "BL, 28, 0, |feffffeb, |fe0300eb, ADDRESS 402000",
        "BLX: S has the Thumb bit, 28, 0, |feffffeb, |fe0300fa, ADDRESS 402001",
        "BLX to a halfword, 28, 0, |feffffeb, |fe0300fb, ADDRESS 402003",
        "BL of a weak symbol that nothing defines, 28, 0, |feffffeb, |00f020e3, ADDRESS 0",
        "BL of one (lld), 28, 0, |feffffeb, |ffffffeb, NOTHING",
        "BL does not become B, 28, 0, |feffffeb, |fe0300ea, MISMATCH",
        "B, 29, 0, |feffffea, |fe0300ea, ADDRESS 402000",
        "B does not change state, 29, 0, |feffffea, |fe0300fa, MISMATCH",
        "BLEQ keeps its condition, 29, 0, |feffff0b, |fe03001b, MISMATCH",
        "BX becomes MOV (--fix-v4bx), 40, 0, |1eff2fe1, |0ef0a0e1, NOTHING",
        "BX becomes no MOV of another register, 40, 0, |1eff2fe1, |0df0a0e1, MISMATCH",
    })
    void aCallOfArmCodeMayChangeState(String what, int type, long addend, String object, String image, String reading) {
        assertThat(Reading.of(machine, type, addend, object, image)).isEqualTo(reading);
    }

    @ParameterizedTest
    @CsvSource({
        "401000, |00c68fe290ca8ce28cfebce5, 'WORD 491e94, 12 bytes'",
        "401001, |7847fde700c68fe290ca8ce28cfebce5, 'WORD 491e98, 16 bytes'",
        "401001, |7847fde7fe0300ea, 'ADDRESS 402004, 8 bytes'",
        "401000, |04f01fe501204000, 'ADDRESS 402001, 8 bytes'",
        "401000, |00c09fe51cff2fe101204000, 'ADDRESS 402001, 12 bytes'",
        "401001, |dff800f001204000, 'ADDRESS 402001, 8 bytes'",
        "401001, |42f2010cc0f2400c60470000, 'ADDRESS 402001, 12 bytes'",
        "401001, |fc46604704c09fe50fc08ce01cff2fe1f40f0000, 'ADDRESS 402004, 20 bytes'",
        "401000, |04c09fe50fc08ce000f09ce5f40f0000, 'WORD 402000, 16 bytes'",
        "401000, |01c002e340c040e31cff2fe1, 'ADDRESS 402001, 12 bytes'",
        "401000, |f1cf00e300c040e30fc08ce01cff2fe1, 'ADDRESS 402001, 16 bytes'",
        "401000, |00c09fe50cf08fe0f40f0000, 'ADDRESS 402000, 12 bytes'",
        "401001, |7847c04600c09fe50ff08ce0f00f0000, 'ADDRESS 402000, 16 bytes'",
        "401000, |04c09fe50cc08fe01cff2fe1f50f0000, 'ADDRESS 402001, 16 bytes'",
        "401000, |01c002e340d040e31cff2fe1, NOTHING",
        "401000, |fe0300ea, NOTHING",
    })
    void aStubLeadsOn(String place, String code, String reading) {
        assertThat(Reading.ofStub(machine, Long.parseLong(place, 16), code)).isEqualTo(reading);
    }

    @ParameterizedTest
    @CsvSource({
        "00000000, true",
        "00bf, true",
        "c046, true",
        "00f020e3, true",
        "0000a0e1, true",
        "d4d4, true",
        "d4d4d4d4d4d4, true",
        "7047, false",
    })
    void linkersFillGapsWithNoOperationsAndZeros(String code, boolean padding) {
        assertThat(Reading.isPadding(machine, code)).isEqualTo(padding);
    }

    /** AAELF32 5.6.1.1: the addend is what the object's field holds. */
    @ParameterizedTest
    @CsvSource({
        "10, fff7feff, -4",
        "30, fff7febf, -4",
        "28, feffffeb, -8",
        "29, feffffea, -8",
        "2, 04000000, 4",
        "42, fcffff7f, -4",
        "43, 340201e3, 4660",
        "47, 41f23420, 4660",
        "51, 3ff4feaf, -4",
        "102, fee7, -4",
        "103, fed0, -4",
    })
    void theAddendStandsInTheField(int type, String field, long addend) {
        byte[] bytes = HexFormat.of().parseHex(field);
        assertThat(machine.implicitAddend(bytes, 0, type)).isEqualTo(addend);
    }
}
