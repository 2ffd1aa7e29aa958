package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole outputs of the program: testdata/golden/CASE/ holds {@code command} (its arguments, a line each; lines
 * {@code #columns=60} and {@code #charset=US-ASCII} describe the terminal), {@code stdout}, {@code stderr} and {@code
 * status}. {@code mvn test -Dtest=GoldenTest -Dgolden.update=true} writes what is printed now; the difference is to be read.
 */
final class GoldenTest {
    private static final Path CASES = Path.of("testdata/golden");
    private static final boolean UPDATE = Boolean.getBoolean("golden.update");

    @BeforeAll
    static void writeTree() throws Exception {
        GoldenTree.write();
    }

    static List<String> cases() throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void printsWhatIsWrittenDown(String name) throws IOException {
        Path folder = CASES.resolve(name);
        Map<String, String> terminal = new TreeMap<>(Map.of("columns", "80", "charset", "UTF-8"));
        List<String> lines = Files.readAllLines(folder.resolve("command"));
        for (String line : lines) {
            if (line.startsWith("#")) {
                int equals = line.indexOf('=');
                terminal.put(line.substring(1, equals), line.substring(equals + 1));
            }
        }
        String[] arguments =
                lines.stream().filter(line -> !line.startsWith("#")).toArray(String[]::new);

        AssayRun run = AssayRun.in(
                Integer.parseInt(terminal.get("columns")), Charset.forName(terminal.get("charset")), arguments);

        if (UPDATE) {
            Files.writeString(folder.resolve("stdout"), run.out());
            Files.writeString(folder.resolve("stderr"), run.err());
            Files.writeString(folder.resolve("status"), run.status() + "\n");
        }
        assertThat(run.out()).isEqualTo(read(folder.resolve("stdout")));
        assertThat(run.err()).isEqualTo(read(folder.resolve("stderr")));
        assertThat(run.status() + "\n").isEqualTo(read(folder.resolve("status")));
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
