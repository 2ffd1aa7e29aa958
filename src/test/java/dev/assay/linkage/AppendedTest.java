package dev.assay.linkage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.MalformedFileException;
import dev.assay.elf.ElfBuilder;
import dev.assay.elf.ElfReader;
import dev.assay.elf.Image;
import dev.assay.elf.Machine;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AppendedTest {
    private static final long SEED = 3;

    private static byte[] program() {
        return ElfBuilder.program(Machine.X86_64)
                .section(".comment", 1, 0, new byte[] {'x'})
                .build();
    }

    private static byte[] withoutSections() {
        return ElfBuilder.program(Machine.X86_64).build();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(SEED).nextBytes(bytes);
        return bytes;
    }

    private static byte[] text(int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) 'a');
        return bytes;
    }

    private static Optional<Appended> to(byte[] file) throws MalformedFileException {
        EmbeddedSearch search = new EmbeddedSearch("image", found -> {});
        search.lookIn(file);
        Image image = ElfReader.read("image", file);
        return Appended.to(image, search.found().files());
    }

    @Test
    void behindAProgramAsALinkerMakesItIsNothing() throws MalformedFileException {
        assertThat(to(program())).isEmpty();
        assertThat(to(withoutSections())).isEmpty();
    }

    @Test
    void whatIsAppendedIsNamedWithItsPlace() throws MalformedFileException {
        byte[] program = program();
        assertThat(to(joined(program, text(400)))).contains(new Appended(program.length, 400));
    }

    @Test
    void fillIsNothing() throws MalformedFileException {
        assertThat(to(joined(program(), new byte[1 << 16]))).isEmpty();
        assertThat(to(joined(program(), text(200)))).isEmpty();
    }

    @Test
    void anElfFileThereIsToldByItselfAndWhatFollowsItIsNot() throws MalformedFileException {
        byte[] two = joined(program(), program());
        assertThat(to(two)).isEmpty();
        assertThat(to(joined(two, text(400)))).contains(new Appended(two.length, 400));
    }

    @Test
    void whereSectionHeadersAreGoneTheirSymbolsMayBeThereAndWhatIsDenseIsNot() throws MalformedFileException {
        byte[] program = withoutSections();
        assertThat(to(joined(program, text(1 << 14)))).isEmpty();
        assertThat(to(joined(program, random(1 << 14)))).contains(new Appended(program.length, 1 << 14));
    }
}
