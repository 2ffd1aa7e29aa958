package dev.assay.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.assay.reach.MemberChain;
import java.io.IOException;
import java.io.Writer;

/** Why something is in an image, as JSON: shape and schema in docs/why.schema.json. */
public final class JsonReason implements ReportFormat {
    private static final JsonFactory FACTORY =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private final Reason reason;

    public JsonReason(Reason reason) {
        this.reason = reason;
    }

    @Override
    public void write(Report report, Writer out) throws IOException {
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.setPrettyPrinter(new JsonLayout());
            json.writeStartObject();
            json.writeStringField("what", reason.what());
            json.writeStringField("address", JsonMap.hex(reason.address()));
            json.writeArrayFieldStart("chain");
            for (MemberChain.Link link : reason.members()) {
                json.writeStartObject();
                json.writeStringField("archive", link.archive().archive());
                json.writeStringField("member", link.member());
                JsonReport.writeOptional(json, "symbol", link.symbol());
                json.writeStringField("address", JsonMap.hex(link.address()));
                json.writeEndObject();
            }
            json.writeEndArray();
            JsonReport.writePath(json, "path", reason.path());
            json.writeEndObject();
        }
        out.write("\n");
        out.flush();
    }
}
