package dev.assay.elf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** "OpenPOWER ELF V2 ABI Specification", Relocation Types (3.5.3). P is 401000. */
class Ppc64RelocationsTest {
    private final RelocationTable machine = new Ppc64Relocations();

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // what, r_type, A, object, image, reading
        "ADDR64: S + A stands in the image's memory, 38, 8, |0000000000000000, |0820400000000000, WORD 401000 less 8",
        "REL32: P + V - A, 26, 4, |00000000, |04100000, ADDRESS 402000",
        "REL64: P + V - A, 44, 0, |0000000000000000, |0010000000000000, ADDRESS 402000",
        "PCREL34: a prefixed pla, 132, 0, |0000100600004039, |0000100600104039, ADDRESS 402000",
        "GOT_PCREL34: pld of the slot, 133, 0, |00001004000040e5, |00001004001040e5, WORD 402000",
        "GOT_PCREL34: pla where the address is known, 133, 0, |00001004000040e5, |0000100600104039, ADDRESS 402000",
    })
    void aFieldIsReadBack(String what, int type, long addend, String object, String image, String reading) {
        assertThat(Reading.of(machine, type, addend, object, image)).isEqualTo(reading);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // what, r_type, A, object, image, reading
        "bl, 10, 0, |01000048, |01100048, ADDRESS 402000",
        "bl and a no-operation, 10, 0, |0100004800000060, |0110004800000060, ADDRESS 402000",
        "bl through a stub restores the TOC pointer, 10, 0, |0100004800000060, |01100048180041e8, ADDRESS 402000",
        "bl and something else, 10, 0, |0100004800000060, |01100048180041f8, MISMATCH",
        "bl to a local entry point, 10, 0, 00004c3c0000423800000060|01000048, 00004c3c0000423800000060|fdffff4b, ADDRESS 400ff4",
        "bl to a local entry point of fixed addresses, 10, 0, 0000403c0000423800000060|01000048, 0000403c0000423800000060|fdffff4b, ADDRESS 400ff4",
        "bl of a weak symbol that nothing defines, 10, 0, |0100004800000060, |0000006000000060, ADDRESS 0",
        "bl of one (lld), 10, 0, |0100004800000060, |0500004800000060, NOTHING",
        "bl does not become b, 10, 0, |01000048, |00100048, MISMATCH",
        "bctrl of an inline call becomes bl, 120, 0, |2104804e180041e8, |0110004800000060, ADDRESS 402000",
        "bctrl of an inline call is kept, 120, 0, |00000060180041e8, |00000060180041e8, NOTHING",
    })
    void aCallEntersBehindTheSettingOfTheTocPointer(
            String what, int type, long addend, String object, String image, String reading) {
        assertThat(Reading.of(machine, type, addend, object, image)).isEqualTo(reading);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // what, r_type, A, object, image, reading
        "addis, 50, 0, |0000223d, |0100223d, PAGE 10000",
        "addis of a negative part, 50, 0, |0000223d, |ffff223d, PAGE -10000",
        "addis becomes a no-operation, 50, 0, |0000223d, |00000060, PAGE 0",
        "addis keeps its register, 50, 0, |0000223d, |0100023d, MISMATCH",
        "addi, 48, 0, |00002939, |10002939, LOW_FROM_GOT 10",
        "addi from the TOC pointer itself, 48, 4, |00002939, |10002239, FROM_GOT c",
        "addi keeps its register, 48, 0, |00002939, |10004939, MISMATCH",
        "ld keeps the bits beside its field, 64, 0, |020029e9, |120029e9, LOW_FROM_GOT 10",
        "ld of a slot, 1088, 4, |000029e9, |100029e9, WORD_LOW_FROM_GOT 10 less 4",
        "ld of a slot from the TOC pointer itself, 1088, 4, |000029e9, |100022e9, WORD_FROM_GOT 10 less 4",
        "ld of a slot becomes addi, 1088, 4, |000029e9, |10002939, LOW_FROM_GOT 10",
        "ld of a slot becomes addi from the TOC pointer itself, 1088, 4, |000029e9, |10002239, FROM_GOT c",
        "ld of a slot becomes no store, 1088, 4, |000029e9, |100029f9, MISMATCH",
    })
    void anAddressIsMadeOfPartsPastTheTocPointer(
            String what, int type, long addend, String object, String image, String reading) {
        assertThat(Reading.of(machine, type, addend, object, image)).isEqualTo(reading);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // what, r_type, A, object, image, reading
        "addis from r12, 252, 0, |00004c3c, |02004c3c, NOTHING",
        "lis of a fixed address, 252, 0, |00004c3c, |0200403c, NOTHING",
        "lis keeps its register, 252, 0, |00004c3c, |0200603c, MISMATCH",
        "addi after addis, 250, 4, 02004c3c|00004238, 02004c3c|00014238, ADDRESS 4210fc",
        "addi after lis, 250, 4, 4210403c|00004238, 4210403c|00014238, ADDRESS 10420100",
        "addi after something else, 250, 4, 00000060|00004238, 00000060|00014238, NOTHING",
        "addi keeps its register, 250, 4, 02004c3c|00004238, 02004c3c|00016238, MISMATCH",
    })
    void aFunctionSetsItsTocPointer(String what, int type, long addend, String object, String image, String reading) {
        assertThat(Reading.of(machine, type, addend, object, image)).isEqualTo(reading);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // what, r_type, A, object, image, reading
        "addis of a slot goes, 90, 0, |0000223d, |00000060, NOTHING",
        "the call goes, 107, 0, |0100004800000060, |0010633800000060, 'NOTHING, uses up 8'",
    })
    void threadLocalStorageIsResolved(String what, int type, long addend, String object, String image, String reading) {
        assertThat(Reading.of(machine, type, addend, object, image)).isEqualTo(reading);
    }

    @ParameterizedTest
    @CsvSource({
        "401000, |7c0802a6, NOTHING",
        "401000, |180041f8108082e9a603897d2004804e, 'WORD_FROM_GOT -7ff0, 16 bytes'",
        "401000, |0200823d10008ce9a603897d2004804e, 'WORD_FROM_GOT 20010, 16 bytes'",
        "401000, |00100048, 'ADDRESS 402000, 4 bytes'",
        "401000, |0000100600108039f80f004800000060, 'ADDRESS 402000, 12 bytes'",
        "401000, |0000100600108039a603897d2004804e, 'ADDRESS 402000, 16 bytes'",
        "401000, |a602887d05009f42a602687da603887d01008b3d10008c39a603897d2004804e, 'ADDRESS 411018, 32 bytes'",
    })
    void aStubLeadsOn(String place, String code, String reading) {
        assertThat(Reading.ofStub(machine, Long.parseLong(place, 16), code)).isEqualTo(reading);
    }

    @ParameterizedTest
    @CsvSource({
        "00000060, true",
        "0000, true",
        "0000006000000060, true",
        "2000804e, false",
    })
    void linkersFillGapsWithNoOperationsAndZeros(String code, boolean padding) {
        assertThat(Reading.isPadding(machine, code)).isEqualTo(padding);
    }
}
