package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.elf.ElfBuilder;
import dev.assay.elf.Machine;
import dev.assay.input.DebWriter;
import dev.assay.input.RpmWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the JSON says of a package beside its verdict: what it owns and what it has run. */
final class PackageFactsTest {
    private static final byte[] TEXT = "text\n".getBytes(StandardCharsets.UTF_8);
    private static final String TEXT_SHA256 = "b9e68e1bea3e5b19ca6b2f98b73a54b73daafaa250484902e09982e07a12e733";

    @TempDir
    private Path folder;

    private static byte[] program() {
        return ElfBuilder.program(Machine.X86_64).build();
    }

    private String shown(String name, byte[] content) throws IOException {
        Path file = Files.write(folder.resolve(name), content);
        AssayRun run = AssayRun.of("show", "--no-reference", "--format", "json", file.toString());
        assertThat(run.status()).as(run.err()).isZero();
        return run.out().replaceAll("\\s+", " ");
    }

    @Test
    void aDebOwnsFilesLinksAndDirectoriesAndRunsMaintainerScripts() throws Exception {
        String json = shown(
                "x.deb",
                DebWriter.deb()
                        .control(DebWriter.CONTROL + "Multi-Arch: foreign\nRecommends: systemd\n")
                        .script("postinst", "#!/bin/sh -e\necho \u00e9\n")
                        .directory("./usr/bin")
                        .file("./usr/bin/setuid", 0104755, program())
                        .file("./etc/text", 0640, TEXT)
                        .hardLink("./etc/again", "./etc/text")
                        .symlink("./usr/bin/link", "setuid")
                        .bytes());
        assertThat(json)
                .contains("\"relations\": { \"recommends\": [ \"systemd\" ] }, \"multiArch\": \"foreign\"")
                .contains("\"scripts\": [ { \"name\": \"postinst\", \"interpreter\": \"/bin/sh -e\","
                        + " \"text\": \"#!/bin/sh -e\\necho \u00e9\\n\" } ]")
                .contains("{ \"path\": \"usr/bin\", \"kind\": \"directory\", \"mode\": \"0755\", \"size\": 0,"
                        + " \"target\": null, \"sha256\": null }")
                .containsPattern("\"usr/bin/setuid\", \"kind\": \"file\", \"mode\": \"4755\", \"size\": [1-9]")
                .contains(text("etc/again", "hard-link", "0640", "\"etc/text\"") + ", "
                        + text("etc/text", "file", "0640", "null"))
                .contains(
                        "\"usr/bin/link\", \"kind\": \"symlink\", \"mode\": null, \"size\": 0, \"target\": \"setuid\","
                                + " \"sha256\": null }");
    }

    private static String text(String path, String kind, String mode, String target) {
        return "{ \"path\": \"" + path + "\", \"kind\": \"" + kind + "\", \"mode\": \"" + mode
                + "\", \"size\": 5, \"target\": " + target + ", \"sha256\": \"" + TEXT_SHA256 + "\" }";
    }

    @Test
    void anRpmOwnsFilesAndLinksAndRunsScriptlets() throws Exception {
        String json = shown(
                "x.rpm",
                RpmWriter.rpm()
                        .post("systemctl restart systemd-binfmt")
                        .file("usr/bin/program", program())
                        .nameOfNext("etc/again")
                        .file("etc/text", TEXT)
                        .symlink("usr/bin/link", "../../etc/text")
                        .bytes());
        assertThat(json)
                .contains("\"multiArch\": null, \"scripts\": [ { \"name\": \"%post\", \"interpreter\": \"/bin/sh\","
                        + " \"text\": \"systemctl restart systemd-binfmt\" } ]")
                .contains(text("etc/again", "hard-link", "0755", "\"etc/text\"") + ", "
                        + text("etc/text", "file", "0755", "null"))
                .contains("\"kind\": \"symlink\", \"mode\": null, \"size\": 0, \"target\": \"../../etc/text\"");
    }
}
