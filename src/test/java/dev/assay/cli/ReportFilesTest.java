package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.elf.ElfBuilder;
import dev.assay.elf.Machine;
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
}
