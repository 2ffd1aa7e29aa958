package dev.assay.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.assay.packaging.Difference.ComponentChange;
import dev.assay.packaging.Difference.ImageChange;
import dev.assay.packaging.Difference.Loss;
import dev.assay.packaging.Difference.PackageChange;
import dev.assay.packaging.Snapshot.Image;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;
import java.util.Optional;

/** A difference as JSON (cli.md, "Other shapes"). */
public final class JsonDifference {

    /** Writes it whole. */
    public void write(DifferenceReport report, Writer out) throws IOException {
        try (JsonGenerator json = JsonReport.FACTORY.createGenerator(out)) {
            json.setPrettyPrinter(new JsonLayout());
            json.writeStartObject();
            json.writeObjectFieldStart("tool");
            json.writeStringField("name", "assay");
            json.writeStringField("version", report.toolVersion());
            json.writeEndObject();
            json.writeArrayFieldStart("artifacts");
            for (ImageChange image : report.difference().images()) {
                writeImage(image, json);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("packages");
            for (PackageChange one : report.difference().packages()) {
                writePackage(one, json);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("upgrade");
            for (Loss loss : report.difference().losses()) {
                json.writeStartObject();
                json.writeStringField("rule", loss.rule().key());
                json.writeStringField("severity", loss.rule().gravity().name().toLowerCase(Locale.ROOT));
                json.writeStringField("message", loss.message());
                json.writeEndObject();
            }
            json.writeEndArray();
            JsonReport.writeUnreadable(report.unreadable(), json);
            json.writeEndObject();
        }
        out.write("\n");
        out.flush();
    }

    private static void writeImage(ImageChange image, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("path", image.path());
        json.writeStringField("change", image.change().name().toLowerCase(Locale.ROOT));
        json.writeObjectFieldStart("linkage");
        JsonReport.writeOptional(json, "old", image.old().map(old -> Spelling.of(old.form())));
        JsonReport.writeOptional(json, "new", image.now().map(now -> Spelling.of(now.form())));
        json.writeEndObject();
        json.writeArrayFieldStart("components");
        for (ComponentChange component : image.components()) {
            json.writeStartObject();
            json.writeStringField("name", component.name());
            JsonReport.writeOptional(json, "old", component.old());
            JsonReport.writeOptional(json, "new", component.now());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectFieldStart("members");
        JsonReport.writeStrings(json, "added", image.gained());
        JsonReport.writeStrings(json, "removed", image.lost());
        json.writeEndObject();
        json.writeObjectFieldStart("bytes");
        writeBytes("old", image.old(), json);
        writeBytes("new", image.now(), json);
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeBytes(String name, Optional<Image> image, JsonGenerator json) throws IOException {
        if (image.isPresent()) {
            json.writeNumberField(name, image.get().bytes());
        } else {
            json.writeNullField(name);
        }
    }

    private static void writePackage(PackageChange one, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", one.name());
        json.writeStringField("change", one.change().name().toLowerCase(Locale.ROOT));
        json.writeObjectFieldStart("relations");
        JsonReport.writeStrings(json, "added", one.gained());
        JsonReport.writeStrings(json, "removed", one.lost());
        json.writeEndObject();
        json.writeEndObject();
    }
}
