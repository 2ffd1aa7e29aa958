package dev.assay.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.assay.Origin.PackageId;
import dev.assay.provenance.ReferenceSummary;
import dev.assay.reach.ChainLink;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The report as JSON: shape and schema in docs/report.schema.json. */
public final class JsonReport implements ReportFormat {
    static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(JsonFactory.Feature.USE_THREAD_LOCAL_FOR_BUFFER_RECYCLING)
            .build();

    private final ReportView view;

    public JsonReport(ReportView view) {
        this.view = view;
    }

    @Override
    public void write(Report report, Writer out) throws IOException {
        try (JsonGenerator json = generator(out)) {
            writeReport(report, json);
        }
        out.write("\n");
        out.flush();
    }

    /** {@return a writer of JSON, laid out as all of Assay's; closing it leaves the other open} */
    static JsonGenerator generator(Writer out) throws IOException {
        JsonGenerator json = FACTORY.createGenerator(out);
        json.setPrettyPrinter(new JsonLayout());
        return json;
    }

    /** {@return a writer of JSON without any white space; closing it leaves the other open} */
    static JsonGenerator compactGenerator(Writer out) throws IOException {
        return FACTORY.createGenerator(out);
    }

    private void writeReport(Report report, JsonGenerator json) throws IOException {
        JsonFindings findings = new JsonFindings(json);
        JsonArtifacts artifacts = new JsonArtifacts(json, view);
        json.writeStartObject();
        json.writeObjectFieldStart("tool");
        json.writeStringField("name", "assay");
        json.writeStringField("version", report.toolVersion());
        json.writeEndObject();
        if (view == ReportView.JUDGED) {
            writeStrings(json, "ruleset", report.ruleSets());
            json.writeStringField("verdict", Spelling.of(report.verdict()));
        }
        json.writeArrayFieldStart("artifacts");
        for (ArtifactReport artifact : report.artifacts()) {
            artifacts.write(artifact);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("packages");
        for (PackageReport packageReport : report.packages()) {
            writePackage(packageReport, json);
        }
        json.writeEndArray();
        if (view == ReportView.JUDGED) {
            findings.write("findings", "", report.findings());
        }
        writeReferences(report.references(), json);
        json.writeNumberField("skipped", report.skipped());
        writeUnreadable(report.unreadable(), json);
        json.writeEndObject();
    }

    static void writeUnreadable(List<Report.Unreadable> all, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("unreadable");
        for (Report.Unreadable unreadable : all) {
            json.writeStartObject();
            json.writeStringField("path", unreadable.path());
            writeNumber(json, "offset", unreadable.offset());
            json.writeStringField("message", unreadable.message());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writePackage(PackageReport packageReport, JsonGenerator json) throws IOException {
        ContainingPackage identity = packageReport.identity();
        json.writeStartObject();
        json.writeStringField("path", identity.path());
        json.writeStringField("sha256", packageReport.sha256());
        json.writeStringField("name", identity.id().name());
        json.writeStringField("version", identity.id().version());
        json.writeStringField("architecture", identity.id().architecture());
        json.writeStringField("format", Spelling.of(identity.format()));
        writeSource(json, Optional.of(identity.id()));
        new JsonPackages(json).write(packageReport.content());
        if (view == ReportView.JUDGED) {
            json.writeStringField("verdict", Spelling.of(packageReport.verdict()));
            new JsonFindings(json).write("findings", identity.path(), packageReport.findings());
        }
        json.writeEndObject();
    }

    private static void writeReferences(List<ReferenceSummary> references, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("references");
        for (ReferenceSummary reference : references) {
            json.writeStartObject();
            json.writeStringField("path", reference.origin().archive());
            Optional<PackageId> owner = reference.origin().owner();
            writeOptional(json, "package", owner.map(PackageId::name));
            writeOptional(json, "version", owner.map(PackageId::version));
            writeStrings(json, "unusable", reference.unusable());
            json.writeNumberField("unknownRelocations", reference.unknownRelocations());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void writeSource(JsonGenerator json, Optional<PackageId> id) throws IOException {
        if (id.isEmpty()) {
            json.writeNullField("source");
            return;
        }
        json.writeObjectFieldStart("source");
        json.writeStringField("name", id.get().source());
        json.writeStringField("version", id.get().sourceVersion());
        json.writeEndObject();
    }

    static void writePath(JsonGenerator json, String name, List<ChainLink> path) throws IOException {
        json.writeArrayFieldStart(name);
        for (ChainLink link : path) {
            json.writeStartObject();
            writeOptional(json, "archive", link.archive());
            writeOptional(json, "member", link.member());
            writeOptional(json, "symbol", link.symbol());
            json.writeStringField("address", "0x" + Long.toHexString(link.address()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void writeStrings(JsonGenerator json, String name, List<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    static void writeOptional(JsonGenerator json, String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(name, value.get());
        } else {
            json.writeNullField(name);
        }
    }

    static void writeNumber(JsonGenerator json, String name, OptionalLong value) throws IOException {
        if (value.isPresent()) {
            json.writeNumberField(name, value.getAsLong());
        } else {
            json.writeNullField(name);
        }
    }
}
