package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.provenance.ToyProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * A library in several builds, made by this machine's compiler: only the one that is linked is ever called exact, a patched function
 * is named, and what is of two versions is mixed.
 */
final class BuildsOfALibraryTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Two members; the first has four functions in one section. */
    private static final String SUMS = """
            static unsigned table[64];
            unsigned fill(unsigned seed) {
                for (unsigned n = 0; n < 64; n++) {
                    unsigned c = n ^ seed;
                    for (int k = 0; k < 8; k++) c = c & 1 ? 0xedb88320u ^ (c >> 1) : c >> 1;
                    table[n] = c;
                }
                return table[seed & 63];
            }
            unsigned update(unsigned crc, const unsigned char *p, unsigned n) {
                crc = ~crc;
                while (n >= 4) {
                    crc = table[(crc ^ p[0]) & 63] ^ (crc >> 6); crc = table[(crc ^ p[1]) & 63] ^ (crc >> 6);
                    crc = table[(crc ^ p[2]) & 63] ^ (crc >> 6); crc = table[(crc ^ p[3]) & 63] ^ (crc >> 6);
                    p += 4; n -= 4;
                }
                while (n--) crc = table[(crc ^ *p++) & 63] ^ (crc >> 6);
                return ~crc;
            }
            unsigned combine(unsigned one, unsigned other, unsigned length) {
                unsigned even[8], odd[8];
                for (int i = 0; i < 8; i++) { odd[i] = one << i; even[i] = other >> i; }
                do {
                    for (int i = 0; i < 8; i++) even[i] ^= odd[7 - i] * 2654435761u;
                    if (length & 1) one ^= even[length & 7];
                    length >>= 1;
                    for (int i = 0; i < 8; i++) odd[i] += even[i] >> 3;
                    if (length & 2) one += odd[length & 7];
                } while (length);
                return one ^ other;
            }
            unsigned finish(unsigned crc, unsigned n) {
                unsigned all = fill(n);
                for (unsigned i = 0; i < n; i++) all = (all << 7 | all >> 25) ^ table[i & 63] * 31 ^ crc;
                return all % 65521 + (all / 65521 << 16);
            }
            """;

    private static final String PACK = """
            unsigned update(unsigned, const unsigned char *, unsigned);
            unsigned pack(unsigned char *out, const unsigned char *in, unsigned n) {
                unsigned o = 0, run = 0;
                for (unsigned i = 0; i < n; i++) {
                    if (i > 0 && in[i] == in[i - 1] && run < 127) { run++; continue; }
                    if (run > 2) { out[o++] = 128 | run; out[o++] = in[i - 1]; }
                    else for (unsigned k = 0; k < run; k++) out[o++] = in[i - 1] ^ 0x20;
                    run = 1;
                }
                out[o++] = (unsigned char) (update(0, in, n) >> 3);
                return o * 3 + run;
            }
            """;

    private static final String PROGRAM = """
            unsigned fill(unsigned); unsigned update(unsigned, const unsigned char *, unsigned);
            unsigned combine(unsigned, unsigned, unsigned); unsigned finish(unsigned, unsigned);
            unsigned pack(unsigned char *, const unsigned char *, unsigned);
            void _start(void) {
                unsigned char in[99], out[999];
                volatile unsigned x = fill(7) + update(1, in, 99) + combine(1, 2, 3) + finish(4, 5) + pack(out, in, 99);
                for (;;) x++;
            }
            """;

    private static final String RULES = """
            name: sums
            kind: image
            extends: static
            other: allowed
            rules: {component-missing: error, component-unproved: error, component-mixed: error}
            components:
              - name: sums
                archives: [libsums.a]
                packages: {debian: [sums-dev]}
                presence: required
            """;

    @TempDir
    private Path folder;

    private RealTools tools;

    @BeforeEach
    void buildReference() throws Exception {
        tools = new RealTools(folder).need("gcc", "ld", "ar", "strip");
        tools.write("program.c", PROGRAM).write("rules.yaml", RULES);
        build("reference", SUMS, "-O2");
    }

    @Test
    void theBuildThatIsLinkedIsExact() throws Exception {
        link("image", "reference");

        JsonNode component = component(show("image", "reference"));

        assertThat(component.get("evidence").asString()).isEqualTo("exact");
        assertThat(component.get("functions").isNull()).isTrue();
        assertThat(component.get("archives").get(0).get("members").asInt()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-O1",
                "-O3",
                "-Os",
                "-O2 -march=haswell",
                "-O2 -fcf-protection=none -fno-omit-frame-pointer",
                "-O2 -fPIC -fno-plt"
            })
    void anotherBuildIsNeverExact(String flags) throws Exception {
        build("other", SUMS, flags);
        link("image", "other");

        for (JsonNode component : show("image", "reference").get("components")) {
            assertThat(component.get("evidence").asString()).isEqualTo("code");
            assertThat(component.get("bytes").asLong()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fill", "update", "combine", "finish"})
    void thePatchedFunctionIsNamedAndNoOther(String patched) throws Exception {
        build("other", patched(patched), "-O2");
        link("image", "other");

        JsonNode component = component(show("image", "reference"));

        assertThat(component.get("evidence").asString()).isEqualTo("code");
        assertThat(texts(component.get("functions").get("differ"))).containsExactly(patched);
        assertThat(component.get("functions").get("agree").asInt()).isEqualTo(3);
        AssayRun check = AssayRun.of(
                "check", "--rules", tools.path("rules.yaml"), "--reference", archive("reference"), tools.path("image"));
        assertThat(check.out()).contains("component-unproved", patched);
        assertThat(check.status()).isEqualTo(1);
    }

    @Test
    void withNeitherOfTwoVersionsRightTheEvidenceIsCode() throws Exception {
        build("two", patched("update"), "-O2");
        build("other", patched("combine"), "-O2");
        link("image", "other");

        JsonNode component = component(show("image", deb("reference", "1"), deb("two", "2")));

        assertThat(component.get("evidence").asString()).isEqualTo("code");
        assertThat(component.get("version").asString()).isEqualTo("1");
        assertThat(texts(component.get("functions").get("differ"))).containsExactly("combine");
    }

    @Test
    void ofTwoVersionsTheOneThatIsLinkedWins() throws Exception {
        build("two", patched("update"), "-O2");
        link("image", "two");

        JsonNode component = component(show("image", deb("reference", "1"), deb("two", "2")));

        assertThat(component.get("evidence").asString()).isEqualTo("exact");
        assertThat(texts(component.get("versions"))).containsExactly("2");
    }

    @Test
    void membersOfTwoVersionsInOneImageAreMixed() throws Exception {
        build("two", patched("update"), "-O2");
        tools.write("two/pack.c", PACK.replace("o * 3", "o * 5 ^ n"));
        tools.run("gcc", "-O2", "-fno-pie", "-c", "two/pack.c", "-o", "two/pack.o");
        tools.run("ar", "rcs", "two/libsums.a", "two/sums.o", "two/pack.o");
        Files.createDirectories(folder.resolve("mixed"));
        tools.run("ar", "rcs", "mixed/libsums.a", "reference/sums.o", "two/pack.o");
        link("image", "mixed");
        link("first", "reference");

        assertThat(mixed("image"))
                .contains(
                        "component-mixed", "libsums.a(sums.o)", "is of sums 1 and not of sums 2", "libsums.a(pack.o)");
        assertThat(mixed("first")).doesNotContain("component-mixed");
    }

    private String mixed(String image) throws Exception {
        return AssayRun.of(
                        "check",
                        "--rules",
                        tools.path("rules.yaml"),
                        "--reference",
                        deb("reference", "1"),
                        "--reference",
                        deb("two", "2"),
                        tools.path(image))
                .out()
                .replaceAll("\\s+", " ");
    }

    /** {@return the source in which one function does something else} */
    private static String patched(String function) {
        String patched = switch (function) {
            case "fill" -> SUMS.replace("0xedb88320u ^ (c >> 1)", "0x82f63b78u + (c >> 2)");
            case "update" -> SUMS.replace("return ~crc;", "return ~crc * 3;");
            case "combine" -> SUMS.replace("one ^ other;", "length > 9 ? one : one + other;");
            case "finish" -> SUMS.replace("all % 65521 +", "all % 65519 * 3 +");
            default -> throw new IllegalArgumentException(function);
        };
        assertThat(patched).isNotEqualTo(SUMS);
        return patched;
    }

    private void build(String name, String sums, String flags) throws Exception {
        Files.createDirectories(folder.resolve(name));
        tools.write(name + "/sums.c", sums).write(name + "/pack.c", PACK);
        for (String object : List.of("sums", "pack")) {
            List<String> command = new ArrayList<>(List.of("gcc", "-fno-pie"));
            command.addAll(List.of(flags.split(" ")));
            command.addAll(List.of("-c", name + "/" + object + ".c", "-o", name + "/" + object + ".o"));
            tools.run(command.toArray(String[]::new));
        }
        tools.run("ar", "rcs", name + "/libsums.a", name + "/sums.o", name + "/pack.o");
    }

    private void link(String image, String library) throws Exception {
        tools.run("gcc", "-O2", "-fno-pie", "-c", "program.c");
        tools.run(
                "gcc", "-nostdlib", "-static", "-no-pie", "program.o", "-L" + library, "-lsums", "-lgcc", "-o", image);
        tools.run("strip", image);
    }

    private String archive(String library) {
        return tools.path(library + "/libsums.a");
    }

    /** {@return the library in a package of that version} */
    private String deb(String library, String version) throws Exception {
        Path file = folder.resolve("sums-dev_" + version + ".deb");
        Files.write(
                file, ToyProgram.deb("sums-dev", version, "libsums.a", Files.readAllBytes(Path.of(archive(library)))));
        return file.toString();
    }

    /** {@return the artifact's facts} */
    private JsonNode show(String image, String... references) throws Exception {
        List<String> all = new ArrayList<>(List.of("show", "--format", "json"));
        for (String reference : references) {
            all.add("--reference");
            all.add(reference.contains("/") ? reference : archive(reference));
        }
        all.add(tools.path(image));
        AssayRun run = AssayRun.of(all.toArray(String[]::new));
        assertThat(run.status()).as(run.err()).isZero();
        return JSON.readTree(run.out()).get("artifacts").get(0);
    }

    private static JsonNode component(JsonNode artifact) {
        assertThat(artifact.get("components")).hasSize(1);
        return artifact.get("components").get(0);
    }

    private static List<String> texts(JsonNode array) {
        return Stream.iterate(0, i -> i < array.size(), i -> i + 1)
                .map(i -> array.get(i).asString())
                .toList();
    }
}
