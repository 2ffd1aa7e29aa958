package dev.assay.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.MalformedFileException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ElfReaderTest {
    private static final int RX = Segment.PF_R | Segment.PF_X;
    private static final int RW = Segment.PF_R | Segment.PF_W;

    @ParameterizedTest
    @EnumSource(Machine.class)
    void everyMachineIsReadInItsClassAndByteOrder(Machine machine) throws MalformedFileException {
        int n32 = machine.machineName().startsWith("mipsn32") ? 0x20 : 0;
        Image image = ElfBuilder.program(machine)
                .eFlags(n32)
                .dynamicString(DynamicTable.DT_NEEDED, "libc.so.6")
                .symbol("main", 0x400000)
                .image();

        assertThat(Machine.of(image.header())).contains(machine);
        assertThat(image.header().elfClass()).isEqualTo(machine.elfClass());
        assertThat(image.header().entry()).isEqualTo(0x400000);
        assertThat(image.segments()).hasSize(4);
        assertThat(image.segments().get(0)).isEqualTo(new Segment(1, RX, 4096, 0x400000, 64, 64, 4096));
        assertThat(image.dynamic()).extracting(Image.DynamicEntry::tag).containsExactly(5L, 6L, 10L, 4L, 1L);
        assertThat(image.sections()).extracting(Section::name).containsExactly("", ".strtab", ".symtab", ".shstrtab");
        assertThat(image.symbols()).extracting(Symbol::name).containsExactly("", "main");
        assertThat(image.symbols().get(1))
                .isEqualTo(new Symbol("main", 0x400000, 4, Symbol.STT_FUNC, Symbol.STB_GLOBAL, 1, 0));
    }

    @Test
    void aMachineIsNamedByItsWholeHeader() throws MalformedFileException {
        assertThat(Machine.of(
                        ElfBuilder.program(Machine.I386).eMachine(62).image().header()))
                .contains(Machine.X32);
        assertThat(Machine.of(
                        ElfBuilder.program(Machine.S390X).eMachine(62).image().header()))
                .isEmpty();
        assertThat(Machine.of(ElfBuilder.program(Machine.X86_64)
                        .eMachine(0xfeed)
                        .image()
                        .header()))
                .isEmpty();
    }

    @Test
    void elfIsRecognisedByItsMagic() {
        assertThat(ElfReader.isElf(ElfBuilder.program(Machine.ARM).build())).isTrue();
        assertThat(ElfReader.isElf(new byte[] {0x7f, 'E', 'L'})).isFalse();
        assertThat(ElfReader.isElf("#!/bin/sh".getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }

    @Test
    void addressesOf32BitsAreUnsigned() throws MalformedFileException {
        Image image = ElfBuilder.of(Machine.PPC)
                .load(RX, 0xfff00000L, ElfBuilder.code())
                .image();
        assertThat(image.header().entry()).isEqualTo(0xfff00000L);
        assertThat(image.segments().get(0).address()).isEqualTo(0xfff00000L);
        assertThat(image.fileOffset(0xfff00004L)).hasValue(4100);
    }

    @Test
    void theFirstInterpreterCounts() throws MalformedFileException {
        Image image = ElfBuilder.program(Machine.X86_64)
                .interpreter("/lib/first.so")
                .interpreter("/lib/second.so")
                .image();
        assertThat(image.interpreter()).contains("/lib/first.so");
        assertThat(ElfBuilder.program(Machine.X86_64).image().interpreter()).isEmpty();
    }

    @Test
    void theInterpreterEndsAtItsFirstNul() throws MalformedFileException {
        byte[] content = "/lib/ld.so\0junk\0".getBytes(StandardCharsets.UTF_8);
        assertThat(ElfBuilder.program(Machine.SPARC64)
                        .interpreter(content)
                        .image()
                        .interpreter())
                .contains("/lib/ld.so");
    }

    @Test
    void ofTwoOverlappingSegmentsTheLastIsMapped() throws MalformedFileException {
        Image image = ElfBuilder.program(Machine.X86_64)
                .load(RW, 0x400000, new byte[16])
                .image();
        long second = image.segments().get(2).offset();
        assertThat(image.fileOffset(0x400008)).hasValue(second + 8);
        assertThat(image.fileOffset(0x400010)).hasValue(image.segments().get(0).offset() + 16);
        assertThat(image.fileOffset(0x400040)).isEmpty();
    }

    @Test
    void objectFilesAreReadWithoutSegments() throws MalformedFileException {
        Image image = ElfBuilder.of(Machine.X86_64)
                .type(ElfHeader.ET_REL)
                .section(".text", 1, 0, ElfBuilder.code())
                .image();
        assertThat(image.segments()).isEmpty();
        assertThat(image.sections()).extracting(Section::name).contains(".text");
    }

    @Test
    void coreFilesAreReadHoweverManySegmentsTheyHave() throws MalformedFileException {
        byte[] core = ElfBuilder.program(Machine.X86_64).type(ElfHeader.ET_CORE).build();
        assertThat(ElfReader.read("core", ElfBuilder.patch(core, 56, 2, 0xffff)).segments())
                .isEmpty();
    }

    @Test
    void aMalformedFileSaysWhereAndWhatWasExpected() {
        byte[] file = ElfBuilder.patch(ElfBuilder.program(Machine.X86_64).build(), 54, 2, 57);
        assertThatThrownBy(() -> ElfReader.read("x", file))
                .isInstanceOf(MalformedFileException.class)
                .hasMessage("x: at 0x36: e_phentsize is 57, expected 56");
    }
}
