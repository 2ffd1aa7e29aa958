package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** {@code --link-map} with the maps that real linkers write: of the program itself, and of another that is much like it. */
final class LinkMapOptionTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** An archive of which each program takes a part. {@code twin_one} and {@code twin_two} are the same bytes. */
    private static final String LIBRARY = """
            int hash(int x) {
                unsigned h = 2166136261u;
                for (int i = 0; i < 4; i++) h = (h ^ ((x >> (i * 8)) & 255)) * 16777619u;
                for (int i = 0; i < x; i++) h = (h << 5 | h >> 27) * 2654435761u + (h % 251) * (unsigned) i - 0x9e3779b9u;
                if (h % 3 == 1) h ^= h * 40503u + 12345u; else if (h % 7 == 2) h += h / 11 + 0xdeadbeefu;
                return (int) (h ^ (h >> 15)) + x * 31;
            }
            """;

    private static final String TWIN = """
            int hash(int);
            int NAME(int a, int b) {
                int sum = 0;
                for (int i = 0; i < a; i++) sum += hash(b + i) * (i + 7) + (sum << 3) - (b ^ i);
                for (int i = a; i > 3; i -= 3) sum = (sum ^ hash(i)) / (i | 5) + (sum >> 2) * 77;
                for (int i = b; i < 99; i *= 2) { sum -= hash(sum % 13) + i * i * 3; if (sum & 64) sum += i ^ 0x5a5a; i++; }
                return sum * 31 + hash(a - b);
            }
            """;

    private static final String PROGRAM = """
            int hash(int); int twin_one(int, int); int twin_two(int, int);
            int work(int x) { return hash(3) + %s; }
            void _start(void) { volatile int x = work(7); for (;;) { x++; } }
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "gcc, -fuse-ld=bfd, ld.bfd",
        "gcc, -fuse-ld=gold, ld.gold",
        "gcc, -fuse-ld=lld, ld.lld",
        "gcc, -fuse-ld=mold, mold",
        "aarch64-linux-gnu-gcc, '', aarch64-linux-gnu-ld",
    })
    void theMapOfTheProgramProvesAndThatOfAnotherIsRefused(String compiler, String linker, String tool)
            throws Exception {
        RealTools tools = linked(compiler, linker, tool);
        String archive = tools.path("libwork.a");

        JsonNode alone = map(0, "--reference", archive, tools.path("image"));
        JsonNode mapped = map(0, "--reference", archive, "--link-map", tools.path("image.map"), tools.path("image"));

        assertThat(code(alone, "exact"))
                .as("twins that the program's own call alone tells apart")
                .containsExactlyInAnyOrder("hash.o", "one.o or two.o");
        assertThat(code(mapped, "exact")).containsExactlyInAnyOrder("hash.o", "two.o");
        assertThat(code(
                        map(0, "--no-reference", "--link-map", tools.path("image.map"), tools.path("image")),
                        "declared"))
                .containsExactlyInAnyOrder("hash.o", "two.o");
        assertThat(map(2, "--reference", archive, "--link-map", tools.path("other.map"), tools.path("image")))
                .isEqualTo(alone);
    }

    /** gold for AArch64 writes -1 for the address of some sections, here of {@code two.o}. */
    @Test
    void aSectionWithoutAnAddressInTheMapStaysUndecided() throws Exception {
        RealTools tools = linked("aarch64-linux-gnu-gcc", "-fuse-ld=gold", "aarch64-linux-gnu-ld.gold");
        String archive = tools.path("libwork.a");
        String map = tools.path("image.map");
        assertThat(Files.readString(Path.of(map))).containsPattern("0xf{16} .*two\\.o");

        assertThat(code(map(0, "--reference", archive, "--link-map", map, tools.path("image")), "exact"))
                .containsExactlyInAnyOrder("hash.o", "one.o or two.o");
        assertThat(code(map(0, "--no-reference", "--link-map", map, tools.path("image")), "declared"))
                .containsExactly("hash.o");
    }

    @Test
    void whyAnotherProgramsMapDoesNotCountIsSaid() throws Exception {
        RealTools tools = linked("gcc", "-fuse-ld=bfd", "ld.bfd");

        AssayRun run = AssayRun.of(
                "show",
                "--reference",
                tools.path("libwork.a"),
                "--link-map",
                tools.path("other.map"),
                tools.path("image"));

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .contains(
                        "other.map: not the map of",
                        "sections that it names cannot be where it says",
                        "nothing of it counts");
    }

    @Test
    void aMapIsOfOneImage() throws Exception {
        RealTools tools = linked("gcc", "-fuse-ld=bfd", "ld.bfd");

        AssayRun run = AssayRun.of(
                "show",
                "--no-reference",
                "--link-map",
                tools.path("image.map"),
                tools.path("image"),
                tools.path("other"));

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("image.map: the map of one image, and 2 files were audited");
    }

    /** Links two programs: {@code image} takes {@code hash.o} and {@code two.o}; {@code other} takes all three. */
    private RealTools linked(String compiler, String linker, String tool) throws Exception {
        RealTools tools = new RealTools(folder).need(compiler, tool, "ar");
        tools.write("hash.c", LIBRARY)
                .write("one.c", TWIN.replace("NAME", "twin_one"))
                .write("two.c", TWIN.replace("NAME", "twin_two"))
                .write("image.c", PROGRAM.formatted("twin_two(x, 5)"))
                .write("other.c", PROGRAM.formatted("x * twin_one(x, 6) % 77 + twin_two(x, 5)"));
        tools.run(compiler, "-O2", "-fno-pie", "-c", "hash.c", "one.c", "two.c", "image.c", "other.c");
        tools.run("ar", "rcs", "libwork.a", "hash.o", "one.o", "two.o");
        for (String name : List.of("image", "other")) {
            List<String> command = new ArrayList<>(List.of(compiler, "-nostdlib", "-static", "-no-pie"));
            if (!linker.isEmpty()) {
                command.addAll(List.of(linker.split(" ")));
            }
            command.addAll(List.of(name + ".o", "-L.", "-lwork", "-Wl,-Map," + name + ".map", "-Wl,-s", "-o", name));
            tools.run(command.toArray(String[]::new));
        }
        return tools;
    }

    /** {@return members whose code has that evidence; what nothing tells apart stands together} */
    private static Set<String> code(JsonNode map, String evidence) {
        Set<String> members = new TreeSet<>();
        for (JsonNode placement : map.get("placements")) {
            if (placement.get("evidence").asString().equals(evidence)
                    && placement.get("executable").asBoolean()) {
                Set<String> which = new TreeSet<>(Set.of(placement.get("member").asString()));
                placement
                        .get("alternatives")
                        .forEach(other -> which.add(other.get("member").asString()));
                members.add(String.join(" or ", which));
            }
        }
        return members;
    }

    private static JsonNode map(int status, String... arguments) {
        List<String> all = new ArrayList<>(List.of("map", "--format", "json"));
        all.addAll(List.of(arguments));
        AssayRun run = AssayRun.of(all.toArray(String[]::new));
        assertThat(run.status()).as(run.err()).isEqualTo(status);
        return JSON.readTree(run.out());
    }
}
