package dev.assay.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.assay.Origin.PackageId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The licences of a component as CycloneDX 1.6 has them: one expression, or a list of identifiers and names (its schema,
 * "licenseChoice"). All are declared: what a package states of its files, and no analysis of what of them is linked in.
 */
final class CycloneDxLicences {
    private final Report report;
    private final SpdxLicences spdx;

    CycloneDxLicences(Report report, SpdxLicences spdx) {
        this.report = report;
        this.spdx = spdx;
    }

    /** Writes the field, where the package states licences. */
    void write(PackageId id, JsonGenerator json) throws IOException {
        List<String> stated = report.licences(id);
        if (stated.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("licenses");
        String first = stated.get(0);
        if (stated.size() == 1 && spdx.identifier(first).isEmpty() && spdx.isExpression(first)) {
            writeDeclared("expression", first, json);
        } else {
            for (String written : stated) {
                Optional<String> identifier = spdx.identifier(written);
                json.writeStartObject();
                json.writeFieldName("license");
                writeDeclared(identifier.isPresent() ? "id" : "name", identifier.orElse(written), json);
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    private static void writeDeclared(String field, String value, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField(field, value);
        json.writeStringField("acknowledgement", "declared");
        json.writeEndObject();
    }
}
