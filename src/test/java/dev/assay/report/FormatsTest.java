package dev.assay.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import dev.assay.rules.Severity;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every format against its official schema, where there is one. */
class FormatsTest {
    private static final Report REPORT = SampleReport.of(3, 60);

    static List<ReportFormat> formats() {
        return List.of(
                new SarifReport(Optional.empty()),
                new JunitReport(Severity.ERROR),
                new CycloneDxReport(),
                new HtmlReport(),
                new JsonReport(ReportView.JUDGED));
    }

    private static String written(ReportFormat format) throws IOException {
        StringWriter out = new StringWriter();
        format.write(REPORT, out);
        return out.toString();
    }

    @ParameterizedTest
    @MethodSource("formats")
    void theSameReportGivesTheSameCharacters(ReportFormat format) throws IOException {
        assertThat(written(format)).isEqualTo(written(format)).endsWith("\n");
    }

    @ParameterizedTest
    @MethodSource("formats")
    void waivedFindingsStayVisible(ReportFormat format) throws IOException {
        assertThat(written(format)).contains("no-relro").contains("Jo").contains("2030-01-01");
    }

    @Test
    void sarifKeepsToItsSchema() throws IOException {
        Schema schema = OfficialSchemas.sarif();
        assertThat(schema.validate(written(new SarifReport(Optional.empty())), InputFormat.JSON))
                .isEmpty();
        assertThat(schema.validate("{\"version\": \"2.1.0\", \"runs\": [{}]}", InputFormat.JSON))
                .isNotEmpty();
    }

    @Test
    void factsAloneTellWhatChecksCompilersPutIn() throws IOException {
        assertThat(written(new JsonReport(ReportView.FACTS))).contains("\"checks\": {", "\"stackProtector\": false");
        assertThat(written(new JsonReport(ReportView.JUDGED))).doesNotContain("\"checks\"");
    }

    @Test
    void sarifNamesMembersAndSuppressesWhatIsWaived() throws IOException {
        assertThat(written(new SarifReport(Optional.empty())))
                .contains("\"fullyQualifiedName\": \"libc.a(getaddrinfo.o)\"")
                .contains("\"justification\": \"old <linker> (Jo, until 2030-01-01, w.yaml:2)\"")
                .contains("\"byteOffset\": 64")
                .contains("\"uri\": \"/usr/bin/qemu-0-static\"");
    }

    @Test
    void sarifLinksToRulePagesOnlyWhereTheirAddressIsKnown() throws IOException {
        String linked = written(new SarifReport(Optional.of("https://example.org/rules/")));
        assertThat(linked).contains("\"helpUri\": \"https://example.org/rules/elf-needed.md\"");
        assertThat(OfficialSchemas.sarif().validate(linked, InputFormat.JSON)).isEmpty();
        assertThat(written(new SarifReport(Optional.empty()))).doesNotContain("helpUri");
    }

    @Test
    void cycloneDxKeepsToItsSchema() throws IOException {
        Schema schema = OfficialSchemas.cycloneDx();
        assertThat(schema.validate(written(new CycloneDxReport()), InputFormat.JSON))
                .isEmpty();
        assertThat(schema.validate("{\"bomFormat\": \"CycloneDX\"}", InputFormat.JSON))
                .isNotEmpty();
    }

    @Test
    void cycloneDxTellsLicencesAsIdentifiersAsNamesOrAsOneExpression() throws IOException {
        String json = written(new CycloneDxReport()).replaceAll("\\s+", " ");
        assertThat(json)
                .contains("\"purl\": \"pkg:deb/debian/libc6-dev@2.36-9%2Bdeb12u14?arch=amd64\", \"licenses\": [ {"
                        + " \"expression\": \"LGPL-2.1-or-later AND (BSD-3-Clause OR GPL-2.0-only WITH"
                        + " Linux-syscall-note)\", \"acknowledgement\": \"declared\" } ]")
                .contains("\"licenses\": [ { \"license\": { \"id\": \"Zlib\", \"acknowledgement\": \"declared\" } },"
                        + " { \"license\": { \"name\": \"GPL-2+\", \"acknowledgement\": \"declared\" } },"
                        + " { \"license\": { \"id\": \"BSD-3-Clause\", \"acknowledgement\": \"declared\" } } ]");
        assertThat(json.split("\"licenses\"", -1))
                .as("no licence is known of the package itself")
                .hasSize(1 + 3 * 2);
    }

    @Test
    void cycloneDxSaysWhatProvesAComponentAndWhereItIs() throws IOException {
        assertThat(written(new CycloneDxReport()))
                .contains("\"purl\": \"pkg:deb/debian/libc6-dev@2.36-9%2Bdeb12u14?arch=amd64\"")
                .contains("\"purl\": \"pkg:deb/debian/zlib1g-dev@1:1.2.13.dfsg-1?arch=amd64\"")
                .contains("\"technique\": \"binary-analysis\"")
                .contains("\"symbol\": \"libz.a(member0.o)\"")
                .contains("\"offset\": " + 0x1000)
                .contains("at the virtual address 0x401000")
                .doesNotContain("\"offset\": " + 0x401000);
    }

    @Test
    void junitKeepsToOurSchemaAndShowsWhatIsKept() throws IOException {
        String xml = written(new JunitReport(Severity.ERROR));
        assertThatCode(() -> SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                        .newSchema(Path.of("docs/junit.xsd").toFile())
                        .newValidator()
                        .validate(new StreamSource(new StringReader(xml))))
                .doesNotThrowAnyException();
        assertThat(xml)
                .contains("<testcase name=\"elf-malformed\" classname=\"qemu-user-static.deb!usr/bin/qemu-0-static\""
                        + " time=\"0\"/>")
                .contains("<testcase name=\"name-suffix\" classname=\"qemu-user-static.deb\" time=\"0\"/>")
                .contains("<skipped message=\"error: there is no PT_GNU_RELRO [waived until 2030-01-01 by Jo")
                .contains("lib&lt;script&gt;alert(1)&lt;/script&gt;]]&gt;\ufffd\u00e9.so");
    }

    @Test
    void htmlHoldsNoMarkupOfOthersAndLoadsNothing() throws IOException {
        String html = written(new HtmlReport());
        assertThat(html)
                .doesNotContain("<script>alert")
                .doesNotContain("</script><b>")
                .doesNotContain("http:")
                .doesNotContain("https:")
                .contains("Content-Security-Policy")
                .contains("gone &amp; &lt;lost&gt;\ufffd");
    }
}
