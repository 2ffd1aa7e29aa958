package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The split of qemu's user emulators in packages that rpmbuild makes: done right it passes, and each single mistake is
 * found. Skipped where there is no rpmbuild or compiler, with a reason; where ASSAY_REQUIRE_TOOLS is set, as in .ci/run,
 * their absence is a failure.
 */
final class SplitTest {
    private static final String STATIC = "qemu-user-static";
    private static final String STATIC_ARM = "/usr/bin/qemu-arm-static";
    private static final String DYNAMIC_CONF = "/usr/lib/binfmt.d/qemu-arm-dynamic.conf";
    private static final String STATIC_CONF = "/usr/lib/binfmt.d/qemu-arm-static.conf";

    @TempDir
    private static Path folder;

    @BeforeAll
    static void buildsPrograms() throws Exception {
        new RealTools(folder).need("gcc", "rpmbuild");
        Files.writeString(folder.resolve("a.c"), "int main(void) { return 0; }\nvoid _start(void) { for (;;); }\n");
        run("gcc", "-static", "-nostdlib", "-no-pie", "-Wl,-z,relro", "-o", "static", "a.c");
        Files.writeString(folder.resolve("b.c"), "int main(void) { return 0; }\n");
        run("gcc", "-o", "dynamic", "b.c");
        run("gcc", "-static-pie", "-nostdlib", "-fPIE", "-Wl,-z,relro", "-o", "static-pie", "a.c");
        run("gcc", "-shared", "-nostdlib", "-o", "vdso.so", "a.c");
        Files.writeString(folder.resolve("c.s"), ".section .rodata\n.incbin \"vdso.so\"\n.section .note.GNU-stack\n");
        run("gcc", "-static", "-nostdlib", "-no-pie", "-Wl,-z,relro", "-o", "carrier", "a.c", "c.s");
        byte[] foreign = Files.readAllBytes(folder.resolve("static"));
        foreign[18] = (byte) 183; // e_machine: AArch64
        Files.write(folder.resolve("foreign"), foreign);
        // What they are made of is another matter, which needs references.
        Files.writeString(folder.resolve("split.yaml"), """
                name: split
                extends: fedora-qemu-user-static
                rules:
                  component-missing: off
                  component-forbidden: off
                  component-unproved: off
                  unexplained-code: off
                  present-but-undeclared: off
                  declared-but-absent: off
                  no-relro: off
                  no-branch-protection: off
                  no-pie: off
                """);
    }

    private static void run(String... command) throws IOException, InterruptedException {
        new RealTools(folder).run(command);
    }

