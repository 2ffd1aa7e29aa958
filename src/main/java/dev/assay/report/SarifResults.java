package dev.assay.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.assay.report.ArtifactReport.Inside;
import dev.assay.rules.Finding;
import dev.assay.rules.Severity;
import dev.assay.rules.Waiver;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Findings as SARIF results. */
final class SarifResults {
    private static final String FAIL = "fail";

    private final JsonGenerator json;
    private final List<String> rules;
    private final boolean isCompared;

    SarifResults(JsonGenerator json, List<String> rules, boolean isCompared) {
        this.json = json;
        this.rules = rules;
        this.isCompared = isCompared;
    }

    /**
     * Writes the findings of one artifact or package.
     *
     * @param inside where the artifact lies in another: its findings inform, since they count for no verdict
     * @param uri of the artifact, or of the one around it
     * @param artifact index of what the URI names
     */
    void write(List<Finding> findings, String path, Optional<Inside> inside, String uri, int artifact)
            throws IOException {
        for (Finding finding : findings) {
            writeHead(finding, inside.isPresent() ? "informational" : kind(finding), path);
            json.writeArrayFieldStart("locations");
            json.writeStartObject();
            writePhysical(uri, artifact);
            if (inside.isPresent()) {
                writeRegion(inside.get().offset());
            } else {
                writePlace(finding);
            }
            json.writeEndObject();
            writeMember(finding);
            json.writeEndObject();
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    /** Writes findings that are of no artifact and no package. */
    void write(List<Finding> findings) throws IOException {
        for (Finding finding : findings) {
            writeHead(finding, kind(finding), "");
            json.writeEndObject();
        }
    }

    private static String kind(Finding finding) {
        return switch (finding.ruling()) {
            case BROKEN -> FAIL;
            case UNPROVED -> "open";
        };
    }

    // A level is that of a failure; whatever is none has the level "none" (3.27.10).
    private void writeHead(Finding finding, String kind, String path) throws IOException {
        json.writeStartObject();
        json.writeStringField("ruleId", finding.rule());
        json.writeNumberField("ruleIndex", rules.indexOf(finding.rule()));
        json.writeStringField("kind", kind);
        json.writeStringField("level", kind.equals(FAIL) ? level(finding.severity()) : "none");
        SarifReport.writeText(
                json,
                "message",
                finding.mend().isEmpty() ? finding.message() : finding.message() + "\n" + finding.mend());
        json.writeObjectFieldStart("partialFingerprints");
        json.writeStringField("assay/v1", finding.fingerprint(path));
        json.writeEndObject();
        if (isCompared) {
            json.writeStringField("baselineState", finding.known() ? "unchanged" : "new");
        }
        if (finding.waiver().isPresent()) {
            writeSuppression(finding.waiver().get());
        }
        json.writeObjectFieldStart("properties");
        json.writeStringField("severity", Spelling.of(finding.severity()));
        json.writeStringField("ruleset", finding.ruleSet());
        json.writeStringField("evidence", finding.evidence());
        json.writeEndObject();
    }

    private void writeSuppression(Waiver waiver) throws IOException {
        json.writeArrayFieldStart("suppressions");
        json.writeStartObject();
        json.writeStringField("kind", "external");
        json.writeStringField("status", "accepted");
        json.writeStringField(
                "justification",
                waiver.reason() + " (" + waiver.owner() + ", until " + waiver.expires() + ", " + waiver.place() + ")");
        json.writeEndObject();
        json.writeEndArray();
    }

    private void writePhysical(String uri, int artifact) throws IOException {
        json.writeObjectFieldStart("physicalLocation");
        json.writeObjectFieldStart("artifactLocation");
        json.writeStringField("uri", uri);
        json.writeNumberField("index", artifact);
        json.writeEndObject();
    }

    private void writePlace(Finding finding) throws IOException {
        if (finding.offset().isPresent() && finding.offset().getAsLong() >= 0) {
            writeRegion(finding.offset().getAsLong());
        }
        // SARIF's addresses are signed: the upper half of the address space has none.
        if (finding.address().isPresent() && finding.address().getAsLong() >= 0) {
            json.writeObjectFieldStart("address");
            json.writeNumberField("absoluteAddress", finding.address().getAsLong());
            json.writeEndObject();
        }
    }

    private void writeRegion(long offset) throws IOException {
        json.writeObjectFieldStart("region");
        json.writeNumberField("byteOffset", offset);
        json.writeEndObject();
    }

    private void writeMember(Finding finding) throws IOException {
        if (finding.member().isEmpty()) {
            return;
        }
        Finding.MemberName member = finding.member().get();
        json.writeArrayFieldStart("logicalLocations");
        json.writeStartObject();
        json.writeStringField("name", member.member());
        json.writeStringField("fullyQualifiedName", member.archive() + "(" + member.member() + ")");
        json.writeStringField("kind", "module");
        json.writeEndObject();
        json.writeEndArray();
    }

    private static String level(Severity severity) {
        return switch (severity) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case INFO -> "note";
            case OFF -> "none";
        };
    }
}
