package dev.assay.provenance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Links a program for a machine with the tools of this one, and reads the map that the linker writes. */
final class CrossLinker {
    /** Formatted output, names, threads, thread-local storage, locales, mathematics: a megabyte of many members' code. */
    private static final String PROGRAM = """
            #include <errno.h>
            #include <locale.h>
            #include <math.h>
            #include <netdb.h>
            #include <pthread.h>
            #include <regex.h>
            #include <stdio.h>
            #include <stdlib.h>
            #include <wchar.h>
            __thread int counter;
            static void *run(void *p) { counter += errno; return p; }
            static int order(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }
            int main(int argc, char **argv) {
              pthread_t t; regex_t r; struct addrinfo *found; int v[3] = {3, argc, 1};
              setlocale(LC_ALL, "");
              pthread_create(&t, 0, run, argv);
              pthread_join(t, 0);
              qsort(v, 3, sizeof *v, order);
              regcomp(&r, argv[0], REG_EXTENDED);
              getaddrinfo(argv[0], "80", 0, &found);
              wprintf(L"%ls\\n", L"x");
              return printf("%d %s %f\\n", v[0], argv[0], sin(v[1]) * log(v[2]) + pow(v[0], v[1]));
            }
            """;

    /** A section of an archive's member, where the map says that it stands. */
    record Placed(String archive, String member, String section, long address, int size) {}

    private static final Pattern GNU =
            Pattern.compile("^ (\\S+)\\s+0x([0-9a-f]+)\\s+0x([0-9a-f]+) (\\S+)\\((\\S+)\\)$", Pattern.MULTILINE);
    private static final Pattern LLVM = Pattern.compile(
            "^ *(?:0x)?([0-9a-f]+) +(?:[0-9a-f]+ +)?([0-9a-f]+) +\\d+ +(\\S+)\\((\\S+)\\):\\(([^+)]+)\\)$",
            Pattern.MULTILINE);

    private final Path directory;

    CrossLinker(Path directory) {
        this.directory = directory;
    }

    /** {@return whether a command can be run here} */
    static boolean has(String command) {
        return Files.isExecutable(find(command));
    }

    private static Path find(String command) {
        for (String path : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            if (Files.isExecutable(Path.of(path, command))) {
                return Path.of(path, command);
            }
        }
        return Path.of(command);
    }

    /**
     * Links the program; {@code image} and {@code map} then lie in the directory.
     *
     * @param compiler a compiler's command
     * @param linker a linker's command; empty for the compiler's own
     * @param flags the compiler's flags
     */
    void link(String compiler, String linker, List<String> flags) throws IOException, InterruptedException {
        Files.writeString(directory.resolve("program.c"), PROGRAM);
        List<String> command = new ArrayList<>(List.of(compiler));
        if (!linker.isEmpty()) {
            // Cross compilers look for -fuse-ld's linker under their own prefix only.
            Files.createSymbolicLink(directory.resolve("ld"), find(linker));
            command.add("-B" + directory);
        }
        command.addAll(flags);
        command.addAll(List.of("-O2", "-w", "program.c", "-o", "image", "-Wl,-Map,map", "-lm"));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IOException(command + ": " + said);
        }
    }

    Path image() {
        return directory.resolve("image");
    }

    /** {@return the sections of archives' members, as the map of GNU ld, lld or mold has them} */
    List<Placed> placed() throws IOException {
        String map = Files.readString(directory.resolve("map"));
        List<Placed> placed = new ArrayList<>();
        // GNU ld breaks the line after a long name.
        Matcher gnu = GNU.matcher(map.replaceAll("(?m)^( \\S{14,})\\n\\s+0x", "$1 0x"));
        while (gnu.find()) {
            add(placed, gnu.group(4), gnu.group(5), gnu.group(1), gnu.group(2), gnu.group(3));
        }
        Matcher llvm = LLVM.matcher(map);
        while (llvm.find()) {
            add(placed, llvm.group(3), llvm.group(4), llvm.group(5), llvm.group(1), llvm.group(2));
        }
        return placed;
    }

    private static void add(
            List<Placed> placed, String archive, String member, String section, String address, String size) {
        long at = Long.parseLong(address, 16);
        int bytes = Integer.parseInt(size, 16);
        if (at != 0 && bytes != 0) {
            placed.add(new Placed(archive, member, section, at, bytes));
        }
    }
}
