package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What real compilers and linkers make. Skipped where there are none, with a reason; where ASSAY_REQUIRE_TOOLS is set, as
 * in .ci/run, their absence is a failure.
 */
final class RealToolchainTest {
    @TempDir
    private Path folder;

    private RealTools tools;

    @BeforeEach
    void needsToolchain() throws IOException {
        tools = new RealTools(folder).need("gcc", "ld", "strip", "objcopy");
        Files.writeString(folder.resolve("a.c"), "#include <stdio.h>\nint main(void) { return puts(\"hi\") < 0; }\n");
        Files.writeString(folder.resolve("f.c"), "int f(int x) { return x + 1; }\n");
    }

    @Test
    void aStaticProgramPasses() throws Exception {
        tools.run("gcc", "-static", "-no-pie", "-o", "a", "a.c");

        AssayRun run = check("a");

        assertThat(run.out()).contains("pass", "static x86-64").doesNotContain("error");
        assertThat(run.status()).isZero();
    }

    @Test
    void aStaticPiePassesStrippedAndWithoutSectionHeaders() throws Exception {
        tools.run("gcc", "-static-pie", "-o", "a", "a.c");
        assertThat(check("a").out()).contains("pass", "static-pie");

        tools.run("strip", "a");
        assertThat(check("a").out()).contains("pass", "static-pie");

        withoutSectionHeaders("a");
        assertThat(check("a").out()).contains("pass", "static-pie");
        assertThat(check("a").status()).isZero();
    }

    @Test
    void aDynamicProgramFailsWithAndWithoutSectionHeaders() throws Exception {
        tools.run("gcc", "-o", "a", "a.c");
        assertThat(check("a").out()).contains("fail", "elf-interpreter", "elf-needed", "libc.so.6");

        withoutSectionHeaders("a");
        AssayRun run = check("a");

        assertThat(run.out()).contains("fail", "elf-interpreter", "elf-needed", "libc.so.6");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void aSharedObjectAndAnObjectFileAreNoPrograms() throws Exception {
        tools.run("gcc", "-shared", "-fPIC", "-nostdlib", "-o", "f.so", "f.c");
        tools.run("gcc", "-c", "-o", "f.o", "f.c");

        assertThat(check("f.so").out()).contains("fail", "shared-object", "not-executable");
        assertThat(check("f.o").out()).contains("fail", "relocatable", "not-executable");
    }

    @Test
    void anInterpreterThatOnlySectionHeadersShowIsADisagreement() throws Exception {
        tools.run("gcc", "-static", "-no-pie", "-o", "a", "a.c");
        Files.writeString(folder.resolve("interp"), "/lib64/ld-linux-x86-64.so.2\0");
        tools.run("objcopy", "--add-section", ".interp=interp", "a");

        AssayRun run = check("a");

        assertThat(run.out()).contains("elf-views-disagree").doesNotContain("elf-interpreter");
    }

    private AssayRun check(String name) {
        return AssayRun.of("check", "--no-reference", folder.resolve(name).toString());
    }

    /** Blanks e_shoff, e_shnum and e_shstrndx of a 64-bit little-endian file, as sstrip does. */
    private void withoutSectionHeaders(String name) throws IOException {
        byte[] file = Files.readAllBytes(folder.resolve(name));
        Arrays.fill(file, 40, 48, (byte) 0);
        Arrays.fill(file, 60, 64, (byte) 0);
        Files.write(folder.resolve(name), file);
    }
}
