package dev.assay.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.assay.Origin.PackageId;
import java.io.IOException;
import java.io.Writer;
import java.util.Optional;

/**
 * A catalog's content for programs:
 *
 * <pre>
 * {"tool": {"name", "version"}, "path", "format", "size", "machine", "references": [
 *   {"path", "package", "version", "source": {"name", "version"} or null, "architecture", "suite", "members",
 *    "unusable": [], "unknownRelocations"}]}
 * </pre>
 */
public final class JsonCatalog {
    private final String toolVersion;

    /** Makes a report that says which version of Assay made it. */
    public JsonCatalog(String toolVersion) {
        this.toolVersion = toolVersion;
    }

    /**
     * Writes what a catalog holds.
     *
     * @param catalog the catalog
     * @param out where to; flushed, not closed
     */
    public void write(CatalogReport catalog, Writer out) throws IOException {
        JsonGenerator json = new JsonFactory().createGenerator(out).setPrettyPrinter(new JsonLayout());
        json.writeStartObject();
        json.writeObjectFieldStart("tool");
        json.writeStringField("name", "assay");
        json.writeStringField("version", toolVersion);
        json.writeEndObject();
        json.writeStringField("path", catalog.path());
        json.writeNumberField("format", catalog.format());
        json.writeNumberField("size", catalog.size());
        json.writeStringField("machine", catalog.machine());
        json.writeArrayFieldStart("references");
        for (CatalogReport.Archive archive : catalog.archives()) {
            write(archive, json);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.flush();
        out.write('\n');
        out.flush();
    }

    private static void write(CatalogReport.Archive archive, JsonGenerator json) throws IOException {
        Optional<PackageId> owner = archive.reference().origin().owner();
        json.writeStartObject();
        json.writeStringField("path", archive.reference().origin().archive());
        JsonReport.writeOptional(json, "package", owner.map(PackageId::name));
        JsonReport.writeOptional(json, "version", owner.map(PackageId::version));
        JsonReport.writeSource(json, owner);
        JsonReport.writeOptional(json, "architecture", known(owner.map(PackageId::architecture)));
        JsonReport.writeOptional(json, "suite", known(owner.map(PackageId::suite)));
        json.writeNumberField("members", archive.members());
        JsonReport.writeStrings(json, "unusable", archive.reference().unusable());
        json.writeNumberField("unknownRelocations", archive.reference().unknownRelocations());
        json.writeEndObject();
    }

    private static Optional<String> known(Optional<String> value) {
        return value.filter(text -> !text.isEmpty());
    }
}
