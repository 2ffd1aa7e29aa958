package dev.assay.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A set of RPM packages, built by rpmbuild from one spec file. The split of qemu's user emulators, done right; a test
 * makes one mistake in it.
 */
final class RpmSet {
    static final String ARM = entry("1", "1", "\\x28\\x00");
    static final String ARM_MASK =
            "\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xfe\\xff\\xff\\xff";
    private static final String AARCH64 = entry("2", "1", "\\xb7\\x00");

    /** One package: its lines in the spec file, and its files by path. */
    static final class Owned {
        private final List<String> lines = new ArrayList<>();
        private final Map<String, String> files = new LinkedHashMap<>();
        private final Map<String, String> programs = new LinkedHashMap<>();
        private final Map<String, String> modes = new LinkedHashMap<>();
        private final Map<String, String> links = new LinkedHashMap<>();

        Owned line(String line) {
            lines.add(line);
            return this;
        }

        Owned withoutLines() {
            lines.clear();
            return this;
        }

        Owned text(String path, String text) {
            files.put(path, text);
            return this;
        }

        /** Adds a program that was built as that. */
        Owned program(String path, String built) {
            programs.put(path, built);
            return this;
        }

        /** Adds a symbolic link. */
        Owned symlink(String path, String target) {
            links.put(path, "-s " + target);
            return this;
        }

        /** Adds another name of a file of the package. */
        Owned hardLink(String path, String target) {
            links.put(path, "%{buildroot}" + target);
            return this;
        }

        Owned mode(String path, String mode) {
            modes.put(path, mode);
            return this;
        }

        Owned without(String path) {
            files.remove(path);
            programs.remove(path);
            return this;
        }
    }

    private final Map<String, Owned> packages = new LinkedHashMap<>();

    /** {@return magic of ELF files of a class and byte order; e_machine as escapes} */
    static String entry(String elfClass, String data, String machine) {
        return "\\x7f\\x45\\x4c\\x46\\x0" + elfClass + "\\x0" + data
                + "\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02\\x00" + machine;
    }

    /** {@return a register string with the usual mask} */
    static String register(String name, String magic, String interpreter, String flags) {
        return ":" + name + ":M::" + magic + ":" + ARM_MASK + ":" + interpreter + ":" + flags + "\n";
    }

    /** {@return the split, done right} */
    static RpmSet done() {
        RpmSet set = new RpmSet();
        set.in("qemu-user")
                .program("/usr/bin/qemu-arm", "dynamic")
                .program("/usr/bin/qemu-aarch64", "dynamic")
                .program("/usr/bin/qemu-x86_64", "dynamic");
        set.in("qemu-binfmt")
                .line("Requires: qemu-user = %{version}-%{release}")
                .line("Conflicts: qemu-user-static")
                .text("/usr/lib/binfmt.d/qemu-arm-dynamic.conf", register("qemu-arm", ARM, "/usr/bin/qemu-arm", ""))
                .text(
                        "/usr/lib/binfmt.d/qemu-aarch64-dynamic.conf",
                        register("qemu-aarch64", AARCH64, "/usr/bin/qemu-aarch64", ""));
        set.in("qemu-user-static")
                .program("/usr/bin/qemu-arm-static", "static")
                .program("/usr/bin/qemu-aarch64-static", "static")
                .program("/usr/bin/qemu-x86_64-static", "static")
                .text(
                        "/usr/lib/binfmt.d/qemu-arm-static.conf",
                        "# static\n" + register("qemu-arm", ARM, "/usr/bin/qemu-arm-static", "F"))
                .text(
                        "/usr/lib/binfmt.d/qemu-aarch64-static.conf",
                        register("qemu-aarch64", AARCH64, "/usr/bin/qemu-aarch64-static", "F"));
        set.in("qemu-system-arm").program("/usr/bin/qemu-system-arm", "dynamic");
        return set;
    }

    /** {@return the package of that name} */
    Owned in(String name) {
        return packages.computeIfAbsent(name, first -> new Owned());
    }

    /** Puts another text in place of the entry of the static qemu-arm. */
    RpmSet staticArm(String text) {
        in("qemu-user-static").text("/usr/lib/binfmt.d/qemu-arm-static.conf", text);
        return this;
    }

    /**
     * Builds it. Packages that were built before in the folder are not built again.
     *
     * @param folder holds the programs, and takes the packages
     * @return the packages, in their order
     */
    List<Path> build(Path folder) throws IOException, InterruptedException {
        List<Path> built = new ArrayList<>();
        for (Map.Entry<String, Owned> one : packages.entrySet()) {
            built.add(build(one.getKey(), one.getValue(), folder));
        }
        return built;
    }

    private static Path build(String name, Owned one, Path folder) throws IOException, InterruptedException {
        Path top = folder.resolve(name + "-"
                + Integer.toHexString((one.lines + "" + one.files + one.programs + one.modes + one.links).hashCode()));
        if (!Files.exists(top)) {
            Files.createDirectory(top);
            Path spec = Files.writeString(top.resolve("x.spec"), spec(name, one, folder, top));
            List<String> command = new ArrayList<>(List.of("rpmbuild", "-bb", "--quiet"));
            for (String macro : List.of(
                    "_topdir " + top,
                    "debug_package %{nil}",
                    "_build_id_links none",
                    "__os_install_post %{nil}",
                    "_binaries_in_noarch_packages_terminate_build 0",
                    "_binary_payload w1.gzdio")) {
                command.addAll(List.of("--define", macro));
            }
            command.add(spec.toString());
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(top.resolve("log").toFile())
                    .start();
            if (process.waitFor() != 0) {
                throw new IOException(Files.readString(top.resolve("log")));
            }
        }
        try (Stream<Path> files = Files.walk(top.resolve("RPMS"))) {
            return files.filter(file -> file.toString().endsWith(".rpm"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @SuppressWarnings("OrphanedFormatString") // sections of spec files begin with a percent sign
    private static String spec(String name, Owned one, Path folder, Path top) {
        StringBuilder install = new StringBuilder("%install\n");
        StringBuilder files = new StringBuilder("%files\n");
        one.programs.forEach((path, built) -> add(one, path, folder.resolve(built), install, files));
        one.files.forEach((path, text) -> {
            Path source = top.resolve(path.substring(1).replace('/', '_'));
            write(source, text);
            add(one, path, source, install, files);
        });
        one.links.forEach((path, target) -> {
            install.append("mkdir -p %{buildroot}$(dirname ").append(path).append(")\nln ");
            install.append(target).append(" %{buildroot}").append(path).append('\n');
            files.append(path).append('\n');
        });
        return "Name: " + name + "\nVersion: 8.1.0\nRelease: 1\nSummary: x\nLicense: x\nAutoReqProv: no\n"
                + String.join("\n", one.lines) + "\n%description\nx\n" + install + files;
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(Owned one, String path, Path source, StringBuilder install, StringBuilder files) {
        String mode = one.modes.getOrDefault(path, path.startsWith("/usr/bin") ? "0755" : "0644");
        install.append("install -D -m ")
                .append(mode)
                .append(' ')
                .append(source)
                .append(" %{buildroot}")
                .append(path)
                .append('\n');
        files.append("%attr(").append(mode).append(",root,root) ").append(path).append('\n');
    }
}
