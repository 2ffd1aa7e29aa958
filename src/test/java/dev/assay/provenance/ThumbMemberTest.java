package dev.assay.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.Origin;
import dev.assay.elf.ElfReader;
import dev.assay.elf.Image;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Patched members of Thumb code: their functions' symbols bear the Thumb bit (AAELF32 5.5.3), and their calls do, the bytes lie at
 * the address without it. A cross compiler that is not installed is skipped, and says so.
 */
class ThumbMemberTest {
    private static final String COMPILER = "arm-linux-gnueabihf-gcc";

    private static final String CALLER = function("caller", 1, "fast(p) * table(p) + one(p) * two(p) + three(p)");
    private static final String TABLE = function("table", 2, "p[9]")
            + function("one", 3, "p[9]")
            + function("two", 4, "p[9]")
            + function("three", 5, "p[9]");
    private static final String FAST = function("fast", 6, "p[LAST]");
    private static final String SPARE = function("spare", 7, "p[9]");

    /** A function whose pointer is to what is volatile, so that a change in one line is no change in another. */
    private static String function(String name, int seed, String result) {
        StringBuilder body = new StringBuilder("int " + name + "(volatile int *p) {\n");
        for (int i = 1; i <= 20; i++) {
            body.append(String.format("  p[%d] = (p[%d] ^ p[%d]) * %d;%n", i, i + seed, i * seed, 7919 * i * seed));
        }
        return body + "  return " + result + ";\n}\n";
    }

    @TempDir
    Path directory;

    @Test
    void theOnlyFunctionOfAThumbMemberIsNamedWhereItWasPatched() throws Exception {
        assertThat(partialOf(FAST))
                .containsExactly(new PartialMember(Origin.ofPath("lib.a"), "fast.o", List.of(), List.of("fast")));
    }

    @Test
    void theFunctionsOfAThumbMemberHaveTheirNames() throws Exception {
        assertThat(partialOf(FAST + SPARE))
                .containsExactly(
                        new PartialMember(Origin.ofPath("lib.a"), "fast.o", List.of("spare"), List.of("fast")));
    }

    /** Members of which another build is in a program, where one source of three was patched. */
    private List<PartialMember> partialOf(String patched) throws Exception {
        assumeTrue(CrossLinker.has(COMPILER), COMPILER + " is not installed");
        compile("caller.o", CALLER, "-c");
        compile("table.o", TABLE, "-c");
        compile("fast.o", patched, "-c", "-DLAST=5");
        compile("patched.o", patched, "-c", "-DLAST=6");
        compile(
                "program",
                "int caller(int *); void _start(void) { int p[200]; caller(p); for (;;); }",
                "-static",
                "-nostdlib",
                "caller.o",
                "patched.o",
                "table.o");
        Image image = ElfReader.read("program", Files.readAllBytes(directory.resolve("program")));
        CatalogBuilder builder = CatalogBuilder.of(image.header());
        CatalogBuilder.ArchiveWriter writer = builder.begin(Origin.ofPath("lib.a"));
        for (String member : List.of("caller.o", "fast.o", "table.o")) {
            writer.add(member, Files.readAllBytes(directory.resolve(member)));
        }
        writer.end();
        return Recovery.recover(image, List.of(builder.build()), List.of()).partial();
    }

    private void compile(String output, String source, String... flags) throws Exception {
        Files.writeString(directory.resolve("source.c"), source);
        List<String> command =
                new ArrayList<>(List.of(COMPILER, "-mthumb", "-O2", "-w", "-fno-builtin", "source.c", "-o", output));
        command.addAll(List.of(flags));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
