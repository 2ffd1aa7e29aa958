package dev.assay.elf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** "RISC-V ELF psABI", Relocations and Linker Relaxation. P is 401000; 256 and more is a type with R_RISCV_RELAX beside it. */
class RiscvRelocationsTest {
    private final RelocationTable machine = new RiscvRelocations();

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // what, r_type, A, object, image, reading
        "64: S + A stands in the image's memory, 2, 8, |0000000000000000, |0820400000000000, WORD 401000 less 8",
        "BRANCH, 16, 0, |63000500, |63080500, ADDRESS 401010",
        "BRANCH keeps its registers, 16, 0, |63000500, |63880500, MISMATCH",
        "JAL, 17, 0, |ef000000, |ef100000, ADDRESS 402000",
        "JAL keeps its register, 17, 0, |ef000000, |6f100000, MISMATCH",
        "RVC_BRANCH, 44, 0, |01c1, |01c5, ADDRESS 401008",
        "RVC_BRANCH keeps its register, 44, 0, |01c1, |81c5, MISMATCH",
        "RVC_JUMP, 45, 0, |01a0, |01a2, ADDRESS 401100",
        "RVC_JUMP becomes no branch, 45, 0, |01a0, |01c2, MISMATCH",
        "PCREL_HI20, 23, 0, |97070000, |97170000, HIGH 402000",
        "PCREL_HI20 of an address near 0, 23, 0, |97070000, |b7170000, HIGH 1000",
        "PCREL_HI20 is not deleted without RELAX, 23, 0, |97070000, |93870700, MISMATCH",
        "PCREL_HI20 is deleted with RELAX, 279, 0, |97070000, |93870700, HIGH 0",
        "GOT_HI20, 20, 0, |97070000, |97170000, WORD_HIGH 402000",
        "PCREL_LO12_I, 24, 0, |93870700, |93870701, LOW_OF 10",
        "PCREL_LO12_I from the global pointer, 24, 0, |93870700, |93870101, LOW_OF_GOT 10",
        "PCREL_LO12_I from 0, 24, 0, |93870700, |93070001, NOTHING",
        "PCREL_LO12_I from another register, 24, 0, |93870700, |93070701, MISMATCH",
        "PCREL_LO12_I of a slot that is not needed, 24, 0, |83b70700, |93870701, ADDRESS_LOW_OF 10",
        "PCREL_LO12_I becomes no store, 24, 0, |83b70700, |23b8e700, MISMATCH",
        "PCREL_LO12_S, 25, 0, |23b0e700, |23b8e700, LOW_OF 10",
        "PCREL_LO12_S keeps what it stores, 25, 0, |23b0e700, |23b8d700, MISMATCH",
        "TPREL_HI20, 29, 0, |b7070000, |b7170000, NOTHING",
        "TPREL_HI20 keeps its register, 29, 0, |b7070000, |37170000, MISMATCH",
        "ADD32: a difference of labels, 35, 0, |00000000, |10000000, NOTHING",
    })
    void aFieldIsReadBack(String what, int type, long addend, String object, String image, String reading) {
        assertThat(Reading.of(machine, type, addend, object, image)).isEqualTo(reading);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "auipc and jalr, 275, |97000000e7800000, |97100000e7800000, ADDRESS 402000, 8",
        "jal, 275, |97000000e7800000, |ef10000013000000, ADDRESS 402000, 4",
        "jal without RELAX is none, 19, |97000000e7800000, |ef10000013000000, MISMATCH, 4",
        "jal that returns elsewhere is none, 275, |97000000e7800000, |6f10000013000000, MISMATCH, -1",
        "c.j of a tail call, 275, |1703000067000300, |01a2000000000000, ADDRESS 401100, 2",
        "c.j of a call is none, 275, |97000000e7800000, |01a2000000000000, MISMATCH, -1",
        "jalr from 0, 275, |97000000e7800000, |e700001000000000, ADDRESS 100, 4",
        "auipc of another register is none, 275, |97000000e7800000, |17110000e7800000, MISMATCH, -1",
    })
    void aCallMayBeShortened(String what, int type, String object, String image, String reading, int length) {
        assertThat(Reading.of(machine, type, 0, object, image)).isEqualTo(reading);
        assertThat(length(type, object, 0, image, Reading.PLACE)).isEqualTo(length);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "HI20 is kept, 282, b7070000, 0, b7170000, 401000, 4",
        "HI20 becomes c.lui, 282, b7070000, 0, 85670000, 401000, 2",
        "HI20 is deleted, 282, b7070000, 0, 93070001, 401000, 0",
        "TPREL_ADD is kept, 288, b3874700, 0, b3874700, 401000, 4",
        "TPREL_ADD is deleted, 288, b3874700, 0, 93070001, 401000, 0",
        "ALIGN to 8 at a multiple of 8, 43, 010013000000, 6, ffffffffffff, 401000, 0",
        "ALIGN to 8 two bytes before, 43, 010013000000, 6, 0100ffffffff, 401006, 2",
        "ALIGN to 8 four bytes before, 43, 010013000000, 6, 13000000ffff, 401004, 4",
        "ALIGN to 8 six bytes before, 43, 010013000000, 6, 130000000100, 401002, 6",
        "ALIGN by anything but no-operations, 43, 010013000000, 6, 930000000100, 401002, -1",
    })
    void whatStandsThereTellsHowMuchIsLeft(
            String what, int type, String object, long addend, String image, String place, int length) {
        assertThat(length(type, "|" + object, addend, "|" + image, Long.parseLong(place, 16)))
                .isEqualTo(length);
    }

    private int length(int type, String object, long addend, String image, long place) {
        RelocationSite site = new RelocationSite();
        byte[] was = HexFormat.of().parseHex(object.substring(1));
        byte[] now = HexFormat.of().parseHex(image.substring(1).replace(" ", ""));
        site.move(now, 0, place, type, 0, machine.form(was, 0, type, addend));
        return machine.length(site);
    }
}
