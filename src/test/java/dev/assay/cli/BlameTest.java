package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who brings in what a program is not hardened against, in programs that real linkers made. Skipped where there are none, with a
 * reason; where ASSAY_REQUIRE_TOOLS is set, as in .ci/run, their absence is a failure.
 */
final class BlameTest {
    /** Long enough to be told from other code. */
    private static final String FUNCTION = """
            int %s(int *v, int n) {
                int sum = n;
                for (int i = 0; i < n; i++) {
                    sum = (sum << 3) ^ v[i] * 0x1234567 + (sum >> 5) * 0x7654321;
                    if (sum %% 1009 == %d) sum = (sum ^ v[i / 2]) - 0x5bd1e995;
                    if (sum %% 4001 == 19) sum = (sum + v[i / 3]) * 0x1b873593;
                }
                return sum;
            }
            """;

    @TempDir
    private Path folder;

    private RealTools tools;
    private String prefix;

    private void compile(String prefixOfTools) throws Exception {
        prefix = prefixOfTools;
        tools = new RealTools(folder).need(prefix + "gcc", prefix + "objcopy", prefix + "ar");
        tools.write("sound.c", FUNCTION.formatted("sound", 17)).write("guilty.c", FUNCTION.formatted("guilty", 23));
        tools.write("main.c", """
                int sound(int *, int), guilty(int *, int), sum, numbers[9] = {1, 2, 3};
                void _start(void) { sum = sound(numbers, 9) + guilty(numbers, 9); for (;;) ; }
                """);
        tools.run(prefix + "gcc", "-O2", "-fno-pie", "-ffunction-sections", "-c", "main.c", "sound.c", "guilty.c");
    }

    private void link(String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(prefix + "gcc", "-static", "-no-pie", "-nostdlib", "-w"));
        command.addAll(List.of("-o", "image", "main.o", "sound.o", "guilty.o"));
        command.addAll(List.of(options));
        tools.run(command.toArray(String[]::new));
    }

    /** What is said of the program that is compared with its own objects, on one line a finding. */
    private String said(String... objects) {
        List<String> command = new ArrayList<>(List.of("check", "--no-reference"));
        Stream.of(objects).forEach(object -> command.addAll(List.of("--objects", tools.path(object))));
        command.add(tools.path("image"));
        return AssayRun.of(command.toArray(String[]::new)).out().replaceAll("\\s+", " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "aarch64-linux-gnu-"})
    void anOwnObjectWithoutTheNoteMakesTheStackExecutable(String toolchain) throws Exception {
        compile(toolchain);
        tools.run(prefix + "objcopy", "--remove-section=.note.GNU-stack", "guilty.o");
        link();

        String blame = tools.path("guilty.o") + " has no .note.GNU-stack";
        if (toolchain.isEmpty()) {
            assertThat(said("main.o", "sound.o", "guilty.o")).contains("(PF_X); " + blame);
            assertThat(said("main.o", "sound.o")).contains("executable-stack").doesNotContain("has no");
        } else {
            assertThat(said("main.o", "sound.o", "guilty.o")).doesNotContain("executable-stack");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "aarch64-linux-gnu-"})
    void anOwnObjectAsksForTheStackToBeExecutable(String toolchain) throws Exception {
        compile(toolchain);
        tools.run(prefix + "objcopy", "--set-section-flags", ".note.GNU-stack=code,contents", "guilty.o");
        link();

        assertThat(said("main.o", "sound.o", "guilty.o"))
                .contains("(PF_X); " + tools.path("guilty.o") + " asks for it with an executable .note.GNU-stack");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lld", "mold"})
    void whoLinksWithALinkerThatDoesNotLookAtNotesAsksForItHimself(String linker) throws Exception {
        compile("");
        tools.need("ld.lld", "mold");
        tools.run("objcopy", "--remove-section=.note.GNU-stack", "guilty.o");
        link("-fuse-ld=" + linker);
        assertThat(said("main.o", "sound.o", "guilty.o")).doesNotContain("executable-stack");
        link("-fuse-ld=" + linker, "-Wl,-z,execstack");
        assertThat(said("main.o", "sound.o", "guilty.o"))
                .contains("executable-stack")
                .doesNotContain("has no .note.GNU-stack");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "aarch64-linux-gnu-"})
    void aSectionThatIsToBeWrittenAndExecutedIsAnOwnObjectsOrAnArchives(String toolchain) throws Exception {
        compile(toolchain);
        tools.run(prefix + "objcopy", "--rename-section", ".text.guilty=.patched,alloc,load,code,contents", "guilty.o");
        link();

        String how = " has a section there that is to be written and executed";
        assertThat(said("main.o", "sound.o", "guilty.o"))
                .contains("is writable and executable; " + tools.path("guilty.o") + how);
        assertThat(said("main.o", "sound.o")).contains("writable-code").doesNotContain(how);
        tools.run(prefix + "ar", "rc", "libfoo.a", "sound.o", "guilty.o");
        assertThat(said("main.o", "libfoo.a")).contains("is writable and executable; libfoo.a(guilty.o)" + how);
        assertThat(AssayRun.of("check", "--reference", tools.path("libfoo.a"), tools.path("image"))
                        .out()
                        .replaceAll("\\s+", " "))
                .contains("libfoo.a(guilty.o)" + how);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "aarch64-linux-gnu-"})
    void whatTheLinkerJoinsNoObjectIsBlamedFor(String toolchain) throws Exception {
        compile(toolchain);
        link("-Wl,-N,--build-id=none");
        assertThat(said("main.o", "sound.o", "guilty.o"))
                .contains("is writable and executable; it is not aligned to pages")
                .doesNotContain("has a section there");

        tools.write("joined.ld", """
                PHDRS { all PT_LOAD FLAGS(7); }
                SECTIONS { . = 0x400000; .text : { *(.text .text.*) } :all .data : { *(.data) } .bss : { *(.bss) } }
                """);
        link("-Wl,-T,joined.ld,--build-id=none");
        assertThat(said("main.o", "sound.o", "guilty.o"))
                .contains("is writable and executable; no section in it is both")
                .doesNotContain("has a section there");
    }

    @Test
    void anOwnObjectBringsRelocationsIntoCode() throws Exception {
        compile("");
        tools.write(
                "guilty.c",
                FUNCTION.formatted("guilty", 23).replace("int sum = n", "extern int numbers[]; int sum = numbers[n]"));
        tools.run("gcc", "-O2", "-fPIE", "-c", "main.c", "sound.c");
        tools.run("gcc", "-O2", "-fno-pic", "-mcmodel=large", "-c", "guilty.c");
        tools.run(
                "gcc",
                "-static-pie",
                "-nostdlib",
                "-w",
                "-Wl,-z,notext",
                "-o",
                "image",
                "main.o",
                "sound.o",
                "guilty.o");

        assertThat(said("main.o", "sound.o", "guilty.o"))
                .contains("DT_TEXTREL is set", "; " + tools.path("guilty.o") + " has relocations where");
    }
}
