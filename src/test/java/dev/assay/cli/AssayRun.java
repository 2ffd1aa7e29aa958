package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.assay.report.OfficialSchemas;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A run of the program as its users see it. Every JSON that a run prints is held against the schema that ships, or the official one.
 *
 * @param status exit status
 * @param out standard output
 * @param err standard error
 */
record AssayRun(int status, String out, String err) {
    private static final Schema REPORT = schema("report");
    private static final Schema MAP = schema("map");
    private static final Schema WHY = schema("why");

    /** {@return a run in a pipe of 80 columns that takes UTF-8} */
    static AssayRun of(String... arguments) {
        return in(80, StandardCharsets.UTF_8, arguments);
    }

    static AssayRun in(int columns, Charset charset, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(out, errors, Map.of(), "", columns, charset);
        int status = Main.run(terminal, arguments);
        AssayRun run = new AssayRun(status, out.toString(charset), err.toString(StandardCharsets.UTF_8));
        if (run.out.contains("\"bomFormat\": \"CycloneDX\"")) {
            assertThat(OfficialSchemas.cycloneDx().validate(run.out, InputFormat.JSON))
                    .isEmpty();
        } else if (run.out.contains("/sarif-schema-2.1.0.json\"")) {
            assertThat(OfficialSchemas.sarif().validate(run.out, InputFormat.JSON))
                    .isEmpty();
        } else if (run.out.startsWith("{")) {
            switch (arguments[0]) {
                case "catalog" -> {} // what a catalog holds has no schema
                case "map" ->
                    assertThat(MAP.validate(run.out, InputFormat.JSON)).isEmpty();
                case "why" ->
                    assertThat(WHY.validate(run.out, InputFormat.JSON)).isEmpty();
                default -> assertThatJsonIsValid(run.out);
            }
        }
        return run;
    }

    static void assertThatJsonIsValid(String json) {
        assertThat(REPORT.validate(json, InputFormat.JSON)).isEmpty();
    }

    private static Schema schema(String name) {
        try (InputStream resource = AssayRun.class.getResourceAsStream("/dev/assay/" + name + ".schema.json")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(resource, InputFormat.JSON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
