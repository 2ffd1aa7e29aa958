package dev.assay.elf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** "64-bit ELF Object File Specification", Relocation, and "NPTL ABI for MIPS". P is 401000. */
class MipsRelocationsTest {
    private final RelocationTable machine = new MipsRelocations(ByteOrder.LITTLE_ENDIAN);
    private final RelocationTable bigEndian = new MipsRelocations(ByteOrder.BIG_ENDIAN);

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // what, r_type, A, object, image, reading
        "64: S + A stands in the image's memory, 18, 8, |0000000000000000, |0820400000000000, WORD 401000 less 8",
        "32, 2, 4, |00000000, |04204000, ADDRESS 402000",
        "PC32, 248, 0, |00000000, |00100000, ADDRESS 402000",
        "26: of the 256 MiB of the next instruction, 4, 0, |0000000c, |0008100c, ADDRESS 402000",
        "26 of a jump to other code, 4, 0, |0000000c, |00081074, ADDRESS 402000",
        "26 of a call becomes a near one, 4, 0, |0000000c, |ff031104, ADDRESS 402000",
        "26 becomes no load, 4, 0, |0000000c, |0008108c, MISMATCH",
        "PC16: counts words, 10, -4, |00000010, |ff030010, ADDRESS 402000",
        "PC16 keeps its registers, 10, -4, |00000010, |ff032010, MISMATCH",
        "PC21_S2, 60, -4, |000040d8, |ff0340d8, ADDRESS 402000",
        "PC26_S2: backwards, 61, -4, |000000e8, |fffbffeb, ADDRESS 400000",
        "PC26_S2 keeps its opcode, 61, -4, |000000e8, |fffbffcb, MISMATCH",
        "GPREL16: from the GOT, 7, 0, |0000828f, |1000828f, FROM_GOT 10",
        "GPREL32, 12, 4, |00000000, |14000000, FROM_GOT 10",
        "GPREL32 and 64: a word of a table of jumps, 258, 0, |0000000000000000, |f0ffffffffffffff, FROM_GOT -10",
    })
    void aFieldIsReadBack(String what, int type, long addend, String object, String image, String reading) {
        assertThat(Reading.of(machine, type, addend, object, image)).isEqualTo(reading);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // what, r_type, A, object, image, reading
        "CALL16: the word past the GOT, 11, 0, |000099df, |308a99df, WORD_FROM_GOT -75d0",
        "GOT_DISP holds S + A, 19, 8, |000082df, |100082df, WORD_FROM_GOT 10 less 8",
        "a weak symbol that nothing defines is 0, 11, 0, |000099df, |00001924, ADDRESS 0",
        "in no other register, 11, 0, |000099df, |00001824, MISMATCH",
        "and nothing but 0, 11, 0, |000099df, |01001924, MISMATCH",
        "another base register is none, 19, 0, |000082df, |100062df, MISMATCH",
        "GOT_PAGE: the word that holds a page, 20, 0, |000082df, |200082df, PAGE_FROM_GOT 20",
        "GOT_OFST completes it, 21, 0, |00004264, |30124264, LOW12 1230",
        "GOT_OFST is signed, 21, 0, |00004264, |f0ff4264, LOW12 -10",
        "GOT_OFST keeps its instruction, 21, 0, |00004264, |f0ff42dc, MISMATCH",
        "GOT_HI16, 22, 0, |0000023c, |0100023c, PAGE 10000",
        "GOT_LO16, 23, 0, |000042dc, |100042dc, WORD_LOW_FROM_GOT 10",
        "CALL_HI16, 30, 0, |0000193c, |ffff193c, PAGE -10000",
        "CALL_LO16, 31, 0, |000039df, |100039df, WORD_LOW_FROM_GOT 10",
        "CALL_LO16 of a weak symbol that nothing defines, 31, 0, |000039df, |00001924, ADDRESS 0",
    })
    void codeFindsAddressesInTheGot(String what, int type, long addend, String object, String image, String reading) {
        assertThat(Reading.of(machine, type, addend, object, image)).isEqualTo(reading);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // what, r_type, object, image, reading
        "lui gp of the way from the function to gp, 256, |00001c3c, |22001c3c, PAGE 220000",
        "lui of another register is none, 256, |00001c3c, |22001d3c, MISMATCH",
        "daddiu gp makes the GOT's address, 257, |00009c67, |b0b29c67, SETS_GOT -4d50",
        "daddiu keeps its registers, 257, |00009c67, |b0b29d67, MISMATCH",
    })
    void aFunctionSetsTheGlobalPointerFromItsOwnAddress(
            String what, int type, String object, String image, String reading) {
        assertThat(Reading.of(machine, type, 0, object, image)).isEqualTo(reading);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // what, r_type, object, image, reading
        "jalr of a far function is kept, 37, |09f82003, |09f82003, NOTHING",
        "jalr of a near one becomes bal, 37, |09f82003, |ff031104, ADDRESS 402000",
        "jr of a near one becomes b, 37, |08002003, |fffb0010, ADDRESS 400000",
        "jalr becomes no call of another register, 37, |09f82003, |09f84003, MISMATCH",
    })
    void aCallThroughARegisterMayBecomeABranch(String what, int type, String object, String image, String reading) {
        assertThat(Reading.of(machine, type, 0, object, image)).isEqualTo(reading);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // what, r_type, object, image, reading
        "TLS_GD, 42, |00008467, |20808467, NOTHING",
        "TLS_LDM, 43, |00008467, |20808467, NOTHING",
        "TLS_DTPREL_HI16, 44, |0000023c, |0100023c, NOTHING",
        "TLS_DTPREL_LO16, 45, |00004264, |10804264, NOTHING",
        "TLS_GOTTPREL, 46, |000082df, |388082df, NOTHING",
        "TLS_TPREL_HI16, 49, |0000023c, |0100023c, NOTHING",
        "TLS_TPREL_LO16 keeps its registers, 50, |00004264, |10806264, MISMATCH",
        "HI16, 5, |0000023c, |0100023c, NOTHING",
        "LO16 keeps its opcode, 6, |00004264, |0100423c, MISMATCH",
        "HIGHER, 28, |00004264, |01004264, NOTHING",
        "HIGHEST, 29, |0000023c, |0100023c, NOTHING",
    })
    void sixteenBitsChangeAndNoOthers(String what, int type, String object, String image, String reading) {
        assertThat(Reading.of(machine, type, 0, object, image)).isEqualTo(reading);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // what, r_info as a number, of a little-endian and of a big-endian object; type, symbol
        "one type, b00000000000021, 210000000b, 11, 33",
        "GPREL16 SUB HI16, 0718050000000021, 2100051807, 256, 33",
        "GPREL16 SUB LO16, 0718060000000021, 2100061807, 257, 33",
        "GPREL32 64, 0c12000000000021, 210000120c, 258, 33",
        "REL32 64: what a dynamic linker adds the load address to, 0312000000000000, 1203, 259, 0",
        "others are none of the table, 0718070000000021, 2100071807, 17242119, 33",
    })
    void aRecordHasUpToThreeTypes(String what, String little, String big, int type, int symbol) {
        long info = Long.parseUnsignedLong(little, 16);
        assertThat(machine.type(info)).isEqualTo(type);
        assertThat(machine.symbol(info)).isEqualTo(symbol);
        long bigInfo = Long.parseUnsignedLong(big, 16);
        assertThat(bigEndian.type(bigInfo)).isEqualTo(type);
        assertThat(bigEndian.symbol(bigInfo)).isEqualTo(symbol);
    }

    @Test
    void anUnknownTypeMasksAsMuchAsAnyDoes() {
        assertThat(machine.isKnown(17242119)).isFalse();
        assertThat(machine.from(17242119)).isEqualTo(-4);
        assertThat(machine.to(17242119, 0)).isEqualTo(12);
    }

    @Test
    void fieldsOfTheOtherByteOrderAreReadInIt() {
        assertThat(Reading.of(bigEndian, 11, 0, "|df990000", "|df998a30")).isEqualTo("WORD_FROM_GOT -75d0");
        assertThat(Reading.of(bigEndian, 37, 0, "|0320f809", "|041103ff")).isEqualTo("ADDRESS 402000");
    }

    @ParameterizedTest
    @CsvSource({
        "401000, |4000193c0008100800203927, 'ADDRESS 402000, 12 bytes'",
        "401000, |4000193c0008100800303927, NOTHING",
        "401000, |4000193c0810392700000000, 'ADDRESS 401008, 8 bytes'",
        "401000, |4000193c1010392700000000, NOTHING",
        "401000, |09f820030000000000000000, NOTHING",
    })
    void aStubSetsTheRegisterThatAFunctionFindsItselfBy(String place, String code, String reading) {
        assertThat(Reading.ofStub(machine, Long.parseLong(place, 16), code)).isEqualTo(reading);
    }

    @ParameterizedTest
    @CsvSource({"00000000, true", "0100170401001704, true", "0000000000000001, false"})
    void linkersFillGapsWithZerosAndTraps(String code, boolean padding) {
        assertThat(Reading.isPadding(machine, code)).isEqualTo(padding);
    }
}
