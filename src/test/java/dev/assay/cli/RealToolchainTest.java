package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.input.ArWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
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

    @Test
    void aPointerThatBearsATagIsNotPassedOver() throws Exception {
        Files.writeString(folder.resolve("tagged.c"), """
                #include <pwd.h>
                int lookup(int x) { return getpwnam("root") != 0; }
                char *table[] = {(char *) lookup + 3};
                int main(int c, char **v) { volatile int i = 0; return ((int (*)(int)) (table[i] - 3))(c); }
                """);
        tools.run("gcc", "-O2", "-fPIE", "-static-pie", "-w", "-o", "tagged", "tagged.c");

        assertThat(show("tagged").out()).contains("hazard nss, symbol __nss_module_load: not known");
        AssayRun why = why("tagged", "nss");
        assertThat(why.status()).isEqualTo(1);
        assertThat(why.err()).contains("nss: the code is in the image", "cannot be told: no path is sure");
    }

    private AssayRun why(String name, String what) {
        return AssayRun.of("why", "--no-reference", folder.resolve(name).toString(), what);
    }

    private AssayRun show(String name) {
        return AssayRun.of("show", "--no-reference", folder.resolve(name).toString());
    }

    @Test
    void anArchiveIsJudgedByWhatItsMembersAre() throws Exception {
        tools.need("ar");
        Files.writeString(folder.resolve("t.c"), "int t[9];\nint g(int i) { return t[i]; }\n");
        tools.run("gcc", "-O2", "-fPIC", "-c", "t.c", "-o", "pic.o");
        tools.run("ar", "rc", "pic.a", "pic.o");
        assertThat(checkArchive("pic.a").status()).isZero();

        tools.run("gcc", "-O2", "-fno-pie", "-c", "t.c", "-o", "nopic.o");
        tools.run("objcopy", "--remove-section=.note.GNU-stack", "nopic.o");
        tools.run("ar", "rc", "nopic.a", "pic.o", "nopic.o");
        AssayRun run = checkArchive("nopic.a");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).contains("error archive-not-pic", "error archive-executable-stack", "nopic.o");
    }

    @Test
    void aThinArchiveIsJudgedByTheMembersBesideIt() throws Exception {
        tools.need("ar");
        tools.write("t.c", "int t[9];\nint g(int i) { return t[i]; }\n");
        for (String place : List.of("pic", "nopic", "alone")) {
            Files.createDirectory(folder.resolve(place));
            // What a thin archive holds of itself is the same everywhere.
            byte[] thin =
                    ArWriter.thin().member("//", "t.o/\n\n").header("/0", 1).bytes();
            Files.write(folder.resolve(place + "/t.a"), thin);
        }
        tools.run("gcc", "-O2", "-fPIC", "-c", "t.c", "-o", "pic/t.o");
        tools.run("gcc", "-O2", "-fno-pie", "-c", "t.c", "-o", "nopic/t.o");

        AssayRun both = checkArchive(
                "nopic/t.a", "--no-reference", folder.resolve("pic/t.a").toString());
        assertThat(both.status()).isEqualTo(1);
        assertThat(both.out()).contains("error archive-not-pic", "2 artifacts (1 pass, 1 fail)");

        AssayRun alone = checkArchive("alone/t.a");
        assertThat(alone.status()).isEqualTo(2);
        assertThat(alone.err()).contains("member of a thin archive is not there: t.o");
    }

    @Test
    void bitCodeIsNoCode() throws Exception {
        byte[] bitCode = {'B', 'C', (byte) 0xc0, (byte) 0xde, 0, 0, 0, 0};
        Files.write(
                folder.resolve("b.a"), ArWriter.plain().member("b.o/", bitCode).bytes());
        assertThat(checkArchive("b.a").out())
                .contains("error archive-lto-only", "b.o holds byte code")
                .doesNotContain("unproved");
    }

    @Test
    void whatAnArchiveNeedsIsLookedForInArchivesThenInSharedLibraries() throws Exception {
        tools.need("ar");
        Files.writeString(folder.resolve("u.c"), """
                int there(void), shared(void), own(void);
                int maybe(void) __attribute__((weak));
                int u(void) { return there() + shared() + own() + (maybe ? maybe() : 0); }
                """);
        Files.writeString(folder.resolve("there.c"), "int there(void) { return 1; }\n");
        Files.writeString(
                folder.resolve("shared.c"), "int shared(void) { return 1; }\nint maybe(void) { return 1; }\n");
        for (String source : List.of("u", "there", "shared")) {
            tools.run("gcc", "-O2", "-fPIC", "-c", source + ".c", "-o", source + ".o");
        }
        tools.run("ar", "rc", "u.a", "u.o");
        Files.createDirectory(folder.resolve("lib"));
        tools.run("ar", "rc", "lib/libthere.a", "there.o");
        tools.run("gcc", "-shared", "-nostdlib", "-o", "lib/libshared.so.1", "shared.o");

        AssayRun run = checkArchive("u.a", "--reference", folder.resolve("lib").toString());
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out())
                .contains("error archive-undefined-symbol", "u.o needs shared", "libshared.so.1")
                .doesNotContain("there,", "own", "maybe");

        tools.run("ar", "rc", "lib/libshared.a", "shared.o");
        assertThat(checkArchive("u.a", "--reference", folder.resolve("lib").toString())
                        .status())
                .isZero();
        assertThat(checkArchive("u.a", "--no-reference").status()).isZero();
    }

    @Test
    void theMemberThatMakesTheStackExecutableIsFoundInItsArchive() throws Exception {
        tools.need("ar");
        Files.writeString(folder.resolve("bar.c"), """
                static int turn(int a, int b) { return (a << b) ^ (a >> (31 - b)) * 0x2545f491; }
                int baz(const char *s) { int h = 99; while (*s) h = turn(h, *s++ & 15) + 0x1234567; return h; }
                int bar(int *v, int n) {
                    int sum = baz("a name");
                    for (int i = 0; i < n; i++) {
                        sum = (sum << 3) ^ v[i] * 0x1234567 + (sum >> 5) * 0x7654321;
                        if (sum % 1009 == 17) sum = turn(sum, 5) - 0x5bd1e995;
                        if (sum % 4001 == 19) sum = turn(sum, 7) + 0x1b873593;
                    }
                    return sum;
                }
                """);
        Files.writeString(
                folder.resolve("b.c"), "int bar(int *, int);\nint main(int c, char **v) { return bar(&c, c); }\n");
        tools.run("gcc", "-O2", "-fPIC", "-c", "bar.c", "-o", "bar.o");
        tools.run("objcopy", "--remove-section=.note.GNU-stack", "bar.o");
        tools.run("ar", "rc", "libfoo.a", "bar.o");
        tools.run("gcc", "-O2", "-static", "-no-pie", "-o", "b", "b.c", "libfoo.a", "-Wl,--no-warn-execstack");

        AssayRun run = AssayRun.of(
                "check",
                "--format",
                "json",
                "--reference",
                folder.resolve("libfoo.a").toString(),
                folder.resolve("b").toString());
        assertThat(run.out()).contains("libfoo.a(bar.o) has no .note.GNU-stack", "\"member\": \"bar.o\"");
    }

    @Test
    void whatGetpwnamLoadsIsReachedFromMainAndNotFromDeadCode() throws Exception {
        String program = """
                #include <pwd.h>
                int main(int c, char **v) { return %s; }
                __attribute__((used)) int dead(char *n) { return getpwnam(n) != 0; }
                """;
        Files.writeString(folder.resolve("live.c"), program.replace("%s", "getpwnam(v[0]) != 0"));
        Files.writeString(folder.resolve("dead.c"), program.replace("%s", "0"));
        for (String link : List.of("-static", "-static-pie")) {
            tools.run("gcc", "-O2", link, link.equals("-static") ? "-fno-pie" : "-fPIE", "-w", "-o", "live", "live.c");
            tools.run("gcc", "-O2", link, link.equals("-static") ? "-fno-pie" : "-fPIE", "-w", "-o", "dead", "dead.c");
            tools.run("strip", "live", "dead");
            assertThat(check("live").out()).contains("hazard-nss");
            assertThat(check("dead").out()).doesNotContain("hazard-nss").doesNotContain("hazard-dlopen");

            AssayRun live = why("live", "nss");
            assertThat(live.status()).isZero();
            assertThat(live.out())
                    .startsWith("nss is in the image at 0x")
                    .contains("is reached from the entry point\n");
            AssayRun dead = why("dead", "nss");
            assertThat(dead.status()).isEqualTo(1);
            assertThat(dead.out()).isEmpty();
            assertThat(dead.err()).contains("nss: the code is in the image", "the program does not come there");
        }
    }

    @Test
    void whyThereIsNoPathToAHazardIsToldOfEveryProgram() throws Exception {
        tools.run("gcc", "-O2", "-static", "-o", "a", "a.c");
        assertThat(why("a", "nss").err()).contains("nss: no code of glibc's that does this was found in the image");
        tools.run("gcc", "-O2", "-o", "a", "a.c");
        assertThat(why("a", "nss").err()).contains("nss: this is looked for in static programs");
        assertThat(why("a", "nothing").err()).contains("nothing: no placed member is it");
    }

    @Test
    void whereCallsAreNotFollowedThatIsWhyAPathCannotBeTold() throws Exception {
        tools.need("riscv64-linux-gnu-gcc");
        Files.writeString(folder.resolve("live.c"), """
                #include <pwd.h>
                int main(int c, char **v) { return getpwnam(v[0]) != 0; }
                """);
        tools.run("riscv64-linux-gnu-gcc", "-O2", "-static", "-w", "-o", "live", "live.c");
        assertThat(why("live", "nss").err())
                .contains("cannot be told: calls and jumps are followed on x86-64 and AArch64");
    }

    private AssayRun checkArchive(String name) {
        return checkArchive(name, "--no-reference");
    }

    private AssayRun checkArchive(String name, String... options) {
        return AssayRun.of(Stream.of(
                        Stream.of("check", "--rules", "static-archive"),
                        Stream.of(options),
                        Stream.of(folder.resolve(name).toString()))
                .flatMap(words -> words)
                .toArray(String[]::new));
    }

    /** Blanks e_shoff, e_shnum and e_shstrndx of a 64-bit little-endian file, as sstrip does. */
    private void withoutSectionHeaders(String name) throws IOException {
        byte[] file = Files.readAllBytes(folder.resolve(name));
        Arrays.fill(file, 40, 48, (byte) 0);
        Arrays.fill(file, 60, 64, (byte) 0);
        Files.write(folder.resolve(name), file);
    }
}
