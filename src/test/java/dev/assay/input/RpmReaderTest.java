package dev.assay.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.MalformedFileException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RpmReaderTest {
    private static final byte[] ELF = {
        0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 62, 0, 1, 0, 0, 0, 9
    };

    /** Writes down what it is told. */
    private static final class Log implements PackageVisitor {
        private final List<String> lines = new ArrayList<>();

        @Override
        public void opened(PackageInfo info) {
            lines.add(info.name() + " " + info.version() + " " + info.architecture() + " of " + info.source() + " "
                    + info.sourceVersion());
        }

        @Override
        public void described(PackageDescription description) {
            description.relations().forEach(relation -> lines.add(relation.field() + ": " + relation.text()));
            description
                    .scripts()
                    .forEach(script -> lines.add(script.name() + " by " + script.interpreter() + ": " + script.text()));
        }

        @Override
        public void licensed(List<String> licences) {
            lines.add("licensed " + licences);
        }

        @Override
        public boolean wants(PackageFile file, byte[] head) {
            return FileKind.of(head) == FileKind.ELF;
        }

        @Override
        public void file(PackageFile file, byte[] content) {
            lines.add("file " + file.path() + " " + Integer.toOctalString(file.mode()) + " " + content.length);
        }

        @Override
        public void passedOver(PackageFile file) {
            lines.add("passed " + file.path() + " " + file.size());
        }

        @Override
        public void hardLink(String path, String target) {
            lines.add(path + " is " + target);
        }

        @Override
        public void symlink(String path, String target) {
            lines.add(path + " -> " + target);
        }
    }

    private static List<String> read(byte[] rpm) throws MalformedFileException, IOException {
        return read(rpm, Limits.DEFAULT);
    }

    private static List<String> read(byte[] rpm, Limits limits) throws MalformedFileException, IOException {
        Log log = new Log();
        new RpmReader(limits).read("x.rpm", ByteSource.of(rpm), log);
        return log.lines;
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, identity",
        "GZIP, gzip",
        "BZIP2, bzip2",
        "XZ, xz",
        "LZMA, lzma",
        "ZSTD, zstd",
        "NONE, ''",
        "GZIP, ''"
    })
    void aPayloadMayBeCompressedInSixWaysAndNeedNotSayHow(Compression compression, String word) throws Exception {
        byte[] rpm = RpmWriter.rpm()
                .file("usr/bin/qemu-arm-static", ELF)
                .symlink("usr/bin/arm", "qemu-arm-static")
                .file("etc/text", "text".getBytes(UTF_8))
                .compressedAs(compression, word)
                .bytes();
        assertThat(read(rpm))
                .containsExactly(
                        "qemu-user-static 8.1.0-1.fc39 x86_64 of qemu 8.1.0-1.fc39",
                        "file usr/bin/qemu-arm-static 755 25",
                        "usr/bin/arm -> qemu-arm-static",
                        "passed etc/text 4");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 6})
    void formatsDifferInHowTheyListFilesAndInNothingThatCounts(int major) throws Exception {
        byte[] rpm = RpmWriter.rpm()
                .format(major)
                .nameOfNext("usr/bin/b")
                .file("usr/bin/a", ELF)
                .symlink("usr/bin/c", "a")
                .bytes();
        assertThat(read(rpm)).contains("file usr/bin/a 755 25", "usr/bin/b is usr/bin/a", "usr/bin/c -> a");
    }

    @Test
    void theFormOfLargeFilesNamesThemByIndex() throws Exception {
        byte[] rpm = RpmWriter.rpm()
                .payloadByIndex()
                .file("usr/bin/a", ELF)
                .nameOfNext("usr/bin/b")
                .file("usr/bin/c", ELF)
                .symlink("usr/bin/d", "a")
                .bytes();
        assertThat(read(rpm).subList(1, 5))
                .containsExactly(
                        "file usr/bin/a 755 25", "file usr/bin/c 755 25", "usr/bin/b is usr/bin/c", "usr/bin/d -> a");
    }

    @Test
    void ofSeveralNamesOfAFileTheLastHasTheContent() throws Exception {
        byte[] rpm = RpmWriter.rpm()
                .nameOfNext("usr/bin/a")
                .nameOfNext("usr/bin/b")
                .file("usr/bin/c", ELF)
                .bytes();
        assertThat(read(rpm).subList(1, 4))
                .containsExactly("file usr/bin/c 755 25", "usr/bin/a is usr/bin/c", "usr/bin/b is usr/bin/c");
    }

    @Test
    void theLicenceIsThatOfTheHeader() throws Exception {
        String expression = "GPL-2.0-only AND LGPL-2.1-or-later";
        assertThat(read(RpmWriter.rpm().text(RpmTag.LICENSE, expression).bytes()))
                .contains("licensed [" + expression + "]");
        assertThat(read(RpmWriter.rpm().text(RpmTag.LICENSE, " ").bytes()))
                .noneMatch(line -> line.startsWith("licensed"));
        assertThat(read(RpmWriter.rpm().bytes())).noneMatch(line -> line.startsWith("licensed"));
    }

    @Test
    void relationsAreWrittenAsASpecFileDoes() throws Exception {
        byte[] rpm = RpmWriter.rpm()
                .numbers(RpmTag.EPOCH, 2)
                .texts(1049, "qemu-user", "rpmlib(CompressedFileNames)", "/bin/sh")
                .numbers(1048, 8, (1 << 24) | 10, 0)
                .texts(1050, "2:8.1.0-1.fc39", "3.0.4-1", "")
                .dependency(RpmTag.Dependency.OBSOLETES, "qemu-user", 2, "2:8.1.0")
                .dependency(RpmTag.Dependency.PROVIDES, "bundled(glib2)", 12, "2.78")
                .bytes();
        assertThat(read(rpm))
                .containsExactly(
                        "qemu-user-static 2:8.1.0-1.fc39 x86_64 of qemu 2:8.1.0-1.fc39",
                        "Requires: qemu-user = 2:8.1.0-1.fc39",
                        "Requires: /bin/sh",
                        "Provides: bundled(glib2) >= 2.78",
                        "Obsoletes: qemu-user < 2:8.1.0");
    }

    @Test
    void scriptletsAreFacts() throws Exception {
        byte[] rpm = RpmWriter.rpm()
                .text(1024, "systemctl restart systemd-binfmt")
                .text(1086, "/bin/sh")
                .text(1088, "/sbin/ldconfig")
                .bytes();
        assertThat(read(rpm).subList(1, 3))
                .containsExactly("%post by /bin/sh: systemctl restart systemd-binfmt", "%postun by /sbin/ldconfig: ");
    }

    @Test
    void aSourcePackageSaysSo() throws Exception {
        assertThat(read(RpmWriter.rpm().source().without(RpmTag.SOURCE_RPM).bytes()))
                .containsExactly("qemu-user-static 8.1.0-1.fc39 src of qemu-user-static 8.1.0-1.fc39");
    }

    @Test
    void aClaimOfFourGigabytesIsRefusedByTheLimitOfAMember() {
        byte[] rpm = RpmWriter.rpm()
                .payloadByIndex()
                .claimedSizes(4L << 30)
                .file("usr/bin/a", ELF)
                .bytes();
        assertThatThrownBy(() -> read(rpm))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("usr/bin/a is 4294967296 bytes, more than the limit of a member (2147483639)");
    }

    @Test
    void aSizeThatTheContentDoesNotHaveEndsAtTheEnd() {
        byte[] rpm = RpmWriter.rpm()
                .payloadByIndex()
                .claimedSizes(2L << 29)
                .file("usr/bin/a", ELF)
                .bytes();
        assertThatThrownBy(() -> read(rpm))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("content ends within a file");
    }

    @Test
    void aHeaderOfMoreThanTheLimitIsRefused() {
        byte[] rpm = RpmWriter.rpm().bytes();
        rpm[96 + 12] = 0x7f; // the size of the signatures' data
        assertThatThrownBy(() -> read(rpm))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageStartingWith(
                        "x.rpm: at 0x60: header claims 1 entries and 2130706436 bytes, more than the limits");
    }

    @Test
    void anExpansionBeyondTheLimitIsRefused() {
        byte[] rpm = RpmWriter.rpm()
                .file("zeros", new byte[(int) Limits.EXPANSION_FREE + 1])
                .bytes();
        assertThatThrownBy(() -> read(rpm, new Limits(1 << 30, 2, 1 << 26, 1 << 26)))
                .hasMessageContaining("content is more than 2 times its packed size (the limit)");
    }

    @Test
    void anArrayOfMoreStringsThanTheLimitIsRefused() {
        byte[] rpm = RpmWriter.rpm()
                .texts(
                        RpmTag.Dependency.REQUIRES.names(),
                        "\0".repeat(RpmHeader.MOST_STRINGS).split("", -1))
                .bytes();
        assertThatThrownBy(() -> read(rpm))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("strings, more than the limit (1048576)");
    }

    /** Its name is written once, and would be held once for each file in it. */
    @Test
    void aLongDirectoryOfManyFilesIsHeldToTheLimitOfTheListing() {
        String directory = "d".repeat(1000) + "/";
        byte[] rpm = RpmWriter.rpm()
                .file(directory + "a", ELF)
                .file(directory + "b", ELF)
                .bytes();
        assertThatThrownBy(() -> read(rpm, new Limits(1 << 30, 2, 1 << 26, 2000)))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("the list of its files takes more than the limit (2000)");
    }

    @ParameterizedTest
    @CsvSource({"drpm, gzip, payload of format 'drpm'", "cpio, zpaq, payload compressed by 'zpaq'"})
    void whatIsNotKnownIsNamed(String format, String compressor, String message) {
        byte[] rpm = RpmWriter.rpm().compressedAs(Compression.NONE, compressor).bytes();
        byte[] renamed = format.equals("cpio") ? rpm : replaced(rpm, "cpio", format);
        assertThatThrownBy(() -> read(renamed))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining(message);
    }

    private static byte[] replaced(byte[] bytes, String what, String by) {
        String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
        return text.replaceFirst(what, by).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    @Test
    void cutAnywhereItIsReadToThereAndMalformed() {
        byte[] rpm = RpmWriter.rpm()
                .compressedAs(Compression.NONE, "identity")
                .nameOfNext("a")
                .file("usr/bin/b", ELF)
                .symlink("c", "a")
                .bytes();
        for (int length = 0; length < rpm.length - 4; length++) {
            byte[] cut = Arrays.copyOf(rpm, length);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(MalformedFileException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void flippedBytesGiveAValueOrAnError(long seed) {
        Random random = new Random(seed);
        byte[] rpm = RpmWriter.rpm()
                .compressedAs(Compression.NONE, "identity")
                .dependency(RpmTag.Dependency.REQUIRES, "a", 8, "1")
                .nameOfNext("a")
                .file("usr/bin/b", ELF)
                .bytes();
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = rpm.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                read(damaged);
            } catch (MalformedFileException | IOException expected) {
                assertThat(expected).isNotNull();
            }
        }
    }
}
