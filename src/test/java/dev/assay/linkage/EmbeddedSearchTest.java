package dev.assay.linkage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.assay.elf.DynamicTable;
import dev.assay.elf.ElfBuilder;
import dev.assay.elf.Machine;
import dev.assay.elf.Segment;
import dev.assay.linkage.EmbeddedFiles.Completeness;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedSearchTest {
    private static final long SEED = 11;

    private static EmbeddedFiles in(byte[] file) {
        EmbeddedSearch search = new EmbeddedSearch("image", found -> {});
        search.lookIn(file);
        return search.found();
    }

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
        EmbeddedFiles found = in(launcher(carried, shift));
        assertThat(found.files()).hasSize(1);
        assertThat(found.files().get(0).size()).isLessThanOrEqualTo(carried.length);
        assertThat(found.files().get(0).offset() % 4).isEqualTo(shift % 4);
        assertThat(found.files().get(0).linkage().form()).isEqualTo(LinkageForm.DYNAMIC);
        assertThat(found.files().get(0).linkage().needed()).hasSize(1);
    }

    @Test
    void aFileBehindTheEndIsFound() {
        byte[] image = ElfBuilder.program(Machine.X86_64).tail(dynamic()).build();
        assertThat(in(image).files()).hasSize(1);
    }

    @Test
    void aFileInsideAFileInsideIsFoundToo() {
        byte[] image = launcher(launcher(dynamic(), 0), 0);
        assertThat(in(image).files())
                .extracting(file -> file.linkage().form())
                .containsExactly(LinkageForm.STATIC, LinkageForm.DYNAMIC);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ARM", "S390X", "PPC"})
    void anyMachineAndByteOrderIsFound(String machine) {
        byte[] carried = ElfBuilder.program(Machine.valueOf(machine)).build();
        assertThat(in(launcher(carried, 0)).files())
                .extracting(file -> file.linkage().form())
                .containsExactly(LinkageForm.STATIC);
    }

    @Test
    void theFileItselfIsNotCounted() {
        assertThat(in(dynamic())).isEqualTo(EmbeddedFiles.none());
    }

    @Test
    void theMagicNumberInAProgramThatReadsElfFilesIsNone() {
        byte[] words = "\177ELF\2\1\1 not an ELF file \177ELF".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(in(launcher(words, 3))).isEqualTo(EmbeddedFiles.none());
        byte[] header = Arrays.copyOf(dynamic(), 64);
        assertThat(in(launcher(header, 3))).isEqualTo(EmbeddedFiles.none());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aFileXoredWithOneKeyIsFound(int shift) {
        byte[] carried = dynamic();
        for (int key = 1; key < 256; key += 50) {
            byte[] masked = carried.clone();
            for (int i = 0; i < masked.length; i++) {
                masked[i] ^= (byte) key;
            }
            assertThat(in(launcher(masked, shift)).files())
                    .extracting(EmbeddedFile::wrapping, file -> file.linkage().form())
                    .containsExactly(tuple("XOR 0x" + Integer.toHexString(key), LinkageForm.DYNAMIC));
        }
    }

    @Test
    void aFileInBase64IsFound() {
        byte[] carried = dynamic();
        byte[] line = Base64.getEncoder().encode(carried);
        byte[] lines = Base64.getMimeEncoder().encode(carried);
        for (byte[] text : List.of(line, lines)) {
            assertThat(in(launcher(text, 1)).files())
                    .extracting(EmbeddedFile::wrapping, file -> file.linkage().form())
                    .containsExactly(tuple("base64", LinkageForm.DYNAMIC));
        }
        byte[] word = "f0VMRg is how base64 of ELF files begins; f0VMRgIBAQ".getBytes(StandardCharsets.US_ASCII);
        assertThat(in(launcher(word, 0)).files()).isEmpty();
    }

    @Test
    void aFileThatWasUnpackedIsFoundWhereItWasPacked() {
        EmbeddedSearch search = new EmbeddedSearch("image", found -> {});
        search.lookIn(dynamic(), "gzip", 0x2000);
        assertThat(search.found().files())
                .extracting(EmbeddedFile::offset, EmbeddedFile::wrapping)
                .containsExactly(tuple(0x2000L, "gzip"));
        assertThat(search.found().completeness()).isEqualTo(Completeness.ALL);
        search.passOver();
        assertThat(search.found().completeness()).isEqualTo(Completeness.CUT_SHORT);
    }

    @Test
    void theBytesOfEachFileAreGiven() {
        List<byte[]> contents = new ArrayList<>();
        EmbeddedSearch search = new EmbeddedSearch("image", contents::add);
        search.lookIn(launcher(dynamic(), 0));
        assertThat(contents).hasSize(1);
        assertThat(dynamic()).startsWith(contents.get(0));
    }

    @Test
    void whatADebuggerReadsHasNoCodeAndIsNone() {
        byte[] debug = ElfBuilder.of(Machine.X86_64)
                .load(Segment.PF_R, 0x400000, new byte[64])
                .load(Segment.PF_R | Segment.PF_X, 0x401000, new byte[0], 4096)
                .build();
        assertThat(in(launcher(debug, 0)).files()).isEmpty();
        byte[] library = ElfBuilder.of(Machine.X86_64)
                .load(Segment.PF_R, 0x400000, new byte[64])
                .build();
        assertThat(in(launcher(library, 0)).files()).hasSize(1);
    }

    @Test
    void aFileMadeOfHeadersIsCutShort() {
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        byte[] one = ElfBuilder.program(Machine.X86_64).build();
        for (int i = 0; i < 65; i++) {
            many.writeBytes(one);
        }
        EmbeddedFiles found = in(launcher(many.toByteArray(), 0));
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
            assertThat(in(damaged).files()).hasSizeLessThan(2);
        }
    }
}
