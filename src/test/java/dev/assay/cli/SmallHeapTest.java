package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.elf.ElfBuilder;
import dev.assay.elf.Machine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens where Java may take less memory than an audit needs: a plain line that says how to give more, and no verdict. */
final class SmallHeapTest {
    private static final String HOW = "set ASSAY_JAVA_OPTIONS=-Xmx";

    @TempDir
    private Path folder;

    private AssayRun check(String heap, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "check",
                "--format",
                "json"));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new AssayRun(process.waitFor(), Files.readString(out), Files.readString(err, StandardCharsets.UTF_8));
    }

    private String program(String name) throws IOException {
        return Files.write(
                        folder.resolve(name), ElfBuilder.program(Machine.X86_64).build())
                .toString();
    }

    @Test
    void whatCannotBeExaminedInItIsUnreadableAndTheRestIsReported() throws Exception {
        String large = folder.resolve("large").toString();
        byte[] elf = ElfBuilder.program(Machine.X86_64).build();
        Files.write(Path.of(large), Arrays.copyOf(elf, 20 << 20));
        AssayRun run = check("32m", "--no-reference", large, program("small"));
        assertThat(run.status()).as(run.err()).isEqualTo(2);
        AssayRun.assertThatJsonIsValid(run.out());
        assertThat(run.out()).contains("\"path\": \"" + folder.resolve("small"), HOW);
        assertThat(run.err()).contains(large, HOW).doesNotContain("\tat ", "bug", "OutOfMemoryError");
    }

    @Test
    void referencesThatDoNotFitInItAreNoBug() throws Exception {
        AssayRun run = check("9m", "--reference", "catalogs", program("one"));
        assertThat(run.status()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains(HOW).doesNotContain("\tat ", "bug", "OutOfMemoryError");
    }
}
