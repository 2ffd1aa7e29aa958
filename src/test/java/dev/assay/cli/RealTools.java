package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * This machine's compilers and linkers, run in a folder.
 *
 * @param folder where they run and write
 */
record RealTools(Path folder) {
    /** Skips the test where a tool is missing, with a reason; where ASSAY_REQUIRE_TOOLS is set, as in .ci/run, that is a failure. */
    RealTools need(String... tools) {
        List<String> missing = Stream.of(tools).filter(tool -> !isThere(tool)).toList();
        if (System.getenv("ASSAY_REQUIRE_TOOLS") != null) {
            assertThat(missing).as("tools that ASSAY_REQUIRE_TOOLS requires").isEmpty();
        }
        assumeTrue(missing.isEmpty(), () -> "this machine lacks " + missing);
        return this;
    }

    /** Writes a source. */
    RealTools write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
        return this;
    }

    /** {@return what a command prints; it must succeed} */
    String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    /** {@return the whole path of a file in the folder} */
    String path(String name) {
        return folder.resolve(name).toString();
    }

    private static boolean isThere(String tool) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, tool)));
    }
}
