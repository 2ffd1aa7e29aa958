package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A drafted rule set is valid, its binary passes by it, and a neighbour that is made of something else does not. Skipped
 * without a compiler, with a reason; where ASSAY_REQUIRE_TOOLS is set that is a failure.
 */
class RulesInitTest {
    @TempDir
    static Path folder;

    @BeforeAll
    static void links() throws Exception {
        new RealTools(folder).need("gcc", "ar");
        // Twelve constants each: code of their own that no other library has.
        Files.writeString(folder.resolve("own.c"), mixing("own", 3));
        Files.writeString(folder.resolve("other.c"), mixing("other", 5));
        Files.writeString(folder.resolve("one.c"), "int own(int); void _start(void) { own(1); for (;;); }");
        Files.writeString(
                folder.resolve("two.c"), "int own(int), other(int); void _start(void) { own(1); other(2); for (;;); }");
        run("gcc", "-O1", "-fPIE", "-c", "own.c", "other.c", "one.c", "two.c");
        run("ar", "rc", "libown.a", "own.o");
        run("ar", "rc", "libother.a", "other.o");
        link("one", "one.o", "libown.a");
        link("two", "two.o", "libown.a", "libother.a");
    }

    private static String mixing(String name, int seed) {
        StringBuilder code = new StringBuilder("int " + name + "(int x) {\n");
        for (int i = 1; i <= 12; i++) {
            code.append("    x = (x ^ ")
                    .append(seed * i * 7919)
                    .append(") * ")
                    .append(seed * i * 104729 + 1)
                    .append(";\n");
        }
        return code.append("    return x;\n}\n").toString();
    }

    private static void link(String program, String... inputs) throws IOException, InterruptedException {
        run(Stream.concat(
                        Stream.of("gcc", "-static", "-nostdlib", "-no-pie", "-Wl,-z,relro", "-s", "-o", program),
                        Arrays.stream(inputs))
                .toArray(String[]::new));
    }

    private static void run(String... command) throws IOException, InterruptedException {
        new RealTools(folder).run(command);
    }

    private static String file(String name) {
        return folder.resolve(name).toString();
    }

    private final String draft = file("draft.yaml");

    @BeforeEach
    void noDraft() throws IOException {
        Files.deleteIfExists(Path.of(draft));
    }

    private static AssayRun init(String output, String... paths) {
        return AssayRun.of(Stream.concat(
                        Stream.of(
                                "rules",
                                "init",
                                "-o",
                                output,
                                "--reference",
                                file("libown.a"),
                                "--reference",
                                file("libother.a")),
                        Arrays.stream(paths))
                .toArray(String[]::new));
    }

    private AssayRun check(String program) {
        return AssayRun.of(
                "check", "--rules", draft, "--reference", file("libown.a"), "--reference", file("libother.a"), program);
    }

    @Test
    void aDraftIsValidAndItsBinaryPasses() throws IOException {
        assertThat(init(draft, file("one"))).isEqualTo(new AssayRun(0, "", ""));
        assertThat(AssayRun.of("rules", "validate", draft).status()).isZero();
        assertThat(Files.readString(Path.of(draft)))
                .contains(
                        "name: one\n",
                        "  - one\n",
                        "  - name: libown.a\n    presence: required\n    archives: [libown.a]")
                .doesNotContain("libother");
        assertThat(check(file("one")).status()).isZero();
    }

    @Test
    void anotherLibraryInItFailsByTheDraft() throws IOException {
        init(draft, file("one"));
        Files.writeString(Path.of(draft), Files.readString(Path.of(draft)).replace("  - one\n", "  - two\n"));
        AssayRun run = check(file("two"));
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).contains("error component-forbidden", "libother.a is in the image and not allowed");
    }

    @Test
    void aLibraryThatGoesMissingFailsByTheDraft() throws IOException {
        init(draft, file("two"));
        Files.writeString(Path.of(draft), Files.readString(Path.of(draft)).replace("  - two\n", "  - one\n"));
        AssayRun run = check(file("one"));
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).contains("error component-missing", "libother.a is required");
    }

    @Test
    void ofSeveralBinariesOnlyWhatAllHaveIsRequired() throws IOException {
        assertThat(init(draft, file("one"), file("two")).status()).isZero();
        assertThat(Files.readString(Path.of(draft)))
                .contains(
                        "  - name: libother.a\n    presence: allowed\n",
                        "  - name: libown.a\n    presence: required\n");
        assertThat(check(file("one")).status()).isZero();
        assertThat(check(file("two")).status()).isZero();
    }

    @Test
    void whatIsNotKeptTodayIsLoweredAndSaid() throws Exception {
        run("gcc", "-o", "dynamic", "-nostdlib", "-pie", "one.o", "libown.a", "-Wl,--dynamic-linker=/lib/ld.so");
        assertThat(init(draft, file("dynamic")).status()).isZero();
        assertThat(Files.readString(Path.of(draft)))
                .contains("  # PT_INTERP names /lib/ld.so", "\n  elf-interpreter: warning\n");
        assertThat(check(file("dynamic")).status()).isZero();
    }

    @Test
    void aDraftReplacesNothing() throws IOException {
        Files.writeString(Path.of(draft), "mine\n");
        AssayRun run = init(draft, file("one"));
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("is there already");
        assertThat(Files.readString(Path.of(draft))).isEqualTo("mine\n");
    }

    @Test
    void whatIsNoProgramGivesNoDraft() {
        AssayRun run = init(draft, file("one.o"));
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("no rule set was drafted");
        assertThat(Path.of(draft)).doesNotExist();
        assertThat(init(draft, file("gone")).status()).isEqualTo(2);
    }
}
