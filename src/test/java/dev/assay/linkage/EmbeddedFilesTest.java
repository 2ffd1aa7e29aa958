package dev.assay.linkage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.elf.DynamicTable;
import dev.assay.elf.ElfBuilder;
import dev.assay.elf.Machine;
import dev.assay.elf.Segment;
import dev.assay.linkage.EmbeddedFiles.Completeness;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedFilesTest {
    private static final long SEED = 11;

    private static byte[] dynamic() {
        return ElfBuilder.staticPie(Machine.X86_64)
                .interpreter("/lib64/ld-linux-x86-64.so.2")
                .dynamicString(DynamicTable.DT_NEEDED, "libc.so.6")
                .build();
    }

    private static byte[] launcher(byte[] carried, int shift) {
        byte[] data = new byte[carried.length + shift + 5];
        System.arraycopy(carried, 0, data, shift, carried.length);
        return ElfBuilder.program(Machine.X86_64)
                .load(Segment.PF_R, 0x500000, data)
                .build();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 16, 17})
    void aFileInReadOnlyDataIsFoundAtAnyPlace(int shift) {
        byte[] carried = dynamic();
        EmbeddedFiles found = EmbeddedFiles.in("image", launcher(carried, shift));
        assertThat(found.files()).hasSize(1);
        assertThat(found.files().get(0).size()).isLessThanOrEqualTo(carried.length);
        assertThat(found.files().get(0).offset() % 4).isEqualTo(shift % 4);
        assertThat(found.files().get(0).linkage().form()).isEqualTo(LinkageForm.DYNAMIC);
        assertThat(found.files().get(0).linkage().needed()).hasSize(1);
    }

    @Test
    void aFileBehindTheEndIsFound() {
        byte[] image = ElfBuilder.program(Machine.X86_64).tail(dynamic()).build();
        assertThat(EmbeddedFiles.in("image", image).files()).hasSize(1);
    }

    @Test
    void aFileInsideAFileInsideIsFoundToo() {
        byte[] image = launcher(launcher(dynamic(), 0), 0);
        assertThat(EmbeddedFiles.in("image", image).files())
                .extracting(file -> file.linkage().form())
                .containsExactly(LinkageForm.STATIC, LinkageForm.DYNAMIC);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ARM", "S390X", "PPC"})
    void anyMachineAndByteOrderIsFound(String machine) {
        byte[] carried = ElfBuilder.program(Machine.valueOf(machine)).build();
        assertThat(EmbeddedFiles.in("image", launcher(carried, 0)).files())
                .extracting(file -> file.linkage().form())
                .containsExactly(LinkageForm.STATIC);
    }

    @Test
    void theFileItselfIsNotCounted() {
        assertThat(EmbeddedFiles.in("image", dynamic())).isEqualTo(EmbeddedFiles.none());
    }

    @Test
    void theMagicNumberInAProgramThatReadsElfFilesIsNone() {
        byte[] words = "\177ELF\2\1\1 not an ELF file \177ELF".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(EmbeddedFiles.in("image", launcher(words, 3))).isEqualTo(EmbeddedFiles.none());
        byte[] header = Arrays.copyOf(dynamic(), 64);
        assertThat(EmbeddedFiles.in("image", launcher(header, 3))).isEqualTo(EmbeddedFiles.none());
    }

    @Test
    void aFileMadeOfHeadersIsCutShort() {
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        byte[] one = ElfBuilder.program(Machine.X86_64).build();
        for (int i = 0; i < 65; i++) {
            many.writeBytes(one);
        }
        EmbeddedFiles found = EmbeddedFiles.in("image", launcher(many.toByteArray(), 0));
        assertThat(found.files()).hasSize(64);
        assertThat(found.completeness()).isEqualTo(Completeness.CUT_SHORT);
    }

    @Test
    void anyByteMayBeAnother() {
        Random random = new Random(SEED);
        byte[] image = launcher(dynamic(), 0);
        for (int round = 0; round < 500; round++) {
            byte[] damaged = image.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            assertThat(EmbeddedFiles.in("image", damaged).files()).hasSizeLessThan(2);
        }
    }
}
