package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Maps of small programs of other machines, linked by their cross linkers. Skipped without them, with a reason; where
 * ASSAY_REQUIRE_TOOLS is set that is a failure.
 */
class CrossMapTest {
    /** Forty different operations on x, which no other function has. Odd factors: even ones leave nothing of it. */
    private static String mixing(String function, int seed) {
        StringBuilder code = new StringBuilder("unsigned " + function + "(unsigned x) { ");
        for (int i = 1; i <= 40; i++) {
            code.append("x = (x ^ ")
                    .append(seed * i * 7919)
                    .append(") * ")
                    .append(2 * seed * i * 104729 + 1)
                    .append("; ");
        }
        return code.append("return x; }\n").toString();
    }

    private static String lookup(String function, String text) {
        return "int find(const char *);\nint " + function + "(int x) { return find(\"" + text + "\") + x; }\n";
    }

    @Test
    void armTwinsAreToldApartByTheStringsOfTheirLiteralPools(@TempDir Path folder) throws Exception {
        RealTools tools = new RealTools(folder);
        tools.need("arm-linux-gnueabi-gcc", "arm-linux-gnueabi-ar");
        Files.writeString(folder.resolve("proto.c"), lookup("proto", "protocols of a file"));
        Files.writeString(folder.resolve("serv.c"), lookup("serv", "services of a file"));
        Files.writeString(folder.resolve("find.c"), mixing("mix", 3) + "int find(const char *s) { return mix(*s); }\n");
        Files.writeString(folder.resolve("main.c"), "int proto(int); void _start(void) { proto(1); for (;;); }\n");
        tools.run("arm-linux-gnueabi-gcc", "-O2", "-fPIC", "-c", "proto.c", "serv.c", "find.c", "main.c");
        tools.run("arm-linux-gnueabi-ar", "rc", "libtwins.a", "proto.o", "serv.o", "find.o");
        tools.run("arm-linux-gnueabi-gcc", "-static", "-nostdlib", "-o", "program", "main.o", "libtwins.a", "-lgcc");

        AssayRun map = map(folder, "libtwins.a");

        assertThat(map.out()).contains("proto.o").doesNotContain("serv.o");
    }

    @Test
    void aFunctionOfAnotherBuildIsFoundWhereTheLinkerDeletesBytes(@TempDir Path folder) throws Exception {
        RealTools tools = new RealTools(folder);
        tools.need("riscv64-linux-gnu-gcc", "riscv64-linux-gnu-ar");
        String calls = "unsigned both(unsigned x) { return kept(x) + changed(x) * kept(x + 1); }\n";
        Files.writeString(folder.resolve("crc.c"), mixing("kept", 3) + mixing("changed", 5) + calls);
        Files.writeString(folder.resolve("main.c"), "int both(int); void _start(void) { both(1); for (;;); }\n");
        tools.run("riscv64-linux-gnu-gcc", "-O1", "-fno-inline", "-c", "crc.c", "main.c");
        tools.run("riscv64-linux-gnu-gcc", "-static", "-nostdlib", "-o", "program", "main.o", "crc.o");
        Files.writeString(folder.resolve("crc.c"), mixing("kept", 3) + mixing("changed", 7) + calls);
        tools.run("riscv64-linux-gnu-gcc", "-O1", "-fno-inline", "-c", "crc.c");
        tools.run("riscv64-linux-gnu-ar", "rc", "libcrc.a", "crc.o");

        AssayRun map = map(folder, "libcrc.a");

        assertThat(map.out()).contains("crc.o").contains("\"code\"").doesNotContain("\"exact\"");
    }

    private static AssayRun map(Path folder, String archive) {
        return AssayRun.of(
                "map",
                "--format",
                "json",
                "--reference",
                folder.resolve(archive).toString(),
                folder.resolve("program").toString());
    }
}
