package dev.assay.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.MalformedFileException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What linux, fs/binfmt_elf.c, refuses, each beside its nearest neighbour that it starts. */
class LoaderChecksTest {
    private static final int PHDR = 64;
    private static final int INTERP = PHDR + 2 * 56;

    private static byte[] program() {
        return ElfBuilder.program(Machine.X86_64).build();
    }

    private static byte[] program32() {
        return ElfBuilder.program(Machine.PPC).build();
    }

    private static byte[] withInterpreter() {
        return ElfBuilder.program(Machine.X86_64).interpreter("/lib/ld.so").build();
    }

    private static byte[] with(byte[] file, int offset, int size, long value) {
        return ElfBuilder.patch(file, offset, size, value);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                // what, file, offset of the complaint
                Arguments.of("EI_CLASS 3", with(program(), 4, 1, 3), 4),
                Arguments.of("EI_DATA 0", with(program(), 5, 1, 0), 5),
                Arguments.of("e_type 0", with(program(), 16, 2, 0), 16),
                Arguments.of("e_type ET_LOOS", with(program(), 16, 2, 0xfe00), 16),
                Arguments.of("e_phentsize 57", with(program(), 54, 2, 57), 54),
                Arguments.of("e_phentsize of the other class", with(program(), 54, 2, 32), 54),
                Arguments.of("e_phnum 0", with(program(), 56, 2, 0), 56),
                Arguments.of("e_phnum 65534", with(program(), 56, 2, 65534), 56),
                Arguments.of("e_phnum PN_XNUM", with(program(), 56, 2, 65535), 56),
                Arguments.of("e_phnum beyond the file", with(program(), 56, 2, 1000), 32),
                Arguments.of("e_phoff near 2^64", with(program(), 32, 8, -56), 32),
                Arguments.of("e_phoff near 2^32", with(program32(), 28, 4, -32), 28),
                Arguments.of("no PT_LOAD", with(program(), PHDR, 4, 4), PHDR),
                Arguments.of(
                        "p_filesz 2^62", with(with(program(), PHDR + 32, 8, 1L << 62), PHDR + 40, 8, 1L << 62), PHDR),
                Arguments.of("p_filesz above p_memsz", with(program(), PHDR + 40, 8, 16), PHDR),
                Arguments.of("p_memsz of a terabyte", with(program(), PHDR + 40, 8, 1L << 41), PHDR),
                Arguments.of("p_offset near 2^64", with(program(), PHDR + 8, 8, -4096), PHDR),
                Arguments.of("p_offset out of step with p_vaddr", with(program(), PHDR + 8, 8, 4097), PHDR),
                Arguments.of("p_vaddr of the kernel", with(program(), PHDR + 16, 8, 0xffffffff81000000L), PHDR),
                Arguments.of("p_vaddr + p_memsz wraps", with(program32(), 52 + 20, 4, 0xfffff000L), 52),
                Arguments.of(
                        "p_filesz beyond the file",
                        with(with(program(), PHDR + 32, 8, 8192), PHDR + 40, 8, 8192),
                        PHDR),
                Arguments.of("p_memsz of a quarter of a terabyte", with(program(), PHDR + 40, 8, 1L << 38), PHDR),
                Arguments.of("PT_INTERP of one byte", with(withInterpreter(), INTERP + 32, 8, 1), INTERP),
                Arguments.of("PT_INTERP longer than PATH_MAX", with(withInterpreter(), INTERP + 32, 8, 4097), INTERP),
                Arguments.of("PT_INTERP out of the file", with(withInterpreter(), INTERP + 8, 8, 1 << 30), INTERP),
                Arguments.of("PT_INTERP without NUL", with(withInterpreter(), INTERP + 32, 8, 10), 4096 + 64 + 9));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void whatTheKernelRefusesIsMalformed(String what, byte[] file, long offset) {
        assertThatThrownBy(() -> ElfReader.read("image", file))
                .describedAs(what)
                .isInstanceOfSatisfying(
                        MalformedFileException.class,
                        e -> assertThat(e.offset()).isEqualTo(offset));
    }

    static Stream<Arguments> started() {
        return Stream.of(
                Arguments.of("a plain program", program()),
                Arguments.of("a plain 32-bit program", program32()),
                Arguments.of("a plain program with PT_INTERP", withInterpreter()),
                Arguments.of("EI_VERSION 0", with(program(), 6, 1, 0)),
                Arguments.of("e_version 0", with(program(), 20, 4, 0)),
                Arguments.of("e_ehsize 0", with(program(), 52, 2, 0)),
                Arguments.of("p_memsz of a gigabyte", with(program(), PHDR + 40, 8, 1L << 30)),
                Arguments.of("p_align 3", with(program(), PHDR + 48, 8, 3)),
                Arguments.of("p_paddr anything", with(program(), PHDR + 24, 8, -1)),
                Arguments.of("p_offset of an empty PT_LOAD", with(with(program(), PHDR + 32, 8, 0), PHDR + 8, 8, -7)),
                Arguments.of("e_shoff near 2^64", with(program(), 40, 8, -64)),
                Arguments.of("e_shnum 65279", with(program(), 60, 2, 65279)),
                Arguments.of("e_shstrndx out of range", with(program(), 62, 2, 200)),
                Arguments.of("e_shnum 0 and e_shstrndx SHN_XINDEX", with(program(), 62, 2, 0xffff)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("started")
    void whatTheKernelDoesNotLookAtIsNot(String what, byte[] file) {
        assertThatCode(() -> ElfReader.read("image", file)).describedAs(what).doesNotThrowAnyException();
    }

    @Test
    void everyTruncationBeforeTheLastLoadedByteIsMalformed() {
        byte[] file = program();
        for (int size = 4; size < 4096 + 64; size++) {
            byte[] cut = Arrays.copyOf(file, size);
            assertThatThrownBy(() -> ElfReader.read("cut", cut))
                    .describedAs("cut after %d bytes", size)
                    .isInstanceOf(MalformedFileException.class);
        }
    }
}
