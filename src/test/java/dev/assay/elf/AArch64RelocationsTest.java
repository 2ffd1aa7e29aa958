package dev.assay.elf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** AAELF64, "Relocations" (5.7). P is 401000. */
class AArch64RelocationsTest {
    private final RelocationTable machine = new AArch64Relocations();

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // what, r_type, A, object, image, reading
        "ABS64: S + A stands in the image's memory, 257, 8, |0000000000000000, |0820400000000000, WORD 401000 less 8",
        "PREL32: P + V - A, 261, 4, |00000000, |04100000, ADDRESS 402000",
        "CALL26: P + 4 V - A, 283, 0, |00000094, |00040094, ADDRESS 402000",
        "CALL26 backward, 283, 0, |00000094, |00fcff97, ADDRESS 400000",
        "CALL26 of a weak symbol that nothing defines, 283, 0, |00000094, |1f2003d5, ADDRESS 0",
        "CALL26 to the next instruction, 283, 0, |00000094, |01000094, NOTHING",
        "CALL26 does not become a jump, 283, 0, |00000094, |00040014, MISMATCH",
        "JUMP26, 282, 0, |00000014, |00040014, ADDRESS 402000",
        "CONDBR19, 280, 0, |00000054, |00800054, ADDRESS 402000",
        "CONDBR19 keeps its condition, 280, 0, |00000054, |01800054, MISMATCH",
        "TSTBR14, 279, 0, |00000036, |00800036, ADDRESS 402000",
        "TSTBR14 keeps its register, 279, 0, |00000036, |01800036, MISMATCH",
        "MOVW, 263, 0, |000080d2, |200080d2, NOTHING",
        "MOVW keeps its register, 263, 0, |000080d2, |210080d2, MISMATCH",
    })
    void aFieldIsReadBack(String what, int type, long addend, String object, String image, String reading) {
        assertThat(Reading.of(machine, type, addend, object, image)).isEqualTo(reading);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // what, r_type, A, object, image, reading
        "ADRP, 275, 0, |00000090, |000000b0, PAGE 402000",
        "ADRP becomes ADR (erratum 843419), 275, 0, |00000090, |00800010, ADDRESS 402000",
        "ADRP becomes NOP (lld and mold), 275, 0, |00000090, |1f2003d5, NOTHING",
        "ADRP keeps its register, 275, 0, |00000090, |010000b0, MISMATCH",
        "ADD, 277, 0, |00000091, |00400091, LOW12 10",
        "ADD becomes ADR (lld and mold), 277, 4, |00000091, |20800010, ADDRESS 402000",
        "ADD keeps its registers, 277, 0, |00000091, |01400091, MISMATCH",
        "LDR of eight bytes, 286, 0, |000040f9, |000840f9, LOW12 10",
        "LDRB, 278, 0, |00004039, |00404039, LOW12 10",
        "LDR of sixteen bytes, 299, 0, |0000c03d, |0004c03d, LOW12 10",
        "LDR stays a load, 286, 0, |000040f9, |000800f9, MISMATCH",
        "LDR becomes no branch, 286, 0, |000040f9, |02000014, MISMATCH",
        "ADRP of a slot, 311, 0, |00000090, |000000b0, PAGE 402000",
        "LDR of a slot, 312, 0, |000040f9, |000840f9, WORD_LOW12 10",
        "LDR of a slot becomes ADD, 312, 0, |000040f9, |00400091, LOW12 10",
        "LDR of a slot becomes ADR, 312, 0, |000040f9, |00800010, ADDRESS 402000",
        "LDR of a slot becomes no store, 312, 0, |000040f9, |000800f9, MISMATCH",
        "LDR of a slot from the GOT's page, 313, 0, |000040f9, |000840f9, WORD_FROM_GOT_PAGE 10",
    })
    void anAddressIsMadeOfAPageAndALowPart(
            String what, int type, long addend, String object, String image, String reading) {
        assertThat(Reading.of(machine, type, addend, object, image)).isEqualTo(reading);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // what, r_type, A, object, image, reading
        "IE to LE, 541, 0, |00000090, |0000a0d2, NOTHING",
        "GD to LE, 514, 0, |00000091000000941f2003d5, |000280f241d03bd52000008b, 'NOTHING, uses up 12'",
        "TLSDESC to LE, 569, 0, |20003fd6, |1f2003d5, NOTHING",
    })
    void threadLocalStorageIsResolved(String what, int type, long addend, String object, String image, String reading) {
        assertThat(Reading.of(machine, type, addend, object, image)).isEqualTo(reading);
    }

    @ParameterizedTest
    @CsvSource({
        "401000, |100000b0110a40f91042009120021fd6, 'WORD 402010, 16 bytes'",
        "401000, |5f2403d5100000b0110a40f91042009120021fd6, 'WORD 402010, 20 bytes'",
        "401000, |100000b01042009100021fd6, 'ADDRESS 402010, 12 bytes'",
        "401000, |00040014000000000000000000000000, NOTHING",
    })
    void aStubLeadsOn(String place, String code, String reading) {
        assertThat(Reading.ofStub(machine, Long.parseLong(place, 16), code)).isEqualTo(reading);
    }

    @ParameterizedTest
    @CsvSource({
        "1f2003d5, true",
        "00000000, true",
        "1f2003d500000000, true",
        "0000, true",
        "c0035fd6, false",
    })
    void linkersFillGapsWithNoOperationsAndZeros(String code, boolean padding) {
        assertThat(Reading.isPadding(machine, code)).isEqualTo(padding);
    }
}
