package dev.assay.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.assay.Origin.PackageId;
import dev.assay.linkage.Linkage;
import dev.assay.provenance.CheckedVariants;
import dev.assay.provenance.Component;
import dev.assay.provenance.Coverage;
import dev.assay.reach.Hazard;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Artifacts as JSON: facts first, in the order of the pipeline. */
final class JsonArtifacts {
    private final JsonGenerator json;
    private final ReportView view;

    JsonArtifacts(JsonGenerator json, ReportView view) {
        this.json = json;
        this.view = view;
    }

    void write(ArtifactReport artifact) throws IOException {
        json.writeStartObject();
        json.writeStringField("path", artifact.path());
        writeInside(artifact.inside());
        json.writeStringField("sha256", artifact.sha256());
        if (view == ReportView.JUDGED) {
            json.writeStringField("verdict", Spelling.of(artifact.verdict()));
        }
        writeContainer(artifact.container());
        writeLinkage(artifact.linkage(), artifact.hazards());
        if (view == ReportView.FACTS) {
            writeChecks(CheckedVariants.of(artifact.linkMap()));
        }
        json.writeArrayFieldStart("components");
        for (Component component : artifact.components()) {
            writeComponent(component);
        }
        json.writeEndArray();
        writeCoverage(artifact.coverage());
        if (view == ReportView.JUDGED) {
            new JsonFindings(json).write("findings", artifact.path(), artifact.findings());
        }
        json.writeEndObject();
    }

    private void writeChecks(CheckedVariants checks) throws IOException {
        json.writeObjectFieldStart("checks");
        json.writeBooleanField("stackProtector", checks.stackProtector());
        JsonReport.writeStrings(json, "fortified", checks.fortified());
        json.writeEndObject();
    }

    private void writeInside(Optional<ArtifactReport.Inside> inside) throws IOException {
        if (inside.isEmpty()) {
            json.writeNullField("inside");
            return;
        }
        json.writeObjectFieldStart("inside");
        json.writeStringField("path", inside.get().path());
        json.writeNumberField("offset", inside.get().offset());
        if (!inside.get().wrapping().isEmpty()) {
            json.writeStringField("packing", inside.get().wrapping());
        }
        json.writeEndObject();
    }

    private void writeContainer(Optional<ContainingPackage> container) throws IOException {
        if (container.isEmpty()) {
            json.writeNullField("package");
            return;
        }
        PackageId id = container.get().id();
        json.writeObjectFieldStart("package");
        json.writeStringField("path", container.get().path());
        json.writeStringField("name", id.name());
        json.writeStringField("version", id.version());
        json.writeStringField("architecture", id.architecture());
        json.writeStringField("format", Spelling.of(container.get().format()));
        json.writeEndObject();
    }

    private void writeLinkage(Linkage linkage, List<Hazard> hazards) throws IOException {
        json.writeObjectFieldStart("linkage");
        json.writeStringField("form", Spelling.of(linkage.form()));
        json.writeStringField("machine", linkage.machine());
        JsonReport.writeOptional(json, "interpreter", linkage.interpreter());
        json.writeArrayFieldStart("needed");
        for (Linkage.DynamicString needed : linkage.needed()) {
            json.writeString(needed.value());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("hazards");
        for (Hazard hazard : hazards) {
            writeHazard(hazard);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writeHazard(Hazard hazard) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", Spelling.of(hazard.kind()));
        switch (hazard.reachable()) {
            case YES -> json.writeBooleanField("reachable", true);
            case NO -> json.writeBooleanField("reachable", false);
            case UNKNOWN -> json.writeNullField("reachable");
        }
        json.writeStringField("evidence", hazard.evidence());
        JsonReport.writePath(json, "chain", hazard.chain());
        json.writeEndObject();
    }

    private void writeComponent(Component component) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", component.name());
        json.writeStringField("evidence", Spelling.of(component.evidence()));
        JsonReport.writeOptional(json, "package", component.origin().map(PackageId::name));
        JsonReport.writeOptional(json, "version", component.origin().map(PackageId::version));
        JsonReport.writeStrings(json, "versions", component.versions());
        JsonReport.writeSource(json, component.origin());
        json.writeNumberField("bytes", component.bytes());
        json.writeNumberField("dataBytes", component.dataBytes());
        json.writeArrayFieldStart("archives");
        for (Component.ArchiveShare archive : component.archives()) {
            json.writeStartObject();
            json.writeStringField("path", archive.path());
            json.writeNumberField("members", archive.members());
            json.writeNumberField("bytes", archive.bytes());
            json.writeEndObject();
        }
        json.writeEndArray();
        writeFunctions(component.functions());
        JsonReport.writeStrings(json, "traces", component.traces());
        json.writeEndObject();
    }

    private void writeFunctions(Optional<Component.Functions> functions) throws IOException {
        if (functions.isEmpty()) {
            json.writeNullField("functions");
            return;
        }
        json.writeObjectFieldStart("functions");
        json.writeNumberField("agree", functions.get().agree());
        JsonReport.writeStrings(json, "differ", functions.get().differ());
        json.writeEndObject();
    }

    private void writeCoverage(Coverage coverage) throws IOException {
        json.writeObjectFieldStart("coverage");
        json.writeNumberField("executable", coverage.executable());
        json.writeNumberField("exact", coverage.exact());
        json.writeNumberField("code", coverage.code());
        json.writeNumberField("own", coverage.own());
        json.writeNumberField("padding", coverage.padding());
        json.writeNumberField("linker", coverage.linker());
        json.writeNumberField("data", coverage.data());
        json.writeNumberField("unexplained", coverage.unexplained());
        json.writeEndObject();
    }
}
