package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.elf.DynamicTable;
import dev.assay.elf.ElfBuilder;
import dev.assay.elf.Machine;
import dev.assay.elf.Segment;
import dev.assay.input.DebWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the formats make of files inside files, of verdicts that no rule shows, and of hostile names. */
final class FormatsOfOddFilesTest {
    @TempDir
    private Path folder;

    private static byte[] sound() {
        return ElfBuilder.staticPie(Machine.X86_64).build();
    }

    private static byte[] dynamic() {
        return ElfBuilder.staticPie(Machine.X86_64)
                .interpreter("/lib64/ld-linux-x86-64.so.2")
                .dynamicString(DynamicTable.DT_NEEDED, "libc.so.6")
                .build();
    }

    private static byte[] carrierOf(byte[] carried) {
        return ElfBuilder.program(Machine.X86_64)
                .load(Segment.PF_R, 0x500000, carried)
                .build();
    }

    private String write(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content).toString();
    }

    private static String check(String format, int status, String... rest) {
        List<String> line = new ArrayList<>(List.of("check", "--no-reference", "--format", format + "=-"));
        line.addAll(List.of(rest));
        AssayRun run = AssayRun.of(line.toArray(String[]::new));
        assertThat(run.status()).as(run.err()).isEqualTo(status);
        return run.out().replaceAll("\\s+", " ");
    }

    @Test
    void sarifTellsAFileInsideAnotherByItsOffset() throws Exception {
        String carrier = write("carrier", carrierOf(dynamic()));
        String other = write("other", dynamic());
        String json = check("sarif", 1, carrier, other);
        assertThat(json)
                .containsPattern("\"description\": \\{ \"text\": \"" + Pattern.quote(carrier)
                        + " at 0x[0-9a-f]+\" \\}, \"parentIndex\": 0, \"offset\": [1-9]")
                .contains("{ \"uri\": \"file://" + carrier + "\", \"index\": 0 }")
                .contains("{ \"uri\": \"file://" + other + "\", \"index\": 2 }")
                .doesNotContain("\"index\": 1");
    }

    @Test
    void htmlTellsAFileInsideAnotherByItsPlace() throws Exception {
        String carrier = write("carrier", carrierOf(dynamic()));
        assertThat(check("html", 1, carrier)).contains("<code>" + carrier + " at 0x");
    }

    @Test
    void sarifTellsTheParentOfWhatLiesInAPackagesFile() throws Exception {
        String deb = write(
                "x.deb",
                DebWriter.deb().file("./usr/bin/carrier", carrierOf(dynamic())).bytes());
        assertThat(check("sarif", 1, deb))
                .contains("{ \"location\": { \"uri\": \"/usr/bin/carrier\" }, \"parentIndex\": 0,")
                .contains("!usr/bin/carrier at 0x")
                .contains("\"parentIndex\": 1, \"offset\": ");
    }

    /** The rules of the file around it answer for what lies inside: no service that reads a report decides otherwise. */
    @Test
    void whatLiesInsideFailsInNoFormatWhereItDoesNotFailTheRun() throws Exception {
        String carrier = write("carrier", carrierOf(sound()));
        String rules = write(
                "rules.yaml",
                "name: own\nrules: {no-relro: error, embedded-elf: info, no-pie: off}\n"
                        .getBytes(StandardCharsets.UTF_8));
        String waivers = write("w.yaml", """
                waivers:
                - {rule: no-relro, path: carrier, fingerprint: '%s', reason: r, owner: o, expires: 2999-01-01}
                """.formatted(fingerprintOf("no-relro", carrier, rules))
                .getBytes(StandardCharsets.UTF_8));
        String json = check("json", 0, "--rules", rules, "--waivers", waivers, carrier);
        assertThat(json).containsOnlyOnce("\"waived\": true").contains("\"inside\": { \"path\"");
        assertThat(check("junit", 0, "--rules", rules, "--waivers", waivers, carrier))
                .contains("<testsuite name=\"" + carrier + " at 0x")
                .doesNotContain("<failure")
                .doesNotContain("<error");
        assertThat(check("sarif", 0, "--rules", rules, "--waivers", waivers, carrier))
                .contains("\"kind\": \"informational\", \"level\": \"none\"");
    }

    private static String fingerprintOf(String rule, String carrier, String rules) {
        String json = check("json", 1, "--rules", rules, carrier);
        String finding = json.substring(json.indexOf("\"rule\": \"" + rule));
        return finding.replaceFirst(".*?\"fingerprint\": \"(\\w+)\".*", "$1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "sarif", "cyclonedx"})
    void aReportOfNothingKeepsToItsSchema(String format) throws Exception {
        String empty = Files.createDirectory(folder.resolve("empty")).toString();
        assertThat(check(format, 2, empty)).startsWith("{").endsWith("} "); // a run holds it against the schema
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "waived"})
    void junitIsRedWhereNothingPasses(String what) throws Exception {
        if (what.equals("nothing")) {
            String empty = Files.createDirectory(folder.resolve("empty")).toString();
            assertThat(check("junit", 2, empty)).contains("<error message=\"inconclusive: ");
        } else {
            String text = write("text", "text".getBytes(StandardCharsets.UTF_8));
            String waivers = write("w.yaml", """
                    waivers:
                    - {rule: not-executable, path: '**', reason: r, owner: o, expires: 2999-01-01}
                    """.getBytes(StandardCharsets.UTF_8));
            assertThat(check("junit", 2, "--waivers", waivers, text))
                    .contains("<testcase name=\"verdict\"")
                    .contains("<failure message=\"fail: ");
        }
    }
}
