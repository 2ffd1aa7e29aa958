package dev.assay.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.assay.Origin.PackageId;
import dev.assay.provenance.Component;
import dev.assay.provenance.Evidence;
import dev.assay.provenance.Placement;
import dev.assay.rules.Finding;
import java.io.IOException;
import java.io.Writer;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The report as a CycloneDX 1.6 bill of materials: each artifact is a component, the libraries in it are components within
 * that one, with what proves them. An occurrence is an archive member, at the file offset of its first byte.
 */
public final class CycloneDxReport implements ReportFormat {
    @Override
    public void write(Report report, Writer out) throws IOException {
        CycloneDxLicences licences = new CycloneDxLicences(report, SpdxLicences.read());
        try (JsonGenerator json = JsonReport.generator(out)) {
            json.writeStartObject();
            json.writeStringField("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
            json.writeStringField("bomFormat", "CycloneDX");
            json.writeStringField("specVersion", "1.6");
            json.writeNumberField("version", 1);
            writeMetadata(report, json);
            json.writeArrayFieldStart("components");
            for (int i = 0; i < report.artifacts().size(); i++) {
                writeArtifact(report.artifacts().get(i), "artifact-" + i, licences, json);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("dependencies");
            for (int i = 0; i < report.artifacts().size(); i++) {
                writeDependencies(report.artifacts().get(i), "artifact-" + i, json);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        out.write("\n");
        out.flush();
    }

    private static void writeMetadata(Report report, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("metadata");
        json.writeObjectFieldStart("tools");
        json.writeArrayFieldStart("components");
        json.writeStartObject();
        json.writeStringField("type", "application");
        json.writeStringField("name", "assay");
        json.writeStringField("version", report.toolVersion());
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeArtifact(
            ArtifactReport artifact, String ref, CycloneDxLicences licences, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "application");
        json.writeStringField("bom-ref", ref);
        json.writeStringField("name", artifact.distinctPath());
        json.writeArrayFieldStart("hashes");
        json.writeStartObject();
        json.writeStringField("alg", "SHA-256");
        json.writeStringField("content", artifact.sha256());
        json.writeEndObject();
        json.writeEndArray();
        if (artifact.container().isPresent()) {
            licences.write(artifact.container().get().id(), json);
        }
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("assay:form", Spelling.of(artifact.linkage().form()));
        properties.put("assay:machine", artifact.linkage().machine());
        properties.put(
                "assay:executable-bytes", Long.toString(artifact.coverage().executable()));
        properties.put(
                "assay:unexplained-bytes", Long.toString(artifact.coverage().unexplained()));
        properties.put("assay:verdict", Spelling.of(artifact.verdict()));
        for (Finding finding : artifact.findings()) {
            properties.put(
                    "assay:finding:" + finding.fingerprint(artifact.path()),
                    finding.rule() + ": " + JunitCase.line(finding));
        }
        artifact.container().ifPresent(inPackage -> properties.put("assay:package", PackageUrl.of(inPackage.id())));
        writeProperties(properties, json);
        json.writeArrayFieldStart("components");
        for (int i = 0; i < artifact.components().size(); i++) {
            writeComponent(artifact, artifact.components().get(i), ref + "-component-" + i, licences, json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeComponent(
            ArtifactReport artifact, Component component, String ref, CycloneDxLicences licences, JsonGenerator json)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "library");
        json.writeStringField("bom-ref", ref);
        json.writeStringField("name", component.name());
        if (component.origin().isPresent()) {
            PackageId id = component.origin().get();
            json.writeStringField("version", id.version());
            if (isPackage(component)) {
                json.writeStringField("purl", PackageUrl.of(id));
                licences.write(id, json);
            }
        }
        writeEvidence(artifact, component, json);
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("assay:evidence", Spelling.of(component.evidence()));
        properties.put("assay:code-bytes", Long.toString(component.bytes()));
        properties.put("assay:data-bytes", Long.toString(component.dataBytes()));
        component.origin().ifPresent(id -> properties.put("assay:source", id.source() + " " + id.sourceVersion()));
        if (component.versions().size() > 1) {
            properties.put("assay:versions", String.join(", ", component.versions()));
        }
        writeProperties(properties, json);
        json.writeEndObject();
    }

    /** What is only declared may be a Go module, or a package of nobody knows which distribution. */
    private static boolean isPackage(Component component) {
        return component.origin().isPresent() && component.evidence() != Evidence.DECLARED;
    }

    private static void writeEvidence(ArtifactReport artifact, Component component, JsonGenerator json)
            throws IOException {
        json.writeObjectFieldStart("evidence");
        json.writeArrayFieldStart("identity");
        json.writeStartObject();
        json.writeStringField("field", isPackage(component) ? "purl" : "name");
        json.writeNumberField("confidence", confidence(component.evidence()));
        json.writeArrayFieldStart("methods");
        json.writeStartObject();
        json.writeStringField(
                "technique", component.evidence() == Evidence.DECLARED ? "manifest-analysis" : "binary-analysis");
        json.writeNumberField("confidence", confidence(component.evidence()));
        json.writeStringField("value", Spelling.of(component.evidence()));
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
        json.writeArrayFieldStart("occurrences");
        for (MemberPlace place : places(artifact, component)) {
            json.writeStartObject();
            json.writeStringField("location", artifact.displayPath());
            OptionalLong offset = artifact.linkage().offsetOf(place.address);
            if (offset.isPresent()) {
                json.writeNumberField("offset", offset.getAsLong());
            }
            json.writeStringField("symbol", place.name);
            json.writeStringField(
                    "additionalContext",
                    place.size + " bytes, at the virtual address 0x" + Long.toHexString(place.address));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** How sure an analysis by bytes, functions, symbols or strings is, on CycloneDX's scale from 0 to 1. */
    private static double confidence(Evidence evidence) {
        return switch (evidence) {
            case EXACT -> 1.0;
            case CODE -> 0.8;
            case SYMBOL -> 0.5;
            case STRING -> 0.2;
            case DECLARED -> 0.1;
        };
    }

    /** An archive member in the image, by its first section there. */
    private static final class MemberPlace {
        private final String name;
        private final long address;
        private long size;

        MemberPlace(String name, long address) {
            this.name = name;
            this.address = address;
        }
    }

    private static List<MemberPlace> places(ArtifactReport artifact, Component component) {
        Set<String> archives = component.archives().stream()
                .map(Component.ArchiveShare::path)
                .collect(Collectors.toCollection(HashSet::new));
        Map<String, MemberPlace> places = new LinkedHashMap<>();
        for (Placement placement : artifact.linkMap().placements()) {
            if (archives.contains(placement.section().origin().archive())) {
                String name = placement.section().origin().archiveName() + "("
                        + placement.section().member() + ")";
                places.computeIfAbsent(name, none -> new MemberPlace(name, placement.address())).size +=
                        placement.size();
            }
        }
        return List.copyOf(places.values());
    }

    private static void writeDependencies(ArtifactReport artifact, String ref, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("ref", ref);
        json.writeArrayFieldStart("dependsOn");
        for (int i = 0; i < artifact.components().size(); i++) {
            json.writeString(ref + "-component-" + i);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeProperties(Map<String, String> properties, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("properties");
        for (Map.Entry<String, String> property : properties.entrySet()) {
            json.writeStartObject();
            json.writeStringField("name", property.getKey());
            json.writeStringField("value", property.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
