package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.input.DebWriter;
import dev.assay.input.RpmWriter;
import dev.assay.provenance.ToyProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The licences in a bill of materials, from packages to the file. */
final class LicencesTest {
    private static final int RPM_NAME = 1000;
    private static final int RPM_LICENSE = 1014;

    @TempDir
    private Path folder;

    @Test
    void aDebAndTheDebsThatItsCodeIsFromStateTheirs() throws Exception {
        write(
                "program.deb",
                DebWriter.deb()
                        .file("./usr/bin/program", ToyProgram.image())
                        .file("./usr/share/doc/qemu-user-static/copyright", copyright("GPL-2+"))
                        .bytes());
        write("toy.deb", library("toy-dev", "libtoy.a", ToyProgram.libtoy(), "MIT"));
        write("z.deb", library("z-dev", "libz.a", ToyProgram.libz(), "Zlib"));

        AssayRun run = check("program.deb", "toy.deb", "z.deb");

        assertThat(run.out().replaceAll("\\s+", " "))
                .containsSubsequence(
                        "\"name\": \"" + folder + "/program.deb!usr/bin/program\"",
                        "\"licenses\": [ { \"license\": { \"name\": \"GPL-2+\", \"acknowledgement\": \"declared\" } } ]",
                        "\"purl\": \"pkg:deb/debian/toy-dev@1?arch=amd64\", \"licenses\": [ { \"license\": { \"id\": \"MIT\"",
                        "\"purl\": \"pkg:deb/debian/z-dev@1?arch=amd64\", \"licenses\": [ { \"license\": { \"id\": \"Zlib\"");
    }

    @Test
    void anRpmAndTheRpmThatItsCodeIsFromStateTheirs() throws Exception {
        write(
                "program.rpm",
                RpmWriter.rpm()
                        .text(RPM_LICENSE, "GPLv2+ and BSD")
                        .file("usr/bin/program", ToyProgram.image())
                        .bytes());
        write(
                "toy.rpm",
                RpmWriter.rpm()
                        .text(RPM_NAME, "toy-static")
                        .text(RPM_LICENSE, "LGPL-2.1-or-later AND MIT")
                        .file("usr/lib64/libtoy.a", ToyProgram.libtoy())
                        .bytes());

        AssayRun run = check("program.rpm", "toy.rpm");

        assertThat(run.out().replaceAll("\\s+", " "))
                .contains("\"licenses\": [ { \"license\": { \"name\": \"GPLv2+ and BSD\",")
                .contains("\"licenses\": [ { \"expression\": \"LGPL-2.1-or-later AND MIT\",");
    }

    /** The same program is judged the same, whether its licences are told or not, known or not. */
    @Test
    void aCatalogHoldsNone() throws Exception {
        write("program", ToyProgram.image());
        write("toy.deb", library("toy-dev", "libtoy.a", ToyProgram.libtoy(), "MIT"));
        assertThat(AssayRun.of("catalog", "build", "-o", path("toy.assay"), path("toy.deb"))
                        .status())
                .isZero();

        AssayRun run = check("program", "toy.assay");

        assertThat(run.out()).contains("pkg:deb/debian/toy-dev@1?arch=amd64").doesNotContain("licenses");
        AssayRun both = check("program", "toy.assay", "toy.deb");
        assertThat(both.out()).contains("licenses").contains("MIT");
        assertThat(both.status()).isEqualTo(run.status());
    }

    private AssayRun check(String program, String... references) {
        String[] line = new String[4 + 2 * references.length];
        line[0] = "check";
        line[1] = "--format";
        line[2] = "cyclonedx=-";
        for (int i = 0; i < references.length; i++) {
            line[3 + 2 * i] = "--reference";
            line[4 + 2 * i] = path(references[i]);
        }
        line[line.length - 1] = path(program);
        AssayRun run = AssayRun.of(line);
        assertThat(run.err()).isEmpty();
        return run;
    }

    private static byte[] library(String name, String archiveName, byte[] archive, String licence) throws Exception {
        return DebWriter.deb()
                .control("Package: %s%nVersion: 1%nArchitecture: amd64%n".formatted(name))
                .file("./usr/lib/x86_64-linux-gnu/" + archiveName, archive)
                .file("./usr/share/doc/" + name + "/copyright", copyright(licence))
                .bytes();
    }

    private static byte[] copyright(String licence) {
        return ("Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\nFiles: *\nLicense: "
                        + licence + "\n\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private void write(String name, byte[] content) throws IOException {
        Files.write(folder.resolve(name), content);
    }
}
