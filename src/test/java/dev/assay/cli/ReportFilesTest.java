package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.elf.ElfBuilder;
import dev.assay.elf.Machine;
import dev.assay.elf.Segment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several formats in one run, each whole or not at all. */
final class ReportFilesTest {
    @TempDir
    private Path folder;

    @Test
    void whatCanBeWrittenIsWrittenAndWhatCannotIsNamedEach() throws Exception {
        Path program = Files.write(
                folder.resolve("program"), ElfBuilder.program(Machine.X86_64).build());
        Path gone = folder.resolve("gone/a.sarif");
        Path directory = Files.createDirectory(folder.resolve("b.html"));
        Path written = folder.resolve("c.json");
        AssayRun run = AssayRun.of(
                "check",
                "--no-reference",
                "--format",
                "sarif=" + gone,
                "--format",
                "html=" + directory,
                "--format",
                "json=" + written,
                program.toString());
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err().lines())
                .hasSize(2)
                .anyMatch(line -> line.startsWith("assay: cannot write " + gone + ": "))
                .anyMatch(line -> line.startsWith("assay: cannot write " + directory + ": "));
        AssayRun.assertThatJsonIsValid(Files.readString(written));
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactlyInAnyOrder(program, directory, written);
        }
    }

    @Test
    void aFindingOfSeveralBinariesWithOtherNumbersIsToldAsTheFirstOnes() throws Exception {
        put("large", carrierOf(200));
        put("small", carrierOf(100));
        String first = "the first of them:";
        String inside = " an ELF file lies inside (";
        assertThat(written("text")).contains(first + inside);
        assertThat(written("html")).contains(">" + first + "</span>" + inside);

        put("small", carrierOf(200));
        assertThat(written("text")).contains(inside).doesNotContain(first);
        assertThat(written("html")).contains(inside.strip()).doesNotContain(first);
    }

    private void put(String name, byte[] program) throws IOException {
        Files.write(Files.createDirectories(folder.resolve("in")).resolve(name), program);
    }

    private String written(String format) throws IOException {
        Path file = folder.resolve("report." + format);
        AssayRun.of(
                "check",
                "--no-reference",
                "--format",
                format + "=" + file,
                folder.resolve("in").toString());
        return Files.readString(file);
    }

    /** A static program that carries a static one of some bytes of code. */
    private static byte[] carrierOf(int size) {
        byte[] carried = ElfBuilder.of(Machine.X86_64)
                .load(Segment.PF_R | Segment.PF_X, 0x400000, new byte[size])
                .stack(Segment.PF_R | Segment.PF_W)
                .build();
        return ElfBuilder.program(Machine.X86_64)
                .load(Segment.PF_R, 0x500000, carried)
                .build();
    }
}
