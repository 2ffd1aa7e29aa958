package dev.assay.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamReadException;
import dev.assay.rules.Baseline;
import dev.assay.rules.Finding;
import java.io.IOException;
import java.io.Reader;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what an earlier JSON report found. Of all that it says only fingerprints and rulings are read. */
public final class BaselineReader {
    private final JsonParser json;
    private final Map<Finding.Kind, Set<String>> found = new EnumMap<>(Finding.Kind.class);

    private BaselineReader(JsonParser json) {
        this.json = json;
    }

    /**
     * Reads a report.
     *
     * @param in the JSON; closed
     * @return its findings; empty when it is no report of {@code assay check}
     * @throws IOException when it cannot be read
     */
    public static Optional<Baseline> read(Reader in) throws IOException {
        try (JsonParser json = new JsonFactory().createParser(in)) {
            BaselineReader reader = new BaselineReader(json);
            return reader.isReportRead() ? Optional.of(new Baseline(reader.found)) : Optional.empty();
        } catch (StreamReadException noJson) {
            return Optional.empty();
        }
    }

    private boolean isReportRead() throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return false;
        }
        Set<String> seen = new HashSet<>();
        String tool = "";
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            seen.add(field);
            json.nextToken();
            switch (field) {
                case "tool" -> tool = scalars().getOrDefault("name", "");
                case "findings" -> readFindings();
                case "artifacts", "packages" -> readAll();
                default -> json.skipChildren();
            }
        }
        return json.nextToken() == null
                && tool.equals("assay")
                && seen.containsAll(Set.of("tool", "ruleset", "verdict", "artifacts", "findings"));
    }

    /** Reads an array of artifacts or packages, each of which has findings. */
    private void readAll() throws IOException {
        expect(JsonToken.START_ARRAY);
        while (json.nextToken() == JsonToken.START_OBJECT) {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                if (field.equals("findings")) {
                    readFindings();
                } else {
                    json.skipChildren();
                }
            }
        }
        expect(JsonToken.END_ARRAY);
    }

    private void readFindings() throws IOException {
        expect(JsonToken.START_ARRAY);
        while (json.nextToken() == JsonToken.START_OBJECT) {
            readFinding();
        }
        expect(JsonToken.END_ARRAY);
    }

    private void expect(JsonToken token) throws StreamReadException {
        if (json.currentToken() != token) {
            throw new JsonParseException(json, "expected " + token);
        }
    }

    private void readFinding() throws IOException {
        Map<String, String> fields = scalars();
        boolean waived = fields.getOrDefault("waived", "false").equals("true");
        if (!waived && fields.containsKey("fingerprint")) {
            Finding.Kind kind = fields.getOrDefault("ruling", "").equals(Spelling.of(Finding.Kind.BROKEN))
                    ? Finding.Kind.BROKEN
                    : Finding.Kind.UNPROVED;
            found.computeIfAbsent(kind, none -> new HashSet<>()).add(fields.get("fingerprint"));
        }
    }

    /** {@return the fields of an object that are no arrays and no objects} */
    private Map<String, String> scalars() throws IOException {
        expect(JsonToken.START_OBJECT);
        Map<String, String> fields = new HashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            if (json.currentToken().isScalarValue()) {
                fields.put(field, json.getText());
            } else {
                json.skipChildren();
            }
        }
        return fields;
    }
}
