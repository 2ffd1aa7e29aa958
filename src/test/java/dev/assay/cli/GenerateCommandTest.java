package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GenerateCommandTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void completionKnowsEveryCommandAndItsOptions(String shell) {
        AssayRun run = AssayRun.of("generate", shell);
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains(CommandName.words()).contains("waivers", "baseline");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void completionOffersTheValuesThatAnOptionTakes(String shell) {
        assertThat(AssayRun.of("generate", shell).out())
                .contains("debian-qemu-user-static", "cyclonedx", "fedora", "always", "decoder-memory=");
    }

    @ParameterizedTest
    @EnumSource(CommandName.class)
    void eachCommandHasAManPage(CommandName name) throws IOException {
        assertThat(AssayRun.of("generate", "man", folder.toString(), "2026-11-24")
                        .status())
                .isZero();
        assertThat(Files.readString(folder.resolve("assay-" + name.word() + ".1")))
                .startsWith(".TH \"ASSAY-" + name.name() + "\" \"1\" \"2026-11-24\"")
                .contains(".SH OPTIONS")
                .contains("assay " + name.word());
        assertThat(folder.resolve("assay.1")).exists();
    }

    @Test
    void whatItDoesNotMakeIsRefused() {
        assertThat(AssayRun.of("generate", "csh").status()).isEqualTo(2);
        assertThat(AssayRun.of("generate").err()).contains("bash, zsh, fish or man DIRECTORY [DATE]");
    }
}
