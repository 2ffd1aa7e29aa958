package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingTest {
    private static String words(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    @Test
    void linesThatFitStay() {
        String text = "# Title\n\n    code   as it is\n- point\n";
        assertThat(new Reading(60).set(text)).isEqualTo(text);
    }

    @Test
    void aLongLineGoesOnBelowItsLastColumn() {
        assertThat(new Reading(40).set("  name   error    one two three four five six\n"))
                .isEqualTo("  name   error    one two three four\n                  five six\n");
        assertThat(new Reading(40).set("- one two three four five six seven eight nine"))
                .isEqualTo("- one two three four five six seven\n  eight nine\n");
        assertThat(new Reading(40).set("one two three four five six seven eight nine"))
                .isEqualTo("one two three four five six seven eight\nnine\n");
    }

    @Test
    void aWordThatIsLongerStaysWhole() {
        String word = "/usr/lib/" + "x".repeat(80);
        assertThat(new Reading(40).set("see " + word + " there")).isEqualTo("see\n" + word + "\nthere\n");
        assertThat(new Reading(40).set("  " + word)).isEqualTo("  " + word + "\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 60, 79})
    void whatThereIsToReadFitsANarrowTerminalAndLosesNoWord(int columns) {
        for (List<String> command : List.of(
                List.of("--help"),
                List.of("rules", "list"),
                List.of("rules", "show", "elf-needed"),
                List.of("rules", "show", "binfmt-target"),
                List.of("rules", "show", "component-unproved"))) {
            String[] line = command.toArray(String[]::new);
            AssayRun narrow = AssayRun.in(columns, StandardCharsets.UTF_8, line);
            assertThat(narrow.out().lines())
                    .as("%s at %d", command, columns)
                    .allMatch(one -> one.length() <= columns || !one.strip().contains(" "));
            assertThat(words(narrow.out())).isEqualTo(words(AssayRun.of(line).out()));
        }
    }
}
