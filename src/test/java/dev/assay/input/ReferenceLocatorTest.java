package dev.assay.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.Origin.PackageId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceLocatorTest {
    private static final byte[] ARCHIVE = ArWriter.plain().member("a.o/", "x").bytes();
    private static final byte[] OBJECT = "\u007fELF".getBytes(UTF_8);
    private static final byte[] SCRIPT = "GROUP ( libm-2.36.a )".getBytes(UTF_8);

    @TempDir
    Path root;

    @BeforeEach
    void installDebian() throws IOException {
        put("var/lib/dpkg/status", """
                Package: libc6-dev
                Status: install ok installed
                Architecture: amd64
                Multi-Arch: same
                Source: glibc (2.36-9)
                Version: 2.36-9+b1

                Package: libc6-dev
                Architecture: i386
                Multi-Arch: same
                Source: glibc
                Version: 2.36-8

                Package: odd-name
                Architecture: all
                Version: 1.0
                """.getBytes(UTF_8));
        put("var/lib/dpkg/info/libc6-dev:amd64.list", """
                /.
                /usr/lib/x86_64-linux-gnu/libc.a
                /lib/x86_64-linux-gnu/libm-2.36.a
                /usr/lib/x86_64-linux-gnu/crt1.o
                """.getBytes(UTF_8));
        put("var/lib/dpkg/info/libc6-dev:i386.list", "/usr/lib/i386-linux-gnu/libc.a\n".getBytes(UTF_8));
        put("var/lib/dpkg/info/odd-name.list", "/usr/lib/x86_64-linux-gnu/libodd.a\n".getBytes(UTF_8));
        put("etc/os-release", "ID=debian\nVERSION_CODENAME=\"bookworm\"\n".getBytes(UTF_8));
    }

    @Test
    void aMachinesReferencesAreItsToolchainsArchivesAndObjects() throws Exception {
        put("usr/lib/x86_64-linux-gnu/libc.a", ARCHIVE);
        put("usr/lib/x86_64-linux-gnu/libm-2.36.a", ARCHIVE);
        put("usr/lib/x86_64-linux-gnu/libm.a", SCRIPT);
        put("usr/lib/x86_64-linux-gnu/crt1.o", OBJECT);
        put("usr/lib/x86_64-linux-gnu/libc.so.6", OBJECT);
        put("usr/lib/x86_64-linux-gnu/below/libx.a", ARCHIVE);
        put("usr/lib/i386-linux-gnu/libc.a", ARCHIVE);
        put("usr/lib/gcc/x86_64-linux-gnu/12/libgcc.a", ARCHIVE);
        assertThat(forMachine("x86-64"))
                .containsExactly(
                        "ELF usr/lib/x86_64-linux-gnu/crt1.o of libc6-dev 2.36-9+b1 (glibc 2.36-9) bookworm amd64",
                        "ARCHIVE usr/lib/x86_64-linux-gnu/libc.a of libc6-dev 2.36-9+b1 (glibc 2.36-9) bookworm amd64",
                        "ARCHIVE usr/lib/x86_64-linux-gnu/libm-2.36.a of libc6-dev 2.36-9+b1 (glibc 2.36-9) bookworm amd64",
                        "ARCHIVE usr/lib/gcc/x86_64-linux-gnu/12/libgcc.a");
        assertThat(forMachine("i386"))
                .containsExactly(
                        "ARCHIVE usr/lib/i386-linux-gnu/libc.a of libc6-dev 2.36-8 (glibc 2.36-8) bookworm i386");
    }

    @Test
    void crossCompilersKeepTheirArchivesApart() throws Exception {
        put("usr/aarch64-linux-gnu/lib/libc.a", ARCHIVE);
        put("usr/lib/gcc-cross/aarch64-linux-gnu/12/libgcc.a", ARCHIVE);
        List<String> expected = List.of(
                "ARCHIVE usr/aarch64-linux-gnu/lib/libc.a", "ARCHIVE usr/lib/gcc-cross/aarch64-linux-gnu/12/libgcc.a");
        assertThat(forMachine("aarch64")).isEqualTo(expected);
        assertThat(forMachine("aarch64-linux-gnu")).isEqualTo(expected);
    }

    @Test
    void elsewhereThanOnDebianLib64BelongsToTheCompilersMachine() throws Exception {
        put("usr/lib64/libc.a", ARCHIVE);
        put("usr/lib/gcc/x86_64-redhat-linux/13/libgcc.a", ARCHIVE);
        assertThat(forMachine("x86-64"))
                .containsExactly("ARCHIVE usr/lib64/libc.a", "ARCHIVE usr/lib/gcc/x86_64-redhat-linux/13/libgcc.a");
        assertThat(forMachine("aarch64")).isEmpty();
    }

    @Test
    void anUnknownMachineHasNoReferences() {
        assertThat(forMachine("pdp-11")).isEmpty();
    }

    @Test
    void ofAFileAndALinkToItTheFileCounts() throws Exception {
        put("usr/lib/x86_64-linux-gnu/libz.a", ARCHIVE);
        Files.createSymbolicLink(root.resolve("usr/lib/x86_64-linux-gnu/liba.a"), Path.of("libz.a"));
        assertThat(forMachine("x86-64")).containsExactly("ARCHIVE usr/lib/x86_64-linux-gnu/libz.a");
    }

    @Test
    void aPackageWithAnUnlikelyNameIsFoundToo() throws Exception {
        put("usr/lib/x86_64-linux-gnu/libodd.a", ARCHIVE);
        assertThat(forMachine("x86-64"))
                .containsExactly(
                        "ARCHIVE usr/lib/x86_64-linux-gnu/libodd.a of odd-name 1.0 (odd-name 1.0) bookworm all");
    }

    @Test
    void aDirectoryIsWalkedForArchivesObjectsPackagesAndCatalogs() throws Exception {
        put("given/b/libx.a", ARCHIVE);
        put("given/a.o", OBJECT);
        put("given/program", OBJECT);
        put("given/notes.txt", SCRIPT);
        put("given/c.assay", "CATALOG".getBytes(UTF_8));
        put(
                "given/d.deb",
                DebWriter.deb()
                        .file("./usr/lib/libz.a", ARCHIVE)
                        .file("./usr/lib/libz.so", OBJECT)
                        .bytes());
        assertThat(locate("given"))
                .containsExactly(
                        "ELF given/a.o",
                        "ARCHIVE given/b/libx.a",
                        "catalog given/c.assay",
                        "ARCHIVE usr/lib/libz.a of qemu-user-static 1:7.2+b3 (qemu 1:7.2)  amd64");
    }

    @Test
    void aSysrootsArchivesAreOwnedByItsOwnPackages() throws Exception {
        put("usr/lib/x86_64-linux-gnu/libc.a", ARCHIVE);
        assertThat(locate("usr"))
                .containsExactly(
                        "ARCHIVE usr/lib/x86_64-linux-gnu/libc.a of libc6-dev 2.36-9+b1 (glibc 2.36-9) bookworm amd64");
    }

    @Test
    void aFileGivenByNameThatIsNoReferenceIsUnreadable() throws Exception {
        put("text", "some text (in parentheses)".getBytes(UTF_8));
        assertThat(locate("text"))
                .containsExactly("unreadable text: neither an archive, an object, a package nor a catalog");
        assertThat(locate("gone")).containsExactly("unreadable gone: no such file or directory");
    }

    @Test
    void aLinkerScriptStandsForWhatItNamesInTheSystemAroundIt() throws Exception {
        put("usr/lib/x86_64-linux-gnu/libm-9.a", ARCHIVE);
        put("usr/lib/x86_64-linux-gnu/libmvec.a", ARCHIVE);
        put("usr/lib/x86_64-linux-gnu/libm.a", """
                /* GNU ld script: INPUT ( nothing.a )
                 */
                OUTPUT_FORMAT(elf64-x86-64)
                GROUP ( /usr/lib/x86_64-linux-gnu/libm-9.a AS_NEEDED ( "libmvec.a" ) )
                """.getBytes(UTF_8));
        assertThat(locate("usr/lib/x86_64-linux-gnu/libm.a"))
                .containsExactly(
                        "ARCHIVE usr/lib/x86_64-linux-gnu/libm-9.a", "ARCHIVE usr/lib/x86_64-linux-gnu/libmvec.a");
    }

    @Test
    void whatALinkerScriptNamesAndIsNoReferenceIsNotPassedOver() throws Exception {
        put("lib/libm.a", "INPUT(-lm-9 libm.so.6)".getBytes(UTF_8));
        put("lib/libm.so.6", OBJECT);
        assertThat(locate("lib/libm.a"))
                .containsExactly(
                        "unreadable lib/libm.a: a linker script names lib/libm-9.a, which is not there",
                        "unreadable lib/libm.a: a linker script names lib/libm.so.6, which is neither an archive nor an "
                                + "object");
    }

    @Test
    void aThinArchivesMembersAreTheFilesBesideIt() throws Exception {
        put("given/sub/a.o", OBJECT);
        put(
                "given/libt.a",
                ArWriter.thin().member("//", "sub/a.o/\n").header("/0", 4).bytes());
        List<Reference> references = new ArrayList<>();
        locator().locate(root + "/given/libt.a", new Recorder(references));
        assertThat(references.get(0).members())
                .singleElement()
                .satisfies(member -> assertThat(member.bytes()).isEqualTo(OBJECT));
    }

    @Test
    void rpmIsAskedInAFormatOfOurOwn() throws Exception {
        List<List<String>> asked = new ArrayList<>();
        RpmDatabase database = new RpmDatabase(root, line -> {
            asked.add(line);
            return line.contains("/usr/lib64/libz.a")
                    ? "zlib-ng-compat-static\t1:2.1.6-2.fc40\tx86_64\tzlib-ng-2.1.6-2.fc40.src.rpm\n"
                    : "file /usr/lib64/libx.a is not owned by any package\n";
        });
        assertThat(database.owners(List.of("/usr/lib64/libz.a", "/usr/lib64/libx.a")))
                .hasSize(1)
                .containsEntry(
                        "/usr/lib64/libz.a",
                        new PackageId(
                                "zlib-ng-compat-static", "1:2.1.6-2.fc40", "zlib-ng", "1:2.1.6-2.fc40", "", "x86_64"));
        assertThat(asked.get(0)).startsWith("rpm", "--root", root.toString(), "-qf", "--qf");
    }

    @Test
    void installedPackagesStateTheirLicencesInTheirCopyrightFiles() throws Exception {
        put("usr/share/doc/libc6-dev/copyright", copyright("LGPL-2.1+"));
        PackageId installed = id("libc6-dev", "2.36-9+b1", "amd64");
        PackageId other = id("libc6-dev", "2.36-9+b2", "amd64");
        PackageId silent = id("odd-name", "1.0", "all");
        PackageId absent = id("zlib1g-dev", "1.0", "amd64");
        assertThat(locator().licences(List.of(), List.of(installed, other, silent, absent)))
                .isEqualTo(Map.of(installed, List.of("LGPL-2.1+")));
    }

    @Test
    void packagesOfASysrootStateTheirLicencesThere() throws Exception {
        put("sysroot/var/lib/dpkg/status", "Package: libx-dev\nVersion: 3\nArchitecture: amd64\n".getBytes(UTF_8));
        put("sysroot/usr/share/doc/libx-dev/copyright", copyright("ISC"));
        put("sysroot/usr/lib/libx.a", ARCHIVE);
        PackageId id = id("libx-dev", "3", "amd64");
        for (String given : List.of("sysroot", "sysroot/usr", "sysroot/usr/lib/libx.a")) {
            assertThat(locator().licences(List.of(root + "/" + given), List.of(id)))
                    .isEqualTo(Map.of(id, List.of("ISC")));
        }
        assertThat(locator().licences(List.of("gone", "\0"), List.of(id))).isEmpty();
    }

    @Test
    void documentationMayBeALinkToAnotherPackages() throws Exception {
        PackageId id = id("libc6-dev", "2.36-9+b1", "amd64");
        put("usr/share/doc/libc6/copyright", copyright("LGPL-2.1+"));
        Path link = Files.createSymbolicLink(root.resolve("usr/share/doc/libc6-dev"), Path.of("libc6"));
        assertThat(locator().licences(List.of(), List.of(id))).isEqualTo(Map.of(id, List.of("LGPL-2.1+")));

        Files.delete(link);
        Files.createSymbolicLink(link, Path.of("libc6-dev"));
        assertThat(locator().licences(List.of(), List.of(id)))
                .as("a link to itself")
                .isEmpty();
    }

    @Test
    void aLinkOutOfASystemIsNotFollowed() throws Exception {
        PackageId id = id("libx-dev", "3", "amd64");
        put("sysroot/var/lib/dpkg/status", "Package: libx-dev\nVersion: 3\nArchitecture: amd64\n".getBytes(UTF_8));
        put("outside/copyright", copyright("ISC"));
        Files.createDirectories(root.resolve("sysroot/usr/share/doc"));
        Files.createSymbolicLink(root.resolve("sysroot/usr/share/doc/libx-dev"), root.resolve("outside"));
        assertThat(locator().licences(List.of(root + "/sysroot"), List.of(id))).isEmpty();
    }

    @Test
    void anInstalledCopyrightFileThatIsTooLargeStatesNothing() throws Exception {
        PackageId id = id("libc6-dev", "2.36-9+b1", "amd64");
        byte[] largest = Arrays.copyOf(copyright("ISC"), CopyrightFile.LARGEST);
        put("usr/share/doc/libc6-dev/copyright", largest);
        assertThat(locator().licences(List.of(), List.of(id))).isNotEmpty();
        put("usr/share/doc/libc6-dev/copyright", Arrays.copyOf(largest, CopyrightFile.LARGEST + 1));
        assertThat(locator().licences(List.of(), List.of(id))).isEmpty();
    }

    @Test
    void rpmIsAskedForLicencesOfTheVersionThatIsInstalled() throws Exception {
        RpmDatabase database = new RpmDatabase(root, line -> {
            assertThat(line).contains("-q", "--").endsWith("zlib-static");
            return """
                    1:2.1.6-1.fc40\tx86_64\tobsolete
                    1:2.1.6-2.fc40\ti686\tother
                    1:2.1.6-2.fc40\tx86_64\tZlib AND MIT
                    """;
        });
        PackageId id = id("zlib-static", "1:2.1.6-2.fc40", "x86_64");
        assertThat(database.licences(List.of(id))).isEqualTo(Map.of(id, List.of("Zlib AND MIT")));
        assertThat(database.licences(List.of(id("zlib-static", "1:2.1.7-1.fc40", "x86_64"))))
                .isEmpty();
    }

    private static PackageId id(String name, String version, String architecture) {
        return new PackageId(name, version, name, version, "", architecture);
    }

    private static byte[] copyright(String licence) {
        return ("Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\nFiles: *\nLicense: "
                        + licence + "\n\n")
                .getBytes(UTF_8);
    }

    private void put(String path, byte[] content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    private ReferenceLocator locator() {
        return new ReferenceLocator(root, Limits.DEFAULT, head -> new String(head, UTF_8).startsWith("CATALOG"));
    }

    private List<String> forMachine(String machine) {
        Recorder recorder = new Recorder(new ArrayList<>());
        locator().forMachine(machine, recorder);
        return recorder.relative(root);
    }

    private List<String> locate(String path) {
        Recorder recorder = new Recorder(new ArrayList<>());
        locator().locate(root + "/" + path, recorder);
        return recorder.relative(root);
    }

    private static final class Recorder implements ReferenceSink {
        private final List<Reference> references;
        private final List<String> seen = new ArrayList<>();

        private Recorder(List<Reference> references) {
            this.references = references;
        }

        private List<String> relative(Path root) {
            return seen.stream().map(line -> line.replace(root + "/", "")).toList();
        }

        @Override
        public void reference(Reference reference) {
            references.add(reference);
            String owner = reference.origin().owner().map(Recorder::shown).orElse("");
            seen.add(reference.kind() + " " + reference.origin().archive() + owner);
            try {
                assertThat(reference.content().bytes()).isNotEmpty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String shown(PackageId id) {
            return " of " + id.name() + " " + id.version() + " (" + id.source() + " " + id.sourceVersion() + ") "
                    + id.suite() + " " + id.architecture();
        }

        @Override
        public void catalog(Path file) {
            seen.add("catalog " + file);
        }

        @Override
        public void unreadable(Unreadable unreadable) {
            seen.add("unreadable " + unreadable.path() + ": " + unreadable.message());
        }
    }
}
