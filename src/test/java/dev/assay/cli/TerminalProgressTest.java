package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalProgressTest {
    private static final long SECOND = 1_000_000_000L;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private long now = 17;

    private TerminalProgress progress(int columns) {
        Terminal terminal = new Terminal(
                OutputStream.nullOutputStream(),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of(),
                "err",
                columns,
                StandardCharsets.UTF_8);
        return new TerminalProgress(terminal, () -> now);
    }

    private String said() {
        String said = err.toString(StandardCharsets.UTF_8);
        err.reset();
        return said;
    }

    @Test
    void saysFilesBytesAndTheTimeLeftAndWipesItAtTheEnd() {
        TerminalProgress progress = progress(80);
        progress.met(3_000_000);
        progress.met(9_000_000);
        now += 2 * SECOND;
        progress.examined(3_000_000);
        assertThat(said()).isEqualTo("\r1 of 2 files, 3.0 of 12.0 MB, 6 s left\u001b[K");
        now += SECOND;
        progress.examined(9_000_000);
        assertThat(said()).isEqualTo("\r\u001b[K");
    }

    @Test
    void whatTakesNoLongerThanASecondSaysNothing() {
        TerminalProgress progress = progress(80);
        progress.met(1);
        now += SECOND - 1;
        progress.met(1);
        progress.examined(1);
        progress.examined(1);
        assertThat(said()).isEmpty();
    }

    @Test
    void oneLongFileIsShownWhileTimePasses() {
        TerminalProgress progress = progress(80);
        progress.met(5_000_000);
        now += 2 * SECOND;
        progress.timePassed();
        assertThat(said()).isEqualTo("\r0 of 1 file, 0.0 of 5.0 MB\u001b[K");
    }

    @Test
    void aLineFitsItsTerminal() {
        assertThat(new ProgressLine(1, 2, 3_000_000, 900_000_000).text(SECOND, 20))
                .hasSize(19);
        assertThat(new ProgressLine(0, 2, 0, 900_000_000).text(SECOND, 80)).isEqualTo("0 of 2 files, 0.0 of 900.0 MB");
        assertThat(new ProgressLine(1, 2, 1_000_000, 91_000_000).text(SECOND, 80))
                .endsWith(", 1 min 30 s left");
    }

    @Test
    void aPipeIsToldNothingUnlessAsked() {
        assertThat(AssayRun.of("check", "--no-reference", "pom.xml").err()).doesNotContain("\r");
    }
}
