package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.provenance.DeclaredSection;
import dev.assay.provenance.LinkerMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * What the commands say of a program that the machine's compiler and linker made, held against the linker's own map. Skipped
 * where there is no toolchain, with a reason; where ASSAY_REQUIRE_TOOLS is set, as in .ci/run, its absence is a failure.
 */
final class RealProvenanceTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private RealTools tools;

    /** Options that name all archives that the program is linked with. */
    private List<String> archives = List.of();

    @BeforeEach
    void link() throws Exception {
        tools = new RealTools(folder).need("gcc", "ld", "ar", "strip", "nm");
        Files.writeString(folder.resolve("main.c"), """
                #include <stdio.h>
                #include <stdlib.h>
                int area(int, int);
                int main(int argc, char **argv) { return printf("%d\\n", area(argc, atoi(argv[0]))) < 0; }
                """);
        Files.writeString(folder.resolve("area.c"), """
                #include <stdlib.h>
                int side(int);
                int area(int a, int b) {
                    int sum = 0;
                    for (int i = 0; i < a; i++) sum += side(b + i) * rand() % (i + 7) + (sum << 3) - (b ^ i);
                    for (int i = a; i > 3; i -= 3) sum = (sum ^ side(i)) / (i | 5) + (sum >> 2) * 77 + rand() % 1009;
                    for (int i = b; i < 99; i *= 2) { sum -= side(sum % 13) + i * i * 3; if (sum & 64) sum += i ^ 0x5a5a; i++; }
                    return sum * 31 + side(a - b);
                }
                """);
        Files.writeString(folder.resolve("side.c"), """
                int side(int x) {
                    unsigned h = 2166136261u;
                    for (int i = 0; i < 4; i++) h = (h ^ ((x >> (i * 8)) & 255)) * 16777619u;
                    for (int i = 0; i < x; i++) h = (h << 5 | h >> 27) * 2654435761u + (h % 251) * (unsigned) i - 0x9e3779b9u;
                    if (h % 3 == 1) h ^= h * 40503u + 12345u; else if (h % 7 == 2) h += h / 11 + 0xdeadbeefu;
                    return (int) (h ^ (h >> 15)) + x * 31;
                }
                """);
        tools.run("gcc", "-O2", "-c", "main.c", "area.c", "side.c");
        tools.run("ar", "rcs", "libshape.a", "area.o", "side.o");
        tools.run("gcc", "-static", "-o", "image", "main.o", "libshape.a", "-Wl,-Map,image.map");
        Files.copy(folder.resolve("image"), folder.resolve("image.full"));
        tools.run("strip", "image");
        List<String> given = new ArrayList<>(List.of("--reference", tools.path("libshape.a")));
        for (String name : List.of("libc.a", "libgcc.a", "libgcc_eh.a")) {
            given.add("--reference");
            given.add(tools.run("gcc", "-print-file-name=" + name).strip());
        }
        archives = List.copyOf(given);
    }

    @Test
    void theMapIsTheLinkers() throws Exception {
        JsonNode map = json("map", with(tools.path("image")));

        Map<String, DeclaredSection> truth = new HashMap<>();
        for (DeclaredSection section : LinkerMap.parse("image.map", Files.readString(folder.resolve("image.map")))) {
            if (section.section().startsWith(".text")) {
                truth.put(key(section.archive(), section.member(), section.section(), section.address()), section);
            }
        }
        Set<String> found = new TreeSet<>();
        List<String> wrong = new ArrayList<>();
        for (JsonNode placement : map.get("placements")) {
            if (!placement.get("section").asString().startsWith(".text")) {
                continue;
            }
            List<String> keys = new ArrayList<>(List.of(key(placement, placement)));
            placement.get("alternatives").forEach(other -> keys.add(key(other, placement)));
            List<String> right = keys.stream().filter(truth::containsKey).toList();
            found.addAll(right);
            if (right.isEmpty()) {
                wrong.add(keys.toString());
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(found.size()).isGreaterThanOrEqualTo((int) (truth.size() * 0.995));
        assertThat(found).anyMatch(key -> key.startsWith("libshape.a(area.o)"));
    }

    @Test
    void theLinkersMapMakesEverySectionExact() throws Exception {
        JsonNode map = json("map", with("--link-map", tools.path("image.map"), tools.path("image")));

        for (JsonNode placement : map.get("placements")) {
            if (placement.get("section").asString().startsWith(".text")) {
                assertThat(placement.get("evidence").asString())
                        .as(placement.toString())
                        .isEqualTo("exact");
            }
        }
    }

    @Test
    void whyLeadsFromTheProgramsOwnWishToTheMember() throws Exception {
        JsonNode why = json("why", "--reference", tools.path("libshape.a"), tools.path("image"), "libshape.a(side.o)");

        assertThat(why.get("chain")).hasSize(2);
        assertThat(why.get("chain").get(0).get("member").asString()).isEqualTo("area.o");
        assertThat(why.get("chain").get(1).get("symbol").asString()).isEqualTo("side");
    }

    @Test
    void whyTellsThePathFromTheEntryPointThroughTheProgramsOwnCode() throws Exception {
        JsonNode why = json("why", with(tools.path("image"), "side"));

        JsonNode path = why.get("path");
        List<String> members = path.valueStream()
                .map(step -> step.get("member"))
                .filter(JsonNode::isString)
                .map(JsonNode::asString)
                .toList();
        assertThat(members).endsWith("area.o", "side.o");
        assertThat(path.get(0).get("member").isNull()).isTrue(); // crt1.o is not among the references, nor is main.o
        assertThat(path.get(path.size() - 1).get("address")).isEqualTo(why.get("address"));
    }

    @Test
    void whyKnowsAPathToCodeThatNoReferenceHas() throws Exception {
        String main = tools.run("nm", "image.full")
                .lines()
                .filter(line -> line.endsWith(" T main"))
                .findFirst()
                .orElseThrow();

        JsonNode why = json("why", with(tools.path("image"), "0x" + main.substring(0, main.indexOf(' '))));

        assertThat(why.get("chain")).isEmpty();
        assertThat(why.get("path").size()).isGreaterThan(1);
    }

    @Test
    void objectsOfTheProgramExplainItsOwnCode() throws Exception {
        JsonNode shown = json(
                "show",
                with("--objects", tools.path("libshape.a"), "--objects", tools.path("main.o"), tools.path("image")));

        JsonNode coverage = shown.get("artifacts").get(0).get("coverage");
        assertThat(coverage.get("own").asLong()).isGreaterThan(100);
        long sum = 0;
        for (String kind : List.of("exact", "code", "own", "padding", "linker", "data", "unexplained")) {
            sum += coverage.get(kind).asLong();
        }
        assertThat(sum).isEqualTo(coverage.get("executable").asLong());
    }

    @Test
    void aLibraryThatWasBuiltOtherwiseIsNeverExact() throws Exception {
        tools.run("gcc", "-O0", "-c", "area.c", "side.c");
        tools.run("ar", "rcs", "libother.a", "area.o", "side.o");

        JsonNode shown = json("show", "--reference", tools.path("libother.a"), tools.path("image"));

        assertThat(shown.get("artifacts").get(0).get("components")).isEmpty();
        assertThat(shown.get("references")).hasSize(1);
    }

    private String[] with(String... more) {
        return Stream.concat(archives.stream(), Arrays.stream(more)).toArray(String[]::new);
    }

    private static String key(JsonNode section, JsonNode placement) {
        return key(
                section.get("archive").asString(),
                section.get("member").asString(),
                section.get("section").asString(),
                Long.decode(placement.get("address").asString()));
    }

    private static String key(String archive, String member, String section, long address) {
        String name = archive.substring(archive.lastIndexOf('/') + 1);
        return name + "(" + member + ") " + section + " " + Long.toHexString(address);
    }

    private JsonNode json(String command, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(command, "--format", "json"));
        all.addAll(List.of(arguments));
        AssayRun run = AssayRun.of(all.toArray(String[]::new));
        assertThat(run.status()).as(run.err()).isZero();
        return JSON.readTree(run.out());
    }
}
