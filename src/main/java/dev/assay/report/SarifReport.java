package dev.assay.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.assay.rules.Finding;
import dev.assay.rules.RuleCatalog;
import dev.assay.rules.RulePages;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The report as SARIF 2.1.0 (OASIS), for code-scanning services. A broken rule is a result of kind {@code fail}; an unproved
 * one of kind {@code open} ("insufficient information to decide", 3.27.9), whose level must then be {@code none}: its severity
 * stands in its properties. Files in a package are artifacts nested in that of the package.
 */
public final class SarifReport implements ReportFormat {
    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    @Override
    public void write(Report report, Writer out) throws IOException {
        try (JsonGenerator json = JsonReport.generator(out)) {
            json.writeStartObject();
            json.writeStringField("$schema", SCHEMA);
            json.writeStringField("version", "2.1.0");
            json.writeArrayFieldStart("runs");
            writeRun(report, json);
            json.writeEndArray();
            json.writeEndObject();
        }
        out.write("\n");
        out.flush();
    }

    private static void writeRun(Report report, JsonGenerator json) throws IOException {
        List<String> rules = rulesWithFindings(report);
        Map<String, Integer> places = new HashMap<>();
        json.writeStartObject();
        writeTool(report, rules, json);
        writeInvocation(report, json);
        json.writeArrayFieldStart("artifacts");
        for (PackageReport one : report.packages()) {
            places.put(one.identity().path(), places.size());
            writeArtifact(FileUri.of(one.identity().path()), one.sha256(), Optional.empty(), json);
        }
        for (ArtifactReport one : report.artifacts()) {
            places.put(one.displayPath(), places.size());
            writeArtifact(uri(one), one.sha256(), container(one).map(places::get), json);
        }
        json.writeEndArray();
        SarifResults results = new SarifResults(json, rules, isCompared(report));
        json.writeArrayFieldStart("results");
        for (ArtifactReport one : report.artifacts()) {
            results.write(one.findings(), one.path(), uri(one), places.get(one.displayPath()));
        }
        for (PackageReport one : report.packages()) {
            String path = one.identity().path();
            results.write(one.findings(), path, FileUri.of(path), places.get(path));
        }
        results.write(report.findings());
        json.writeEndArray();
        json.writeObjectFieldStart("properties");
        json.writeStringField("verdict", Spelling.of(report.verdict()));
        JsonReport.writeStrings(json, "ruleset", report.ruleSets());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static Optional<String> container(ArtifactReport artifact) {
        return artifact.inside()
                .map(ArtifactReport.Inside::path)
                .or(() -> artifact.container().map(ContainingPackage::path));
    }

    /** A nested artifact's URI is its place in its container (3.24.3). */
    private static String uri(ArtifactReport artifact) {
        return artifact.container().isPresent() ? "/" + FileUri.encoded(artifact.path()) : FileUri.of(artifact.path());
    }

    private static Stream<Finding> findings(Report report) {
        return Stream.of(
                        report.artifacts().stream().flatMap(one -> one.findings().stream()),
                        report.packages().stream().flatMap(one -> one.findings().stream()),
                        report.findings().stream())
                .flatMap(all -> all);
    }

    private static List<String> rulesWithFindings(Report report) {
        TreeSet<String> found = new TreeSet<>();
        findings(report).forEach(finding -> found.add(finding.rule()));
        return new ArrayList<>(found);
    }

    private static boolean isCompared(Report report) {
        return findings(report).anyMatch(Finding::known);
    }

    private static void writeTool(Report report, List<String> rules, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("tool");
        json.writeObjectFieldStart("driver");
        json.writeStringField("name", "assay");
        json.writeStringField("version", report.toolVersion());
        json.writeArrayFieldStart("rules");
        for (String rule : rules) {
            json.writeStartObject();
            json.writeStringField("id", rule);
            writeText(json, "shortDescription", RuleCatalog.summary(rule).orElse(rule));
            Optional<String> page = RulePages.find(rule);
            if (page.isPresent()) {
                json.writeObjectFieldStart("help");
                json.writeStringField("text", page.get());
                json.writeStringField("markdown", page.get());
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeInvocation(Report report, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("invocations");
        json.writeStartObject();
        json.writeBooleanField("executionSuccessful", report.unreadable().isEmpty());
        json.writeArrayFieldStart("toolExecutionNotifications");
        for (Report.Unreadable unreadable : report.unreadable()) {
            json.writeStartObject();
            json.writeStringField("level", "error");
            writeText(json, "message", unreadable.path() + ": " + unreadable.message());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
    }

    private static void writeArtifact(String uri, String sha256, Optional<Integer> parent, JsonGenerator json)
            throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("location");
        json.writeStringField("uri", uri);
        json.writeEndObject();
        if (parent.isPresent()) {
            json.writeNumberField("parentIndex", parent.get());
        }
        json.writeArrayFieldStart("roles");
        json.writeString("analysisTarget");
        json.writeEndArray();
        json.writeObjectFieldStart("hashes");
        json.writeStringField("sha-256", sha256);
        json.writeEndObject();
        json.writeEndObject();
    }

    static void writeText(JsonGenerator json, String field, String text) throws IOException {
        json.writeObjectFieldStart(field);
        json.writeStringField("text", text);
        json.writeEndObject();
    }
}
