package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.elf.Machine;
import dev.assay.elf.ObjectBuilder;
import dev.assay.elf.Symbol;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code assay catalog build} and {@code show}. */
final class CatalogCommandTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void writeArchives() throws IOException {
        Files.write(folder.resolve("libx.a"), archive("x.o", object(Machine.X86_64, "x")));
        Files.write(folder.resolve("libarm.a"), archive("y.o", object(Machine.AARCH64, "y")));
        Files.write(folder.resolve("start.o"), object(Machine.X86_64, "_start"));
    }

    @Test
    void whatIsBuiltIsShown() {
        assertThat(build("-o", path("x.assay"), "--package", "libx-dev=1.2-3", path("libx.a")))
                .isEqualTo(new AssayRun(0, "", ""));

        AssayRun shown = AssayRun.of("catalog", "show", path("x.assay"));

        assertThat(shown.status()).isZero();
        assertThat(shown.out())
                .startsWith(path("x.assay") + ":")
                .containsPattern("references for x86-64, format 2, \\d+\\s+bytes")
                .contains("  libx-dev 1.2-3\n    1 member      " + path("libx.a") + "\n");
    }

    @Test
    void programsReadItAsJson() {
        build("-o", path("x.assay"), "--package", "libx-dev=1.2-3", path("libx.a"));

        AssayRun shown = AssayRun.of("catalog", "show", "--format", "json", path("x.assay"));

        assertThat(shown.out())
                .contains("\"machine\": \"x86-64\"", "\"package\": \"libx-dev\"", "\"version\": \"1.2-3\"")
                .contains("\"members\": 1", "\"unusable\": []", "\"unknownRelocations\": 0")
                .endsWith("}\n");
    }

    @Test
    void theSameInputMakesTheSameFile() throws IOException {
        build("-o", path("one.assay"), path("libx.a"));
        build("-o", path("two.assay"), path("libx.a"));

        assertThat(Files.readAllBytes(folder.resolve("one.assay")))
                .isEqualTo(Files.readAllBytes(folder.resolve("two.assay")));
    }

    @Test
    void anObjectIsTakenWhereItIsGivenAndNotWhereItLiesAmongArchives() throws IOException {
        Files.delete(folder.resolve("libarm.a"));
        build("-o", path("folder.assay"), folder.toString());
        build("-o", path("object.assay"), path("start.o"));

        assertThat(AssayRun.of("catalog", "show", path("folder.assay")).out())
                .contains("libx.a")
                .doesNotContain("start.o");
        assertThat(AssayRun.of("catalog", "show", path("object.assay")).out()).contains("1 member", "start.o");
    }

    @Test
    void aCatalogIsForOneMachine() {
        AssayRun run = build("-o", path("x.assay"), path("libx.a"), path("libarm.a"));

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .contains(path("libarm.a") + ": for another machine than the first object")
                .contains("no catalog was written");
        assertThat(folder.resolve("x.assay")).doesNotExist();
    }

    @Test
    void aMemberForAnotherMachineIsListed() throws IOException {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(archive("x.o", object(Machine.X86_64, "x")));
        both.writeBytes(member("y.o", object(Machine.AARCH64, "y")));
        Files.write(folder.resolve("libboth.a"), both.toByteArray());

        assertThat(build("-o", path("both.assay"), path("libboth.a")).status()).isZero();
        assertThat(AssayRun.of("catalog", "show", path("both.assay")).out())
                .contains("cannot be matched: y.o: for another machine");
    }

    @Test
    void aPathThatCannotBeReadMakesNoCatalog() throws IOException {
        Files.writeString(folder.resolve("x.assay"), "old");

        AssayRun run = build("-o", path("x.assay"), path("libx.a"), path("missing.a"));

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("missing.a: no such file or directory");
        assertThat(folder.resolve("x.assay")).hasContent("old");
    }

    @Test
    void aDamagedCatalogIsNotValidAndAMissingOneCannotBeRead() throws IOException {
        build("-o", path("x.assay"), path("libx.a"));
        byte[] file = Files.readAllBytes(folder.resolve("x.assay"));
        file[file.length / 2] ^= 4;
        Files.write(folder.resolve("x.assay"), file);

        AssayRun damaged = AssayRun.of("catalog", "show", path("x.assay"));
        AssayRun missing = AssayRun.of("catalog", "show", path("y.assay"));
        AssayRun archive = AssayRun.of("catalog", "show", path("libx.a"));

        assertThat(damaged.status()).isEqualTo(1);
        assertThat(damaged.err()).contains("x.assay: at 0x1c: the catalog is damaged");
        assertThat(archive.status()).isEqualTo(1);
        assertThat(archive.err()).contains("expected a catalog");
        assertThat(missing.status()).isEqualTo(2);
        assertThat(missing.err()).contains("no such file");
    }

    private static AssayRun build(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "catalog";
        all[1] = "build";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return AssayRun.of(all);
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private static byte[] object(Machine machine, String symbol) {
        byte[] code = new byte[64];
        new Random(symbol.hashCode()).nextBytes(code);
        return ObjectBuilder.of(machine)
                .code(".text", code)
                .symbol(symbol, Symbol.STB_GLOBAL, Symbol.STT_FUNC, 1, 0)
                .build();
    }

    private static byte[] archive(String name, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("!<arch>\n".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(member(name, content));
        return out.toByteArray();
    }

    private static byte[] member(String name, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(String.format("%-16s%-12d%-6d%-6d%-8s%-10d`\n", name + "/", 0, 0, 0, "100644", content.length)
                .getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(content);
        out.writeBytes(new byte[content.length % 2]);
        return out.toByteArray();
    }
}
