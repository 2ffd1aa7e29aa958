package dev.assay.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.assay.rules.Finding;
import dev.assay.rules.Waiver;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/** Findings as JSON. Addresses are hexadecimal strings: a JSON number holds 53 bits where it is read. */
final class JsonFindings {
    private final JsonGenerator json;

    JsonFindings(JsonGenerator json) {
        this.json = json;
    }

    /**
     * Writes an array of findings.
     *
     * @param path of the artifact or package that they are of; empty for those of the run
     */
    void write(String field, String path, List<Finding> findings) throws IOException {
        json.writeArrayFieldStart(field);
        for (Finding finding : findings) {
            write(finding, path);
        }
        json.writeEndArray();
    }

    private void write(Finding finding, String path) throws IOException {
        json.writeStartObject();
        json.writeStringField("rule", finding.rule());
        json.writeStringField("ruleset", finding.ruleSet());
        json.writeStringField("ruling", Spelling.of(finding.ruling()));
        json.writeStringField("severity", Spelling.of(finding.severity()));
        json.writeStringField("message", finding.message());
        json.writeStringField("mend", finding.mend());
        json.writeStringField("evidence", finding.evidence());
        writeAddress(finding.address());
        JsonReport.writeNumber(json, "offset", finding.offset());
        writeMember(finding);
        json.writeStringField("fingerprint", finding.fingerprint(path));
        json.writeBooleanField("known", finding.known());
        json.writeBooleanField("waived", finding.waived());
        if (finding.waiver().isPresent()) {
            writeWaiver(finding.waiver().get());
        }
        json.writeEndObject();
    }

    private void writeWaiver(Waiver waiver) throws IOException {
        json.writeObjectFieldStart("waiver");
        json.writeStringField("reason", waiver.reason());
        json.writeStringField("owner", waiver.owner());
        json.writeStringField("expires", waiver.expires().toString());
        json.writeEndObject();
    }

    private void writeAddress(OptionalLong address) throws IOException {
        if (address.isPresent()) {
            json.writeStringField("address", "0x" + Long.toHexString(address.getAsLong()));
        } else {
            json.writeNullField("address");
        }
    }

    private void writeMember(Finding finding) throws IOException {
        if (finding.member().isEmpty()) {
            json.writeNullField("member");
            return;
        }
        json.writeObjectFieldStart("member");
        json.writeStringField("archive", finding.member().get().archive());
        json.writeStringField("member", finding.member().get().member());
        json.writeEndObject();
    }
}
