package dev.assay.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalkerTest {
    private static final byte[] ELF = "\u007fELF and more".getBytes(UTF_8);

    @TempDir
    Path directory;

    @Test
    void aDirectoryIsWalkedByNameAndElfRecognisedByContent() throws Exception {
        put("t/b/program.txt", ELF);
        put("t/a", ELF);
        put("t/c.so", "text".getBytes(UTF_8));
        put("t/empty", new byte[0]);
        put("t/short", Arrays.copyOf(ELF, 3));
        assertThat(walk("t"))
                .containsExactly(
                        "WALKING ELF t/a",
                        "WALKING ELF t/b/program.txt",
                        "skip t/c.so",
                        "skip t/empty",
                        "skip t/short");
    }

    @Test
    void aTrailingSlashIsNotDoubled() throws Exception {
        put("t/a", ELF);
        assertThat(walk("t/")).containsExactly("WALKING ELF t/a");
    }

    @Test
    void aFileGivenByNameIsAnArtifactWhateverItIs() throws Exception {
        put("text", "text".getBytes(UTF_8));
        put("x.a", ArWriter.plain().bytes());
        assertThat(walk("text", "x.a")).containsExactly("BY_NAME OTHER text", "BY_NAME ARCHIVE x.a");
    }

    @Test
    void archivesAreMetWhileWalkingOnlyWhenWanted() throws Exception {
        put("t/x.a", ArWriter.plain().bytes());
        assertThat(walk("t")).containsExactly("skip t/x.a");
        assertThat(walk(EnumSet.of(FileKind.ARCHIVE), "t")).containsExactly("WALKING ARCHIVE t/x.a");
    }

    @Test
    void aLinkerScriptWhereAnArchiveIsWantedIsToldWithWhatItNames() throws Exception {
        put("lib/libm.a", "/* GNU ld script */ GROUP ( libm-2.36.a )".getBytes(UTF_8));
        put("lib/libm-2.36.a", ArWriter.plain().bytes());
        assertThat(walk(EnumSet.of(FileKind.ARCHIVE), "lib/libm.a"))
                .singleElement()
                .asString()
                .startsWith("unreadable lib/libm.a - a linker script, no archive; give what it names: ")
                .endsWith("lib/libm-2.36.a");
        assertThat(walk("lib/libm.a")).containsExactly("BY_NAME OTHER lib/libm.a");
    }

    @Test
    void aHardLinkIsAnAlias() throws Exception {
        Files.createLink(directory.resolve("b"), put("a", ELF));
        assertThat(walk(".")).containsExactly("WALKING ELF ./a", "./b is ./a");
    }

    @Test
    void equalContentInTwoFilesIsTwoArtifacts() throws Exception {
        put("a", ELF);
        put("b", ELF);
        assertThat(walk(".")).containsExactly("WALKING ELF ./a", "WALKING ELF ./b");
    }

    @Test
    void aPathGivenTwiceIsMetOnce() throws Exception {
        put("t/a", ELF);
        assertThat(walk("t/a", "t/a", "t")).containsExactly("BY_NAME ELF t/a");
    }

    @Test
    void symbolicLinksAreFollowedWhereNamedAndNowhereElse() throws Exception {
        put("outside", ELF);
        Files.createDirectory(directory.resolve("t"));
        Files.createSymbolicLink(directory.resolve("t/link"), Path.of("../outside"));
        Files.createSymbolicLink(directory.resolve("t/loop"), Path.of("."));
        Files.createSymbolicLink(directory.resolve("s"), Path.of("t"));
        assertThat(walk("t")).isEmpty();
        assertThat(walk("s")).isEmpty();
        assertThat(walk("t/link")).containsExactly("BY_NAME ELF t/link");
    }

    @Test
    void whatCannotBeReadIsNotLost() throws Exception {
        put("a", ELF);
        Files.createSymbolicLink(directory.resolve("dangling"), Path.of("nowhere"));
        assertThat(walk("gone", "dangling", "a", "nul\0"))
                .containsExactly(
                        "unreadable gone - no such file or directory",
                        "unreadable dangling - no such file or directory",
                        "BY_NAME ELF a",
                        "unreadable nul\0 - no path: Nul character not allowed");
    }

    @Test
    void specialFilesAreNeverOpened() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")), "no mkfifo on this machine");
        Files.createDirectory(directory.resolve("t"));
        new ProcessBuilder("mkfifo", directory.resolve("t/fifo").toString())
                .start()
                .waitFor();
        assertThat(walk("t", "t/fifo"))
                .containsExactly("skip t/fifo", "unreadable t/fifo - neither a regular file nor a directory");
    }

    @Test
    void aPackageIsOpenedWhereverItIsMet() throws Exception {
        put(
                "t/x.deb",
                DebWriter.deb()
                        .file("./usr/bin/x", ELF)
                        .file("./usr/share/doc", "text".getBytes(UTF_8))
                        .hardLink("./usr/bin/y", "./usr/bin/x")
                        .hardLink("./usr/share/doc2", "./usr/share/doc")
                        .symlink("./usr/bin/z", "x")
                        .bytes());
        List<String> expected = List.of(
                "open t/x.deb qemu-user-static",
                "IN_PACKAGE ELF t/x.deb!usr/bin/x",
                "skip t/x.deb!usr/share/doc",
                "usr/bin/y is usr/bin/x",
                "skip t/x.deb!usr/share/doc2",
                "WHOLE");
        assertThat(walk("t/x.deb")).isEqualTo(expected);
        assertThat(walk("t")).isEqualTo(expected);
    }

    @Test
    void aDamagedPackageIsPartialAndUnreadable() throws Exception {
        byte[] deb =
                DebWriter.deb().file("./a", ELF).file("./b", new byte[9000]).bytes();
        put("x.deb", Arrays.copyOf(deb, deb.length - 9000));
        assertThat(walk("x.deb"))
                .hasSize(4)
                .startsWith("open x.deb qemu-user-static", "IN_PACKAGE ELF x.deb!a")
                .endsWith("PARTIAL")
                .element(2)
                .asString()
                .startsWith("unreadable x.deb 5016 ")
                .contains("damaged content");
    }

    @Test
    void aPackageWithoutControlIsUnreadable() throws Exception {
        put("x.deb", ArWriter.plain().member("debian-binary", "2.0\n").bytes());
        assertThat(walk("x.deb")).singleElement().asString().startsWith("unreadable x.deb 72 package is cut short");
    }

    /** What a package owns is kept, and links cost nothing to make: a listing is held to a bound, as content is. */
    @Test
    void aListOfFilesBeyondTheLimitIsRefusedAndThePackagePartial() throws Exception {
        put(
                "x.deb",
                DebWriter.deb()
                        .file("usr/bin/a", ELF)
                        .symlink("usr/bin/b", "a".repeat(2000))
                        .symlink("usr/bin/c", "a")
                        .bytes());
        Recorder recorder = new Recorder();
        new Walker(EnumSet.of(FileKind.ELF), new Limits(1 << 20, 1000, 1 << 26, 2000))
                .walk(List.of(directory + "/x.deb"), recorder);
        assertThat(recorder.seen)
                .anyMatch(line -> line.endsWith("!usr/bin/a"))
                .anyMatch(line -> line.startsWith("unreadable ")
                        && line.endsWith("damaged content: the list of its files takes more than the limit (2000)"))
                .last()
                .isEqualTo("PARTIAL");
    }

    /** Else a set would be judged without it, and without a word. */
    @Test
    void whatIsNamedAsAPackageAndIsNoneIsUnreadable() throws Exception {
        byte[] deb = DebWriter.deb().bytes();
        deb[0] ^= 1;
        put("t/a.deb", deb);
        put("t/b.rpm", new byte[0]);
        put("t/c.deb", ArWriter.plain().bytes());
        assertThat(walk("t"))
                .hasSize(3)
                .allMatch(line -> line.startsWith("unreadable "))
                .first()
                .isEqualTo("unreadable t/a.deb 0 no Debian package: expected !<arch>");
    }

    @Test
    void anRpmPackageIsOpenedToo() throws Exception {
        put("x.rpm", RpmWriter.rpm().file("usr/bin/a", ELF).bytes());
        assertThat(walk("x.rpm")).anyMatch(line -> line.startsWith("IN_PACKAGE ELF") && line.contains("usr/bin/a"));
    }

    private Path put(String path, byte[] content) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    private List<String> walk(String... paths) {
        return walk(EnumSet.of(FileKind.ELF), paths);
    }

    /** Walks with paths below the temporary directory, and takes that off again what comes out. */
    private List<String> walk(Set<FileKind> wanted, String... paths) {
        Recorder recorder = new Recorder();
        new Walker(wanted, Limits.DEFAULT)
                .walk(Arrays.stream(paths).map(path -> directory + "/" + path).toList(), recorder);
        return recorder.seen.stream()
                .map(line -> line.replace(directory + "/", ""))
                .toList();
    }

    private static final class Recorder implements ArtifactSink {
        private final List<String> seen = new ArrayList<>();

        @Override
        public void artifact(Artifact artifact) {
            seen.add(artifact.met() + " " + artifact.kind() + " " + artifact.displayed());
        }

        @Override
        public void alias(Alias alias) {
            seen.add(alias.path() + " is " + alias.of());
        }

        @Override
        public void packageOpened(PackageInfo info) {
            seen.add("open " + info.path() + " " + info.name());
        }

        @Override
        public void packageClosed(PackageInfo info, Completeness completeness) {
            seen.add(completeness.toString());
        }

        @Override
        public void skipped(String path) {
            seen.add("skip " + path);
        }

        @Override
        public void unreadable(Unreadable unreadable) {
            String offset = unreadable.offset().isEmpty()
                    ? "-"
                    : Long.toString(unreadable.offset().getAsLong());
            seen.add("unreadable " + unreadable.path() + " " + offset + " " + unreadable.message());
        }
    }
}
