package dev.assay.elf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** psABI AMD64, "Relocation Types", B.2 and "Thread-Local Storage". P is 401000. */
class X86_64RelocationsTest {
    private final RelocationTable machine = new X86_64Relocations();

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // what, r_type, A, object, image, reading
        "64: S + A stands in the image's memory, 1, 8, |0000000000000000, |0820400000000000, WORD 401000 less 8",
        "PC32: P + V - A, 2, -4, e8|00000000, e8|fc0f0000, ADDRESS 402000",
        "PLT32 of a weak symbol that nothing defines: 0, 4, -4, e8|00000000, e8|fcefbfff, ADDRESS 0",
        "GOTPCREL: the slot, 9, -5, 833d|0000000000, 833d|fb0f000000, WORD 402000",
        "32: zero-extended, 10, 0, b8|00000000, b8|000040f0, ADDRESS f0400000",
        "32S: sign-extended, 11, 4, 48c7c0|00000000, 48c7c0|04204000, ADDRESS 402000",
        "TPOFF32: says nothing of an address, 23, 0, 648b80|00000000, 648b80|fcffffff, NOTHING",
    })
    void aFieldIsReadBack(String what, int type, long addend, String object, String image, String reading) {
        assertThat(Reading.of(machine, type, addend, object, image)).isEqualTo(reading);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "mov from the slot, 42, 488b05|00000000, 488b05|fc0f0000, WORD 402000",
        "mov becomes lea, 42, 488b05|00000000, 488d05|fc0f0000, ADDRESS 402000",
        "mov becomes mov of an immediate, 42, 488b05|00000000, 48c7c0|00204000, ADDRESS 402000",
        "REX.R becomes REX.B, 42, 4c8b3d|00000000, 49c7c7|00204000, ADDRESS 402000",
        "a wide immediate is sign-extended, 42, 488b05|00000000, 48c7c0|ffffffff, ADDRESS -1",
        "a narrow immediate is zero-extended, 42, 408b05|00000000, 40c7c0|ffffffff, ADDRESS ffffffff",
        "cmp becomes cmp of an immediate, 42, 483b05|00000000, 4881f8|00204000, ADDRESS 402000",
        "test becomes test of an immediate, 42, 488505|00000000, 48f7c0|00204000, ADDRESS 402000",
        "another register is none, 42, 488b05|00000000, 48c7c1|00204000, MISMATCH",
        "another opcode is none, 42, 488b05|00000000, 488905|fc0f0000, MISMATCH",
        "another prefix is none, 42, 488b05|00000000, 4c8b05|fc0f0000, MISMATCH",
        "call through the slot, 41, ff15|00000000, ff15|fc0f0000, WORD 402000",
        "call with a prefix (GNU ld and lld), 41, ff15|00000000, 67e8|fc0f0000, ADDRESS 402000",
        "call after a no-operation (mold), 41, ff15|00000000, 90e8|fc0f0000, ADDRESS 402000",
        "jump through the slot, 41, ff25|00000000, ff25|fc0f0000, WORD 402000",
        "jump before a no-operation: the field is a byte earlier, 41, ff25|00000000, e9fd|0f000090, ADDRESS 402000",
        "a call does not become a jump, 41, ff15|00000000, e9fd|0f000090, MISMATCH",
        "a call does not become another, 41, ff15|00000000, ff1d|fc0f0000, MISMATCH",
    })
    void aLoadFromTheGotMayBeRelaxed(String what, int type, String object, String image, String reading) {
        assertThat(Reading.of(machine, type, -4, object, image)).isEqualTo(reading);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "IE mov is kept, 22, 488b05|00000000, 488b05|fc0f0000, NOTHING",
        "IE mov to LE, 22, 488b05|00000000, 48c7c0|fcffffff, NOTHING",
        "IE add to LE lea, 22, 480305|00000000, 488d80|fcffffff, NOTHING",
        "IE add to LE add, 22, 4c0325|00000000, 4981c4|fcffffff, NOTHING",
        "IE to a store is none, 22, 488b05|00000000, 488905|fc0f0000, MISMATCH",
        "GD is kept, 19, 66488d3d|00000000666648e800000000, 66488d3d|00001000666648e800001000, 'NOTHING, uses up 12'",
        "GD to LE, 19, 66488d3d|00000000666648e800000000, 64488b04|2500000000488d8011223344, 'NOTHING, uses up 12'",
        "GD to something else, 19, 66488d3d|00000000666648e800000000, 90488b04|2500000000488d8011223344, MISMATCH",
        "LD to LE, 20, 488d3d|00000000e800000000, 666666|64488b042500000000, 'NOTHING, uses up 10'",
        "LD to LE by mold, 20, 488d3d|00000000e800000000, 31c064|488b00482d00010000, 'NOTHING, uses up 10'",
        "LD to something else, 20, 488d3d|00000000e800000000, 909090|64488b042500000000, MISMATCH",
        "TLSDESC to LE, 34, 488d05|00000000, 48c7c0|fcffffff, NOTHING",
        "TLSDESC to IE, 34, 488d05|00000000, 488b05|fcffffff, NOTHING",
        "TLSDESC to something else, 34, 488d05|00000000, 488905|fcffffff, MISMATCH",
        "the call of TLSDESC is kept, 35, |ff10, |ff10, NOTHING",
        "the call of TLSDESC goes, 35, |ff10, |6690, NOTHING",
        "the call of TLSDESC becomes no other, 35, |ff10, |ff11, MISMATCH",
    })
    void threadLocalStorageIsResolved(String what, int type, String object, String image, String reading) {
        assertThat(Reading.of(machine, type, 0, object, image)).isEqualTo(reading);
    }

    @ParameterizedTest
    @CsvSource({
        "|ff25fa0f0000, 'WORD 402000, 6 bytes'",
        "|ff25fa0f00006690ff25fa0f0000, 'WORD 402000, 8 bytes'",
        "|f30f1efaff25f60f0000660f1f440000, 'WORD 402000, 16 bytes'",
        "|e9fb0f0000, NOTHING",
        "|554889e5, NOTHING",
    })
    void aPltEntryLeadsToItsSlot(String code, String reading) {
        assertThat(Reading.ofStub(machine, Reading.PLACE, code)).isEqualTo(reading);
    }

    @Test
    void anUnknownTypeMasksAsMuchAsAnyTypeMayAndClaimsNothing() {
        assertThat(machine.isKnown(200)).isFalse();
        for (int type = 0; type < 50; type++) {
            assertThat(machine.from(200)).isLessThanOrEqualTo(machine.from(type));
            assertThat(machine.to(200, 0)).isGreaterThanOrEqualTo(machine.to(type, 0xff));
        }
        RelocationSite site = new RelocationSite();
        site.move(new byte[16], 4, Reading.PLACE, 200, 0, 0);
        machine.read(site);
        assertThat(site.outcome()).isEqualTo(RelocationSite.Outcome.NOTHING);
    }
}
