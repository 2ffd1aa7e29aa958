package dev.assay.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.assay.packaging.Relation;
import dev.assay.report.PackageContent.OwnedFile;
import dev.assay.report.PackageContent.Script;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What packages say and own, as JSON. */
final class JsonPackages {
    private final JsonGenerator json;

    JsonPackages(JsonGenerator json) {
        this.json = json;
    }

    /** Writes fields of a package's object. */
    void write(PackageContent content) throws IOException {
        writeRelations(content.relations());
        JsonReport.writeOptional(json, "multiArch", stated(content.multiArch()));
        json.writeArrayFieldStart("scripts");
        for (Script script : content.scripts()) {
            json.writeStartObject();
            json.writeStringField("name", script.name());
            JsonReport.writeOptional(json, "interpreter", stated(script.interpreter()));
            json.writeStringField("text", script.text());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("files");
        for (OwnedFile file : content.files()) {
            write(file);
        }
        json.writeEndArray();
    }

    private void write(OwnedFile file) throws IOException {
        json.writeStartObject();
        json.writeStringField("path", file.path());
        json.writeStringField("kind", Spelling.of(file.kind()));
        JsonReport.writeOptional(json, "mode", mode(file));
        json.writeNumberField("size", file.size());
        JsonReport.writeOptional(json, "target", stated(file.target()));
        JsonReport.writeOptional(json, "sha256", stated(file.sha256()));
        json.writeEndObject();
    }

    // As chmod takes it. Nobody asks for the permissions of a symbolic link.
    private static Optional<String> mode(OwnedFile file) {
        return file.kind() == PackageContent.Kind.SYMLINK
                ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, "%04o", file.mode()));
    }

    private void writeRelations(List<Relation> relations) throws IOException {
        json.writeObjectFieldStart("relations");
        for (Relation.Kind kind : Relation.Kind.values()) {
            List<String> written = relations.stream()
                    .filter(relation -> relation.kind() == kind)
                    .map(Relation::written)
                    .toList();
            if (!written.isEmpty()) {
                JsonReport.writeStrings(json, kind.key(), written);
            }
        }
        json.writeEndObject();
    }

    private static Optional<String> stated(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
