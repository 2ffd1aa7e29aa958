package dev.assay.report;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The schemas of formats that others have set, as libraries for these formats carry them. */
public final class OfficialSchemas {
    private OfficialSchemas() {}

    /** {@return that of SARIF 2.1.0} */
    public static Schema sarif() {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                .getSchema(resource("/schema/sarif-schema-2.1.0.json"), InputFormat.JSON);
    }

    /** {@return that of CycloneDX 1.6} */
    public static Schema cycloneDx() {
        Map<String, String> parts = Map.of(
                "http://cyclonedx.org/schema/spdx.schema.json", resource("/spdx.schema.json"),
                "http://cyclonedx.org/schema/jsf-0.82.schema.json", resource("/jsf-0.82.schema.json"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7, builder -> builder.schemas(parts))
                .getSchema(resource("/bom-1.6.schema.json"), InputFormat.JSON);
    }

    /** {@return the text of a file that a library carries} */
    static String resource(String name) {
        try (InputStream in = OfficialSchemas.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
