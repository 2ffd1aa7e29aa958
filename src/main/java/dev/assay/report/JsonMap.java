package dev.assay.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.assay.provenance.CodeRange;
import dev.assay.provenance.InputSectionId;
import dev.assay.provenance.LinkMap;
import dev.assay.provenance.Placement;
import java.io.IOException;
import java.io.Writer;

/** The link map of a report's one image, as JSON: shape and schema in docs/map.schema.json. */
public final class JsonMap implements ReportFormat {
    private static final JsonFactory FACTORY =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    @Override
    public void write(Report report, Writer out) throws IOException {
        ArtifactReport image = report.artifacts().get(0);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.setPrettyPrinter(new JsonLayout());
            json.writeStartObject();
            json.writeStringField("image", image.displayPath());
            writeMap(image.linkMap(), json);
            json.writeEndObject();
        }
        out.write("\n");
        out.flush();
    }

    private static void writeMap(LinkMap map, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("placements");
        for (Placement placement : map.placements()) {
            writePlacement(placement, json);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("ranges");
        for (CodeRange range : map.ranges()) {
            json.writeStartObject();
            json.writeStringField("address", hex(range.address()));
            json.writeNumberField("size", range.size());
            json.writeStringField("kind", Spelling.of(range.kind()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writePlacement(Placement placement, JsonGenerator json) throws IOException {
        json.writeStartObject();
        writeSection(placement.section(), json);
        json.writeStringField("address", hex(placement.address()));
        json.writeNumberField("size", placement.size());
        json.writeBooleanField("executable", placement.executable());
        json.writeStringField("evidence", Spelling.of(placement.evidence()));
        json.writeArrayFieldStart("alternatives");
        for (InputSectionId other : placement.alternatives()) {
            json.writeStartObject();
            writeSection(other, json);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeSection(InputSectionId section, JsonGenerator json) throws IOException {
        json.writeStringField("archive", section.origin().archive());
        json.writeStringField("member", section.member());
        json.writeStringField("section", section.section());
    }

    static String hex(long address) {
        return "0x" + Long.toHexString(address);
    }
}
