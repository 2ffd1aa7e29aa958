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

    private final Optional<String> rulePages;

    /**
     * Makes the format.
     *
     * @param rulePages where the rule pages lie, for links to them; a folder's address
     */
    public SarifReport(Optional<String> rulePages) {
        this.rulePages = rulePages;
    }

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

    private void writeRun(Report report, JsonGenerator json) throws IOException {
        List<String> rules = rulesWithFindings(report);
        Map<String, Integer> places = new HashMap<>();
        int index = 0;
        json.writeStartObject();
        writeTool(report, rules, json);
        writeInvocation(report, json);
        json.writeArrayFieldStart("artifacts");
        for (PackageReport one : report.packages()) {
            places.put(one.identity().path(), index++);
            json.writeStartObject();
            writeLocation(FileUri.of(one.identity().path()), json);
            writeContent(one.sha256(), json);
            json.writeEndObject();
        }
        for (ArtifactReport one : report.artifacts()) {
            if (one.isWholeFile()) {
                places.put(one.displayPath(), index);
            }
            index++;
            writeArtifact(one, places, json);
        }
        json.writeEndArray();
        SarifResults results = new SarifResults(json, rules, isCompared(report));
        json.writeArrayFieldStart("results");
        for (ArtifactReport one : report.artifacts()) {
            // A place inside a file is one of the file.
            results.write(one.findings(), one.path(), one.inside(), uri(one), places.get(one.displayPath()));
        }
        for (PackageReport one : report.packages()) {
            String path = one.identity().path();
            results.write(one.findings(), path, Optional.empty(), FileUri.of(path), places.get(path));
        }
        results.write(report.findings());
        json.writeEndArray();
        json.writeObjectFieldStart("properties");
        json.writeStringField("verdict", Spelling.of(report.verdict()));
        JsonReport.writeStrings(json, "ruleset", report.ruleSets());
        json.writeEndObject();
        json.writeEndObject();
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

    private void writeTool(Report report, List<String> rules, JsonGenerator json) throws IOException {
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
            if (rulePages.isPresent()) {
                json.writeStringField("helpUri", rulePages.get() + rule + ".md");
            }
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

    /** What lies inside a file has no path there, but an offset (3.24.4), unless it is packed. */
    private static void writeArtifact(ArtifactReport artifact, Map<String, Integer> places, JsonGenerator json)
            throws IOException {
        json.writeStartObject();
        if (artifact.inside().isPresent()) {
            writeText(json, "description", artifact.distinctPath());
            json.writeNumberField("parentIndex", places.get(artifact.displayPath()));
            if (artifact.inside().get().wrapping().isEmpty()) {
                json.writeNumberField("offset", artifact.inside().get().offset());
            }
        } else {
            writeLocation(uri(artifact), json);
            if (artifact.container().isPresent()) {
                json.writeNumberField(
                        "parentIndex", places.get(artifact.container().get().path()));
            }
        }
        writeContent(artifact.sha256(), json);
        json.writeEndObject();
    }

    private static void writeLocation(String uri, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("location");
        json.writeStringField("uri", uri);
        json.writeEndObject();
    }

    private static void writeContent(String sha256, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("roles");
        json.writeString("analysisTarget");
        json.writeEndArray();
        json.writeObjectFieldStart("hashes");
        json.writeStringField("sha-256", sha256);
        json.writeEndObject();
    }

    static void writeText(JsonGenerator json, String field, String text) throws IOException {
        json.writeObjectFieldStart(field);
        json.writeStringField("text", text);
        json.writeEndObject();
    }
}
