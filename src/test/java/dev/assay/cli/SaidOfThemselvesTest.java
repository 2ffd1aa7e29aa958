package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.input.DebWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/**
 * What images say of themselves, written by the real tools: notes, Go's build information, packed symbols. Skipped where
 * there is no gcc or objcopy; where ASSAY_REQUIRE_TOOLS is set their absence is a failure.
 */
final class SaidOfThemselvesTest {
    private static final String SOURCE = """
            int main(void) { return 0; }
            void g_malloc(void) {}
            void _start(void) { g_malloc(); for (;;); }
            """;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void needsTools() {
        new RealTools(folder).need("gcc", "objcopy");
    }

    private static void run(String... command) throws IOException, InterruptedException {
        new RealTools(folder).run(command);
    }

    private static void link(String image, String assembly) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("a.c"), SOURCE);
        Files.writeString(folder.resolve("b.s"), assembly + "\n.section .note.GNU-stack\n");
        run("gcc", "-static", "-nostdlib", "-no-pie", "-o", image, "a.c", "b.s");
    }

    private static String shown(String image) {
        return AssayRun.of(
                        "show",
                        "--no-reference",
                        "--format",
                        "json",
                        folder.resolve(image).toString())
                .out();
    }

    @Test
    void thePackageNoteIsDeclaredEvidence() throws Exception {
        link("noted", """
                .section .note.package,"a",@note
                .align 4
                .long 4, 2f-1f, 0xcafe1a7e
                .asciz "FDO"
                1: .asciz "{\\"type\\":\\"rpm\\",\\"name\\":\\"qemu\\",\\"version\\":\\"8.1.0-1.fc39\\"}"
                2: .align 4
                """);
        assertThat(shown("noted"))
                .containsPattern("\"name\": \"qemu\",\\s+\"evidence\": \"declared\"")
                .contains("\"version\": \"8.1.0-1.fc39\"");
    }

    @Test
    void aNoteOfAnotherOwnerOrThatLeavesTheFileSaysNothing() throws Exception {
        link("other", """
                .section .note.package,"a",@note
                .align 4
                .long 4, 0x7fffffff, 0xcafe1a7e
                .asciz "FDO"
                .asciz "{\\"name\\":\\"qemu\\"}"
                """);
        assertThat(shown("other")).contains("\"components\": []");
        link("foreign", """
                .section .note.package,"a",@note
                .align 4
                .long 4, 2f-1f, 0xcafe1a7e
                .asciz "ABC"
                1: .asciz "{\\"name\\":\\"qemu\\"}"
                2: .align 4
                """);
        assertThat(shown("foreign")).contains("\"components\": []");
    }

    @Test
    void goNamesItsToolchainAndItsModules() throws Exception {
        link("go", """
                .section .go.buildinfo,"aw"
                .align 16
                .ascii "\\377 Go buildinf:"
                .byte 8, 2
                .zero 16
                .byte 8
                .ascii "go1.20.1"
                .byte 2f-1f
                1: .ascii "0123456789abcdef"
                .ascii "path\\texample.com/a\\nmod\\texample.com/a\\t(devel)\\t\\n"
                .ascii "dep\\texample.com/b\\tv1\\th\\ndep\\tc\\tv2\\th\\n=>\\td\\tv3\\th\\n"
                .ascii "0123456789abcdef"
                2:
                """);
        assertThat(shown("go"))
                .containsPattern("\"name\": \"go\",\\s+\"evidence\": \"declared\"")
                .contains("go1.20.1", "\"name\": \"example.com/a\"", "\"name\": \"example.com/b\"", "\"name\": \"d\"")
                .doesNotContain("\"name\": \"c\"");
    }

    @Test
    void aStrippedImageHasTheSymbolsThatArePackedInIt() throws Exception {
        link("qemu-arm", "");
        run("objcopy", "--only-keep-debug", "qemu-arm", "debug");
        Files.write(folder.resolve("debug.xz"), packed(Files.readAllBytes(folder.resolve("debug"))));
        run("objcopy", "-S", "qemu-arm", "qemu-bare-static");
        run("objcopy", "-S", "--add-section", ".gnu_debugdata=debug.xz", "qemu-arm", "qemu-arm-static");
        assertThat(components("qemu-arm-static")).containsPattern("\"name\": \"glib2\",\\s+\"evidence\": \"symbol\"");
        assertThat(components("qemu-bare-static")).doesNotContain("\"name\": \"glib2\"");

        byte[] damaged = Files.readAllBytes(folder.resolve("debug.xz"));
        damaged[damaged.length / 2] ^= 1;
        Files.write(folder.resolve("debug.xz"), damaged);
        run("objcopy", "-S", "--add-section", ".gnu_debugdata=debug.xz", "qemu-arm", "qemu-damaged-static");
        assertThat(components("qemu-damaged-static")).doesNotContain("\"name\": \"glib2\"");
    }

    @Test
    void aStrippedImageHasTheSymbolsOfThePackageForDebuggersGivenWithIt() throws Exception {
        linkWithBuildId("0x1234");
        run("objcopy", "-S", "qemu-arm", "qemu-stripped");
        run("objcopy", "--only-keep-debug", "qemu-arm", "qemu-arm.debug");
        deb("user.deb", "qemu-user-static", "usr/bin/qemu-arm-static", "qemu-stripped");
        // Not the path of the debug file but its build id says whose it is; Fedora's are named after the program.
        deb("user-dbgsym.deb", "qemu-user-static-dbgsym", "usr/lib/debug/any.debug", "qemu-arm.debug");
        assertThat(components("user.deb", "user-dbgsym.deb"))
                .containsPattern("\"name\": \"glib2\",\\s+\"evidence\": \"symbol\"")
                .isEqualTo(components("user-dbgsym.deb", "user.deb"));
        assertThat(components("user.deb")).doesNotContain("\"name\": \"glib2\"");

        deb("programs-dbgsym.deb", "qemu-user-static", "usr/lib/debug/any.debug", "qemu-arm.debug");
        assertThat(components("user.deb", "programs-dbgsym.deb"))
                .as("a package that is for debuggers by its file's name alone")
                .doesNotContain("\"name\": \"glib2\"");

        linkWithBuildId("0x1235");
        run("objcopy", "--only-keep-debug", "qemu-arm", "other.debug");
        deb("other-dbgsym.deb", "qemu-user-static-dbgsym", "usr/lib/debug/any.debug", "other.debug");
        assertThat(components("user.deb", "other-dbgsym.deb"))
                .as("a debug file of another build")
                .doesNotContain("\"name\": \"glib2\"");
    }

    private static void linkWithBuildId(String id) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("a.c"), SOURCE);
        run("gcc", "-static", "-nostdlib", "-no-pie", "-Wl,--build-id=" + id, "-o", "qemu-arm", "a.c");
    }

    private static void deb(String file, String name, String path, String content) throws IOException {
        byte[] deb = DebWriter.deb()
                .control("Package: " + name + "\nVersion: 1\nArchitecture: amd64\n")
                .file(path, Files.readAllBytes(folder.resolve(content)))
                .bytes();
        Files.write(folder.resolve(file), deb);
    }

    private static String components(String... paths) {
        List<String> arguments = new ArrayList<>(
                List.of("check", "--no-reference", "--rules", "fedora-qemu-user-static", "--format", "json"));
        for (String path : paths) {
            arguments.add(folder.resolve(path).toString());
        }
        return AssayRun.of(arguments.toArray(String[]::new)).out();
    }

    private static byte[] packed(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (XZOutputStream xz = new XZOutputStream(packed, new LZMA2Options())) {
            xz.write(content);
        }
        return packed.toByteArray();
    }
}