    private static AssayRun check(RpmSet set) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                "check",
                "--no-reference",
                "--fail-on",
                "warning",
                "--format",
                "json",
                "--rules",
                folder.resolve("split.yaml").toString()));
        set.build(folder).forEach(rpm -> arguments.add(rpm.toString()));
        return AssayRun.of(arguments.toArray(String[]::new));
    }

    private static Set<String> rules(AssayRun run) {
        Set<String> rules = new TreeSet<>();
        Pattern.compile("\"rule\": \"([a-z-]+)\"").matcher(run.out()).results().forEach(one -> rules.add(one.group(1)));
        return rules;
    }

    @Test
    void theSplitDoneRightPasses() throws Exception {
        AssayRun run = check(RpmSet.done());
        assertThat(rules(run)).isEmpty();
        assertThat(run.out()).contains("\"verdict\": \"pass\"").doesNotContain("inconclusive", "\"fail\"");
        assertThat(run.status()).as(run.err()).isZero();
    }

    private static Arguments sound(String what, Consumer<RpmSet> made) {
        return Arguments.of(what, made);
    }

    static Stream<Arguments> otherRightWays() {
        String home = "/usr/libexec/qemu/arm";
        return Stream.of(
                sound("an emulator is static-pie", set -> set.in(STATIC).program(STATIC_ARM, "static-pie")),
                sound(
                        "an emulator's name is a link",
                        set -> set.in(STATIC)
                                .without(STATIC_ARM)
                                .program(home, "static")
                                .mode(home, "0755")
                                .symlink(STATIC_ARM, "../libexec/qemu/arm")),
                sound(
                        "an emulator's name is a hard link",
                        set -> set.in(STATIC).without(STATIC_ARM).hardLink(STATIC_ARM, "/usr/bin/qemu-aarch64-static")),
                sound("two packages own one file", set -> {
                    set.in(STATIC).text("/usr/share/qemu/README", "the same");
                    set.in("qemu-user").text("/usr/share/qemu/README", "the same");
                }),
                sound(
                        "comments, blank lines and blanks stand about the entry",
                        set -> set.staticArm("; a\n\n  # b\n\t "
                                + RpmSet.register("qemu-arm", RpmSet.ARM, STATIC_ARM, "F")
                                        .strip() + "  \r\n")),
                sound(
                        "a wrong entry is overridden by one in /etc",
                        set -> set.staticArm(RpmSet.register("qemu-arm", RpmSet.ARM, STATIC_ARM, ""))
                                .in(STATIC)
                                .text(
                                        "/etc/binfmt.d/qemu-arm-static.conf",
                                        RpmSet.register("qemu-arm", RpmSet.ARM, STATIC_ARM, "F"))),
                sound(
                        "an entry of something else has no interpreter here",
                        set -> set.in(STATIC).text("/usr/lib/binfmt.d/x.conf", ":x:E::exe::/usr/bin/wine:\n")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("otherRightWays")
    void otherRightWaysPass(String what, Consumer<RpmSet> made) throws Exception {
        RpmSet set = RpmSet.done();
        made.accept(set);
        AssayRun run = check(set);
        assertThat(rules(run)).as(what + "\n" + run.out()).isEmpty();
        assertThat(run.status()).isZero();
    }

    @Test
    void packagesForDebuggersAreTakenAndNotJudged() throws Exception {
        RpmSet set = RpmSet.done();
        set.in("qemu-user-static-debuginfo").program("/usr/lib/debug/usr/bin/qemu-arm-static.debug", "dynamic");
        AssayRun run = check(set);
        assertThat(rules(run)).as(run.out()).isEmpty();
        assertThat(run.out())
                .contains("\"qemu-user-static-debuginfo\"")
                .doesNotContain("inconclusive")
                .containsPattern("\\.debug\",\\s+\"kind\"") // it owns the file,
                .doesNotContainPattern("\\.debug\",\\s+\"inside\""); // which is no artifact
        assertThat(run.status()).isZero();
    }

    @Test
    void theGuestsVdsoInsideAnEmulatorIsNotTheEmulator() throws Exception {
        RpmSet set = RpmSet.done();
        set.in(STATIC).program(STATIC_ARM, "carrier");
        AssayRun run = check(set);
        assertThat(run.out()).contains("\"form\": \"shared-object\"", "an ELF file lies inside");
        assertThat(rules(run)).containsExactly("embedded-elf");
        assertThat(run.status()).as(run.out()).isZero();
    }

    private static Arguments mistake(String what, String rules, Consumer<RpmSet> made) {
        return Arguments.of(what, rules, made);
    }

    private static Arguments entry(String what, String rules, String text) {
        return mistake(what, rules, set -> set.staticArm(text));
    }

    private static String magic(String elfClass, String data, String machine) {
        return RpmSet.register("qemu-arm", RpmSet.entry(elfClass, data, machine), STATIC_ARM, "F");
    }

    static Stream<Arguments> mistakes() {
        String right = RpmSet.register("qemu-arm", RpmSet.ARM, STATIC_ARM, "F");
        return Stream.of(
                mistake(
                        "the suffix is forgotten",
                        "name-suffix binfmt-missing name-collision",
                        set -> set.in(STATIC).without(STATIC_ARM).program("/usr/bin/qemu-arm", "static")),
                mistake(
                        "the static emulator is dynamic",
                        "elf-interpreter elf-needed binfmt-target",
                        set -> set.in(STATIC).program(STATIC_ARM, "dynamic")),
                mistake(
                        "the system emulator is static",
                        "must-be-dynamic",
                        set -> set.in("qemu-system-arm").program("/usr/bin/qemu-system-arm", "static")),
                mistake(
                        "an emulator of qemu-user is static",
                        "must-be-dynamic binfmt-target",
                        set -> set.in("qemu-user").program("/usr/bin/qemu-arm", "static")),
                mistake(
                        "an entry is forgotten",
                        "binfmt-missing",
                        set -> set.in(STATIC).without(STATIC_CONF)),
                mistake(
                        "a dynamic emulator's entry is forgotten",
                        "binfmt-missing",
                        set -> set.in("qemu-binfmt").without(DYNAMIC_CONF)),
                entry("F is forgotten", "binfmt-target", right.replace(":F\n", ":\n")),
                mistake(
                        "F stands with a dynamic interpreter",
                        "binfmt-target",
                        set -> set.in("qemu-binfmt")
                                .text(DYNAMIC_CONF, RpmSet.register("qemu-arm", RpmSet.ARM, "/usr/bin/qemu-arm", "F"))),
                mistake(
                        "the interpreter is not executable",
                        "binfmt-target",
                        set -> set.in(STATIC).mode(STATIC_ARM, "0644")),
                entry("the interpreter is misspelt", "binfmt-missing", right.replace("arm-static", "amr-static")),
                entry("the interpreter is a relative path", "binfmt-invalid", right.replace("/usr/bin/", "")),
                entry(
                        "the interpreter is another machine's",
                        "binfmt-target",
                        right.replace("qemu-arm-static", "qemu-aarch64-static")),
                entry("the mask is one byte short", "binfmt-invalid", right.replace("\\xff\\xff:/", "\\xff:/")),
                entry("e_machine is another", "binfmt-target", magic("1", "1", "\\x2a\\x00")),
                entry("the byte order is another", "binfmt-target", magic("1", "2", "\\x00\\x28")),
                entry("the class is another", "binfmt-target", magic("2", "1", "\\x28\\x00")),
                entry(
                        "the mask leaves the class open",
                        "binfmt-invalid",
                        right.replace(":\\xff\\xff\\xff\\xff\\xff", ":\\xff\\xff\\xff\\xff\\x00")),
                entry(
                        "the mask leaves half of e_machine open",
                        "binfmt-target",
                        right.replace("\\xfe\\xff\\xff\\xff:", "\\xfe\\xff\\x00\\xff:")),
                entry(
                        "the mask leaves e_machine open",
                        "binfmt-invalid",
                        right.replace("\\xfe\\xff\\xff\\xff:", "\\xfe\\xff\\x00\\x00:")),
                entry(
                        "magic and mask end before e_machine",
                        "binfmt-invalid",
                        ":qemu-arm:M::\\x7fELF\\x01\\x01::" + STATIC_ARM + ":F\n"),
                entry("an escape lacks a digit", "binfmt-invalid", right.replace(":\\x7f", ":\\x7")),
                entry("the type is unknown", "binfmt-invalid", right.replace(":M:", ":X:")),
                entry("the name has a slash", "binfmt-invalid", right.replace(":qemu-arm:", ":qemu/arm:")),
                entry("a field is missing", "binfmt-invalid", right.replace(":M::", ":M:")),
                entry(
                        "the files are told by their names",
                        "binfmt-invalid",
                        ":qemu-arm:E::arm::" + STATIC_ARM + ":F\n"),
                entry(
                        "the line is longer than the kernel takes",
                        "binfmt-invalid",
                        right.replace("/usr/bin/", "/usr/bin/" + "./".repeat(900))),
                entry(
                        "programs without fixed addresses are left out",
                        "binfmt-target",
                        right.replace("\\xfe\\xff\\xff\\xff:", "\\xff\\xff\\xff\\xff:")),
                entry(
                        "programs with GNU's extensions are left out",
                        "binfmt-target",
                        right.replace("\\xff\\x00\\xff", "\\xff\\xff\\xff")),
                mistake(
                        "the host's own programs go to an emulator",
                        "binfmt-target",
                        set -> set.in(STATIC)
                                .text(
                                        "/usr/lib/binfmt.d/qemu-x86_64-static.conf",
                                        RpmSet.register(
                                                "qemu-x86_64",
                                                RpmSet.entry("2", "1", "\\x3e\\x00"),
                                                "/usr/bin/qemu-x86_64-static",
                                                "F"))),
                mistake(
                        "an entry is switched off in /etc",
                        "binfmt-missing",
                        set -> set.in(STATIC).symlink("/etc/binfmt.d/qemu-arm-static.conf", "/dev/null")),
                mistake(
                        "a package of entries has a static program",
                        "must-be-dynamic",
                        set -> set.in("qemu-binfmt").program("/usr/bin/qemu-helper", "static")),
                mistake(
                        "a system emulator elsewhere is static",
                        "must-be-dynamic",
                        set -> set.in("qemu-system-arm")
                                .program("/usr/libexec/qemu-kvm", "static")
                                .mode("/usr/libexec/qemu-kvm", "0755")),
                mistake(
                        "a helper of the static emulators is dynamic",
                        "elf-interpreter elf-needed",
                        set -> set.in(STATIC)
                                .program("/usr/libexec/qemu/helper", "dynamic")
                                .mode("/usr/libexec/qemu/helper", "0755")),
                mistake(
                        "an emulator is forgotten",
                        "binfmt-missing",
                        set -> set.in(STATIC).without(STATIC_ARM)),
                mistake(
                        "a link without suffix leads to an emulator",
                        "name-suffix name-collision",
                        set -> set.in(STATIC).symlink("/usr/bin/qemu-arm", "qemu-arm-static")),
                mistake(
                        "an emulator behind a link has no entry",
                        "binfmt-missing",
                        set -> set.in(STATIC)
                                .without(STATIC_CONF)
                                .without(STATIC_ARM)
                                .program("/usr/libexec/qemu/arm", "static")
                                .mode("/usr/libexec/qemu/arm", "0755")
                                .symlink(STATIC_ARM, "../libexec/qemu/arm")),
                mistake(
                        "qemu-user owns an entry beside qemu-binfmt's",
                        "package-conflict binfmt-shadowed",
                        set -> set.in("qemu-user")
                                .text(
                                        "/usr/lib/binfmt.d/a.conf",
                                        RpmSet.register("qemu-arm", RpmSet.ARM, "/usr/bin/qemu-arm", ""))),
                mistake(
                        "qemu-binfmt requires another version",
                        "package-requires binfmt-missing",
                        set -> set.in("qemu-binfmt")
                                .withoutLines()
                                .line("Requires: qemu-user = 7.0")
                                .line("Conflicts: qemu-user-static")),
                entry("a flag is unknown", "binfmt-invalid", right.replace(":F\n", ":FX\n")),
                entry("the window passes 256 bytes", "binfmt-invalid", right.replace(":M::", ":M:250:")),
                entry("credentials are taken", "binfmt-flags", right.replace(":F\n", ":FC\n")),
                entry("argv[0] goes to who does not expect it", "binfmt-flags", right.replace(":F\n", ":FP\n")),
                entry(
                        "two entries match the same files",
                        "binfmt-shadowed",
                        right + right.replace(":qemu-arm:", ":qemu-arm-static:")),
                mistake("two packages own a path", "name-collision", set -> {
                    set.in(STATIC).text("/usr/share/qemu/README", "static");
                    set.in("qemu-user").text("/usr/share/qemu/README", "dynamic");
                }),
                mistake(
                        "the rules of both may be registered",
                        "package-conflict binfmt-shadowed",
                        set -> set.in("qemu-binfmt")
                                .withoutLines()
                                .line("Requires: qemu-user = %{version}-%{release}")),
                mistake("qemu-user owns an entry", "package-conflict binfmt-shadowed", set -> {
                    set.in("qemu-binfmt").without(DYNAMIC_CONF);
                    set.in("qemu-user")
                            .text(DYNAMIC_CONF, RpmSet.register("qemu-arm", RpmSet.ARM, "/usr/bin/qemu-arm", ""));
                }),
                mistake(
                        "qemu-binfmt requires nothing",
                        "package-requires",
                        set -> set.in("qemu-binfmt").withoutLines().line("Conflicts: qemu-user-static")),
                mistake(
                        "a package of programs is noarch",
                        "package-architecture",
                        set -> set.in(STATIC).line("BuildArch: noarch")),
                mistake(
                        "a program is of another machine than its package",
                        "package-architecture",
                        set -> set.in(STATIC).program(STATIC_ARM, "foreign")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("mistakes")
    void aMistakeIsFoundAndNothingBesideItsConsequences(String what, String rules, Consumer<RpmSet> made)
            throws Exception {
        RpmSet set = RpmSet.done();
        made.accept(set);
        AssayRun run = check(set);
        List<String> expected = List.of(rules.split(" ", -1));
        assertThat(rules(run)).as(what + "\n" + run.out()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(run.status()).isEqualTo(1);
        String own = expected.get(0);
        for (String consequence : expected.subList(1, expected.size())) {
            assertThat(whatComesWith(own)).as(own).contains("`" + consequence + "`");
        }
    }

    /** {@return what the page of a rule names as its consequences} */
    private static String whatComesWith(String rule) throws IOException {
        String page = Files.readString(Path.of("docs", "rules", rule + ".md"));
        int from = page.indexOf("## What comes with it");
        assertThat(from).as(rule).isPositive();
        return page.substring(from, page.indexOf("## How to mend it", from));
    }

    @ParameterizedTest
    @ValueSource(strings = {"w9.gzdio", "w9.bzdio", "w2.xzdio", "w2.lzdio", "w3.zstdio", "w.ufdio"})
    void packagesOfEachCompressionOfRpmbuildAreRead(String payload) throws Exception {
        RpmSet set = RpmSet.done();
        set.in(STATIC).line("%global _binary_payload " + payload);
        assertThat(check(set).status()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"w9.gzdio", "w9.bzdio", "w2.xzdio", "w2.lzdio", "w3.zstdio", "w.ufdio"})
    void aByteThatChangedIsFoundWhateverTheCompressionChecks(String payload) throws Exception {
        RpmSet set = new RpmSet();
        set.in(STATIC).line("%global _binary_payload " + payload).program(STATIC_ARM, "static");
        byte[] whole = Files.readAllBytes(set.build(folder).get(0));
        // The second header is the package's own; the signature's before it is mostly room for signatures.
        int header = new String(whole, StandardCharsets.ISO_8859_1).indexOf("\u008e\u00ad\u00e8\u0001", 100);
        for (int at : new int[] {header + 100, whole.length - 100}) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 4;
            Path rpm = Files.write(folder.resolve("flipped.rpm"), damaged);
            AssayRun run = AssayRun.of("check", "--no-reference", rpm.toString());
            assertThat(run.status()).as(run.out()).isEqualTo(2);
            assertThat(run.err()).contains("flipped.rpm: at 0x");
        }
    }

    private static AssayRun diff(RpmSet old, RpmSet now) throws IOException, InterruptedException {
        Path before = Files.createTempDirectory(folder, "old");
        Path after = Files.createTempDirectory(folder, "new");
        for (Path rpm : old.build(folder)) {
            Files.copy(rpm, before.resolve(rpm.getFileName()));
        }
        for (Path rpm : now.build(folder)) {
            Files.copy(rpm, after.resolve(rpm.getFileName()));
        }
        return AssayRun.of("diff", before.toString(), after.toString());
    }

    @Test
    void theUpgradeThatMovesTheRulesIsFoundUnlessSomethingPullsThemIn() throws Exception {
        RpmSet old = new RpmSet();
        old.in("qemu-user")
                .program("/usr/bin/qemu-arm", "dynamic")
                .text(DYNAMIC_CONF, RpmSet.register("qemu-arm", RpmSet.ARM, "/usr/bin/qemu-arm", ""));
        AssayRun lost = diff(old, RpmSet.done());
        assertThat(lost.out()).contains("lost-binfmt-rules", "qemu-user alone loses the binfmt rules of arm");
        assertThat(lost.status()).isEqualTo(1);

        RpmSet recommending = RpmSet.done();
        recommending.in("qemu-user").line("Recommends: qemu-binfmt");
        AssayRun kept = diff(old, recommending);
        assertThat(kept.out()).doesNotContain("lost-");
        assertThat(kept.status()).isZero();
    }

    @Test
    void aDamagedPackageIsUnreadableAndTheOthersAreJudged() throws Exception {
        List<Path> rpms = RpmSet.done().build(folder);
        Path damaged = folder.resolve("damaged.rpm");
        byte[] whole = Files.readAllBytes(rpms.get(0)); // qemu-user, which qemu-binfmt's interpreters lie in
        Files.write(damaged, Arrays.copyOf(whole, whole.length - 200));
        AssayRun run = AssayRun.of(
                "check",
                "--no-reference",
                "--rules",
                folder.resolve("split.yaml").toString(),
                damaged.toString(),
                rpms.get(1).toString(),
                rpms.get(2).toString());
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("damaged.rpm: at 0x").contains("damaged content");
        assertThat(run.out()).contains("pass").contains("qemu-user-static");
        assertThat(run.out()).contains("unproved").doesNotContain("package-requires");
    }
}
