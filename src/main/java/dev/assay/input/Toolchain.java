package dev.assay.input;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Where compilers of a machine keep their archives.
 *
 * <p>Debian and Ubuntu: {@code /usr/lib/TRIPLET}, {@code /usr/lib/gcc/TRIPLET/VERSION}, and of cross compilers {@code
 * /usr/TRIPLET/lib}, {@code /usr/lib/gcc-cross/TRIPLET/VERSION}. Fedora, openSUSE and others: {@code /usr/lib64} or {@code
 * /usr/lib}, {@code /usr/lib/gcc/ARCH-VENDOR-linux*} by the machine's first word.
 *
 * @param machine as cli.md writes it
 * @param triplets Debian's, the usual one first
 * @param architecture first word of other distributions' triplets
 * @param plain library directories of systems that have one machine only
 * @param biarch library directories that other machines' compilers keep for this one
 */
record Toolchain(String machine, List<String> triplets, String architecture, List<String> plain, List<String> biarch) {
    private static final List<String> LIB64 = List.of("usr/lib64", "usr/lib");
    private static final List<String> LIB = List.of("usr/lib");

    private static final List<Toolchain> ALL = List.of(
            of("x86-64", "x86_64", LIB64, "x86_64-linux-gnu"),
            of("x32", "x86_64", LIB, "x86_64-linux-gnux32"),
            of("i386", "i686", LIB, "i386-linux-gnu", "i686-linux-gnu"),
            of("aarch64", "aarch64", LIB64, "aarch64-linux-gnu"),
            of("arm", "armv7hl", LIB, "arm-linux-gnueabihf", "arm-linux-gnueabi"),
            of("riscv64", "riscv64", LIB64, "riscv64-linux-gnu"),
            of("s390x", "s390x", LIB64, "s390x-linux-gnu"),
            of("ppc64le", "ppc64le", LIB64, "powerpc64le-linux-gnu"),
            of("ppc64", "ppc64", LIB64, "powerpc64-linux-gnu"),
            of("ppc", "ppc", LIB, "powerpc-linux-gnu"),
            of("loongarch64", "loongarch64", LIB64, "loongarch64-linux-gnu"),
            of("mips", "mips", LIB, "mips-linux-gnu"),
            of("mipsel", "mipsel", LIB, "mipsel-linux-gnu"),
            of("mips64el", "mips64el", LIB64, "mips64el-linux-gnuabi64"),
            of("mips64", "mips64", LIB64, "mips64-linux-gnuabi64"),
            of("sparc64", "sparc64", LIB64, "sparc64-linux-gnu"),
            of("alpha", "alpha", LIB, "alpha-linux-gnu"),
            of("hppa", "hppa", LIB, "hppa-linux-gnu"),
            of("m68k", "m68k", LIB, "m68k-linux-gnu"),
            of("sh4", "sh4", LIB, "sh4-linux-gnu"));

    private static Toolchain of(String machine, String architecture, List<String> plain, String... triplets) {
        List<String> biarch = switch (machine) {
            case "i386" -> List.of("usr/lib32");
            case "x32" -> List.of("usr/libx32");
            default -> List.of();
        };
        return new Toolchain(machine, List.of(triplets), architecture, plain, biarch);
    }

    /** {@return the toolchain of a machine, by its name or one of its triplets} */
    static Optional<Toolchain> find(String machine) {
        return ALL.stream()
                .filter(toolchain -> toolchain.machine().equals(machine)
                        || toolchain.triplets().contains(machine))
                .findFirst();
    }

    /**
     * {@return the library directories that are there, below the root; sorted within each kind, libraries before compilers}
     *
     * @throws IOException when a directory cannot be listed
     */
    List<Path> directories(Path root) throws IOException {
        List<Path> found = new ArrayList<>();
        for (String triplet : triplets) {
            add(found, root.resolve("usr/lib/" + triplet));
            add(found, root.resolve("usr/" + triplet + "/lib"));
        }
        for (String directory : biarch) {
            add(found, root.resolve(directory));
        }
        List<Path> vendors = below(root.resolve("usr/lib/gcc"), name -> isVendors(name));
        if (!vendors.isEmpty()) {
            plain.forEach(directory -> add(found, root.resolve(directory)));
        }
        for (String triplet : triplets) {
            found.addAll(below(root.resolve("usr/lib/gcc/" + triplet), name -> true));
            found.addAll(below(root.resolve("usr/lib/gcc-cross/" + triplet), name -> true));
        }
        for (Path vendor : vendors) {
            found.addAll(below(vendor, name -> true));
        }
        return found;
    }

    // x86_64-redhat-linux, x86_64-suse-linux, x86_64-pc-linux-gnu; Debian's own triplets have their own directories.
    private boolean isVendors(String name) {
        return name.startsWith(architecture + "-") && name.contains("linux") && !triplets.contains(name);
    }

    private static void add(List<Path> found, Path directory) {
        if (Files.isDirectory(directory)) {
            found.add(directory);
        }
    }

    private static List<Path> below(Path directory, Predicate<String> named) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(directory)) {
            return children.filter(child -> named.test(String.valueOf(child.getFileName())))
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
