package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.elf.DynamicTable;
import dev.assay.elf.ElfBuilder;
import dev.assay.elf.Machine;
import dev.assay.elf.Segment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Only what is new fails, and what is new always does. */
final class BaselineTest {
    @TempDir
    private Path folder;

    private static byte[] dynamic() {
        return ElfBuilder.staticPie(Machine.X86_64)
                .interpreter("/lib64/ld-linux-x86-64.so.2")
                .dynamicString(DynamicTable.DT_NEEDED, "libc.so.6")
                .build();
    }

    /** A static program that carries dynamic ones. */
    private static byte[] carrierOf(int count) {
        ByteArrayOutputStream carried = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            carried.writeBytes(dynamic());
            carried.writeBytes(new byte[64]);
        }
        return ElfBuilder.program(Machine.X86_64)
                .load(Segment.PF_R, 0x500000, carried.toByteArray())
                .build();
    }

    private AssayRun check(byte[] program, String... options) throws IOException {
        Path file = Files.write(folder.resolve("program"), program);
        String[] line = new String[options.length + 3];
        line[0] = "check";
        line[1] = "--no-reference";
        System.arraycopy(options, 0, line, 2, options.length);
        line[line.length - 1] = file.toString();
        return AssayRun.of(line);
    }

    private String baselineOf(byte[] program) throws IOException {
        String report = folder.resolve("baseline.json").toString();
        check(program, "--format", "json=" + report);
        return report;
    }

    @Test
    void theSameAgainPasses() throws Exception {
        for (byte[] program : new byte[][] {dynamic(), carrierOf(1), carrierOf(3)}) {
            assertThat(check(program).status()).isEqualTo(1);
            assertThat(check(program, "--baseline", baselineOf(program)).status())
                    .isZero();
        }
    }

    @Test
    void aSecondOfTheSameKindIsNew() throws Exception {
        String baseline = baselineOf(carrierOf(1));
        AssayRun run = check(carrierOf(2), "--baseline", baseline);
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).contains("error embedded-elf");
        assertThat(check(carrierOf(1), "--baseline", baselineOf(carrierOf(2))).status())
                .isZero();
    }

    @Test
    void whatWasFoundInsideAProgramDoesNotExcuseTheProgramItself() throws Exception {
        String baseline = baselineOf(carrierOf(1));
        AssayRun run = check(dynamic(), "--baseline", baseline);
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).contains("error elf-interpreter").contains("error elf-needed");
    }

    /** Services that show alerts keep one of those that have one fingerprint. */
    @ParameterizedTest
    @CsvSource({"json, '\"fingerprint\": \"(\\w+)\"'", "sarif, '\"assay/v1\": \"(\\w+)\"'"})
    void eachFindingHasAFingerprintOfItsOwn(String format, String pattern) throws Exception {
        Path file = folder.resolve("report");
        check(carrierOf(3), "--format", format + "=" + file);
        Matcher prints = Pattern.compile(pattern).matcher(Files.readString(file));
        assertThat(prints.results().map(print -> print.group(1)).toList())
                .hasSizeGreaterThan(8)
                .doesNotHaveDuplicates();
    }

    @Test
    void aBillOfMaterialsHoldsEachFinding() throws Exception {
        AssayRun run = check(carrierOf(3), "--format", "cyclonedx");
        assertThat(run.out().split("embedded-elf: ", -1)).hasSize(1 + 3);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "`\"name\": \"assay\"`        | `\"name\": \"another\"`",
                "`\"tool\": {`                | `\"tool\": \"assay\", \"was\": {`",
                "`\"findings\": [`            | `\"findings\": 1, \"were\": [`",
                "`\"artifacts\": [`           | `\"artifacts\": {}, \"were\": [`",
                "`\"findings\": [`            | `\"findings\": [1, `",
                "`\"verdict\": \"fail\",`     | ``",
            })
    void whatIsNoReportOfAssayIsRefused(String part, String instead) throws Exception {
        Path report = Path.of(baselineOf(dynamic()));
        String text = Files.readString(report);
        assertThat(text).contains(part);
        Files.writeString(report, text.replace(part, instead == null ? "" : instead));
        assertThatItIsRefused(report);
    }

    @Test
    void whatIsCutShortOrGoesOnIsRefused() throws Exception {
        Path report = Path.of(baselineOf(dynamic()));
        String text = Files.readString(report);
        for (String wrong : new String[] {"", text.substring(0, text.length() / 2), text + "{}", text + text}) {
            Files.writeString(report, wrong);
            assertThatItIsRefused(report);
        }
    }

    private void assertThatItIsRefused(Path report) throws IOException {
        AssayRun run = check(dynamic(), "--baseline", report.toString());
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("--baseline " + report + ": is no JSON report of assay check");
        assertThat(run.out()).isEmpty();
    }
}
