package dev.assay.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.MalformedFileException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DebReaderTest {
    @ParameterizedTest
    @EnumSource(Compression.class)
    void filesAreReadOfEveryCompression(Compression compression) throws Exception {
        byte[] deb = DebWriter.deb()
                .compressedAs(compression)
                .file("./usr/bin/x", "content of x".getBytes(UTF_8))
                .file("./usr/share/doc/y", "text".getBytes(UTF_8))
                .bytes();
        assertThat(read(deb))
                .containsExactly(
                        "package qemu-user-static 1:7.2+b3 amd64 of qemu 1:7.2",
                        "file usr/bin/x content of x",
                        "file usr/share/doc/y text");
    }

    @Test
    void aPackageWithoutSourceIsItsOwn() throws Exception {
        byte[] deb = DebWriter.deb()
                .control("Package: zlib1g-dev\nArchitecture: arm64\nVersion: 1:1.3\n")
                .bytes();
        assertThat(read(deb)).containsExactly("package zlib1g-dev 1:1.3 arm64 of zlib1g-dev 1:1.3");
    }

    @Test
    void aPackageForCrossCompilersIsOfTheSourceThatItWasBuiltUsing() throws Exception {
        byte[] deb = DebWriter.deb().control("""
                        Package: libc6-dev-arm64-cross
                        Architecture: all
                        Version: 2.36-8cross1
                        Source: cross-toolchain-base (66)
                        Built-Using: gcc-12 (= 12.2.0-14), glibc (= 2.36-8)
                        """).bytes();
        assertThat(read(deb)).containsExactly("package libc6-dev-arm64-cross 2.36-8cross1 all of glibc 2.36-8");
    }

    @Test
    void aSourceWithoutVersionHasThePackages() throws Exception {
        byte[] deb = DebWriter.deb()
                .control("Package: zlib1g-dev\nArchitecture: arm64\nVersion: 1:1.3\nSource: zlib\n")
                .bytes();
        assertThat(read(deb)).containsExactly("package zlib1g-dev 1:1.3 arm64 of zlib 1:1.3");
    }

    @Test
    void theHashIsThePackageFilesOwn() throws Exception {
        byte[] deb = DebWriter.deb().bytes();
        List<PackageInfo> opened = new ArrayList<>();
        new DebReader(Limits.DEFAULT).read("x.deb", ByteSource.of(deb), new PackageVisitor() {
            @Override
            public void opened(PackageInfo info) {
                opened.add(info);
            }

            @Override
            public boolean wants(PackageFile file, byte[] head) {
                return false;
            }

            @Override
            public void file(PackageFile file, byte[] content) {}
        });
        assertThat(opened.get(0).sha256())
                .isEqualTo(
                        com.google.common.hash.Hashing.sha256().hashBytes(deb).toString());
        assertThat(opened.get(0).path()).isEqualTo("x.deb");
        assertThat(opened.get(0).format()).isEqualTo(PackageFormat.DEB);
    }

    @Test
    void linksAreFactsAndSpecialFilesPassedOver() throws Exception {
        byte[] deb = DebWriter.deb()
                .file("./bin/x", "x".getBytes(UTF_8))
                .hardLink("./bin/y", "./bin/x")
                .symlink("./bin/z", "../bin/x")
                .fifo("./run/f")
                .bytes();
        assertThat(read(deb))
                .containsSubsequence("file bin/x x", "bin/y = bin/x", "bin/z -> ../bin/x", "passed over run/f");
    }

    @Test
    void licencesAreThoseOfItsOwnCopyrightFile() throws Exception {
        byte[] deb = DebWriter.deb()
                .file("./usr/share/doc/other/copyright", copyright("ISC"))
                .file("./usr/share/doc/qemu-user-static/copyright", copyright("GPL-2+"))
                .bytes();
        Recorder recorder = new Recorder("nothing");
        new DebReader(Limits.DEFAULT).read("x.deb", ByteSource.of(deb), recorder);
        assertThat(recorder.seen)
                .containsExactly(
                        "package qemu-user-static 1:7.2+b3 amd64 of qemu 1:7.2",
                        "passed over usr/share/doc/other/copyright",
                        "licensed [GPL-2+]",
                        "passed over usr/share/doc/qemu-user-static/copyright");
        assertThat(read(deb)).contains("licensed [GPL-2+]").anyMatch(line -> line.startsWith("file usr/share/doc/q"));
    }

    @Test
    void aCopyrightFileThatIsALinkOrProseOrHugeStatesNothing() throws Exception {
        String own = "./usr/share/doc/qemu-user-static/copyright";
        byte[] huge = Arrays.copyOf(copyright("GPL-2+"), CopyrightFile.LARGEST + 1);
        assertThat(read(DebWriter.deb()
                        .symlink("./usr/share/doc/qemu-user-static", "qemu-user-static")
                        .bytes()))
                .noneMatch(line -> line.startsWith("licensed"));
        assertThat(read(DebWriter.deb().symlink(own, "../qemu/copyright").bytes()))
                .noneMatch(line -> line.startsWith("licensed"));
        assertThat(read(DebWriter.deb().file(own, "It is free.".getBytes(UTF_8)).bytes()))
                .noneMatch(line -> line.startsWith("licensed"));
        assertThat(read(DebWriter.deb().file(own, huge).bytes())).noneMatch(line -> line.startsWith("licensed"));
        assertThat(read(DebWriter.deb()
                        .file(own, Arrays.copyOf(huge, CopyrightFile.LARGEST))
                        .bytes()))
                .anyMatch(line -> line.startsWith("licensed"));
    }

    private static byte[] copyright(String licence) {
        return ("Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\nFiles: *\nLicense: "
                        + licence + "\n\n")
                .getBytes(UTF_8);
    }

    @Test
    void longNamesAreWhole() throws Exception {
        String path = "usr/" + "long/".repeat(60) + "x";
        assertThat(read(DebWriter.deb().file("./" + path, new byte[0]).bytes())).contains("file " + path + " ");
    }

    @Test
    void unwantedContentIsPassedOver() throws Exception {
        byte[] deb = DebWriter.deb()
                .file("./a", "no".repeat(5000).getBytes(UTF_8))
                .file("./b", "yes".getBytes(UTF_8))
                .bytes();
        Recorder recorder = new Recorder("yes");
        new DebReader(Limits.DEFAULT).read("x.deb", ByteSource.of(deb), recorder);
        assertThat(recorder.seen).containsSubsequence("passed over a", "file b yes");
    }

    @Test
    void membersWithAnUnderscoreAreIgnored() throws Exception {
        DebWriter writer = DebWriter.deb();
        byte[] deb = ArWriter.plain()
                .member("debian-binary/", "2.0\n")
                .member("_gpgorigin", "odd")
                .member("control.tar/", writer.controlTar())
                .member("data.tar/", writer.dataTar())
                .bytes();
        assertThat(read(deb)).hasSize(1);
    }

    @Test
    void aHeaderOfTheDataWithAnotherChecksumIsDamage() {
        DebWriter writer = DebWriter.deb().file("./usr/bin/a", "x".getBytes(UTF_8));
        byte[] data = writer.dataTar();
        data[100] ^= 1; // its mode
        byte[] deb = ArWriter.plain()
                .member("debian-binary", "2.0\n")
                .member("control.tar", writer.controlTar())
                .member("data.tar", data)
                .bytes();
        assertThatThrownBy(() -> read(deb)).hasMessageContaining("another checksum than it says");
    }

    @Test
    void whatIsMissingIsNamed() {
        DebWriter writer = DebWriter.deb();
        assertMalformed(ArWriter.plain().bytes(), 8, "package is cut short");
        assertMalformed(ArWriter.plain().member("debian-binary", "3.0\n").bytes(), 68, "expected version 2");
        assertMalformed(
                ArWriter.plain()
                        .member("debian-binary", "2.0\n")
                        .member("control.tar.br", writer.controlTar())
                        .bytes(),
                72,
                "expected control.tar of a known compression, found control.tar.br");
        assertMalformed(
                DebWriter.deb().control("Package: x\n").bytes(), 132, "control file with Package, Version and Arch");
    }

    @Test
    void whatCameBeforeTheDamageIsNotLost() {
        byte[] deb = DebWriter.deb()
                .file("./a", "first".getBytes(UTF_8))
                .file("./b", new byte[9000])
                .bytes();
        byte[] cut = Arrays.copyOf(deb, deb.length - 8000);
        Recorder recorder = new Recorder("");
        assertThatThrownBy(() -> new DebReader(Limits.DEFAULT).read("x.deb", ByteSource.of(cut), recorder))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("damaged content");
        assertThat(recorder.seen).contains("file a first");
    }

    @Test
    void aMemberBeyondTheLimitIsRefused() throws Exception {
        byte[] deb = DebWriter.deb().file("./a", new byte[1000]).bytes();
        Limits justEnough = new Limits(1000, 1000, 1 << 26, 1 << 26);
        new DebReader(justEnough).read("x.deb", ByteSource.of(deb), new Recorder(""));
        assertThatThrownBy(() -> new DebReader(new Limits(999, 1000, 1 << 26, 1 << 26))
                        .read("x.deb", ByteSource.of(deb), new Recorder("")))
                .hasMessageContaining("more than the limit of a member (999)");
    }

    @Test
    void contentThatExpandsBeyondTheLimitIsRefused() throws Exception {
        byte[] deb = DebWriter.deb()
                .compressedAs(Compression.XZ)
                .file("./a", new byte[(int) Limits.EXPANSION_FREE + 1000])
                .bytes();
        assertThatThrownBy(() -> new DebReader(new Limits(1 << 30, 100, 1 << 26, 1 << 26))
                        .read("x.deb", ByteSource.of(deb), new Recorder("none")))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("more than 100 times its packed size");
    }

    @Test
    void aDecoderThatWantsMoreMemoryThanTheLimitIsRefused() {
        byte[] deb = DebWriter.deb().compressedAs(Compression.XZ).bytes();
        assertThatThrownBy(() -> new DebReader(new Limits(1000, 1000, 1 << 16, 1 << 26))
                        .read("x.deb", ByteSource.of(deb), new Recorder("")))
                .isInstanceOf(MalformedFileException.class);
    }

    @Test
    void aLongNameOfMegabytesIsRefused() {
        // An entry of type L is what gives the next entry a long name; its content is the name.
        byte[] tar = DebWriter.deb().file("././@LongLink", new byte[3 << 20]).dataTar();
        DebWriter.retype(tar, 'L');
        byte[] deb = ArWriter.plain()
                .member("debian-binary", "2.0\n")
                .member("control.tar", DebWriter.deb().controlTar())
                .member("data.tar.gz", DebWriter.pack(tar, Compression.GZIP))
                .bytes();
        assertThatThrownBy(() -> read(deb))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("a header in the content is larger than 1048576 bytes");
    }

    @Test
    void aFailingDiskIsNoDamage() {
        byte[] deb = DebWriter.deb()
                .compressedAs(Compression.XZ)
                .file("./a", new byte[100])
                .bytes();
        assertThatThrownBy(() -> new DebReader(Limits.DEFAULT).read("x.deb", new FailingDisk(deb), new Recorder("")))
                .isInstanceOf(IOException.class)
                .hasMessage("Input/output error");
    }

    private static void assertMalformed(byte[] deb, long offset, String expected) {
        assertThatThrownBy(() -> read(deb)).isInstanceOfSatisfying(MalformedFileException.class, e -> {
            assertThat(e.expected()).startsWith(expected);
            assertThat(e.offset()).isEqualTo(offset);
        });
    }

    private static List<String> read(byte[] deb) throws MalformedFileException, IOException {
        Recorder recorder = new Recorder("");
        new DebReader(Limits.DEFAULT).read("x.deb", ByteSource.of(deb), recorder);
        return recorder.seen;
    }

    /** Writes down what it is handed, and wants files that begin with a text. */
    private static final class Recorder implements PackageVisitor {
        private final String wanted;
        private final List<String> seen = new ArrayList<>();

        private Recorder(String wanted) {
            this.wanted = wanted;
        }

        @Override
        public void opened(PackageInfo info) {
            seen.add("package " + info.name() + " " + info.version() + " " + info.architecture() + " of "
                    + info.source() + " " + info.sourceVersion());
        }

        @Override
        public void licensed(List<String> licences) {
            seen.add("licensed " + licences);
        }

        @Override
        public boolean wants(PackageFile file, byte[] head) {
            return new String(head, UTF_8).startsWith(wanted);
        }

        @Override
        public void file(PackageFile file, byte[] content) {
            seen.add("file " + file.path() + " " + new String(content, UTF_8));
        }

        @Override
        public void passedOver(PackageFile file) {
            seen.add("passed over " + file.path());
        }

        @Override
        public void hardLink(String path, String target) {
            seen.add(path + " = " + target);
        }

        @Override
        public void symlink(String path, String target) {
            seen.add(path + " -> " + target);
        }
    }

    /** Hands out its bytes once; the second reading fails near the end. */
    private static final class FailingDisk implements ByteSource {
        private final byte[] bytes;
        private int opened;

        private FailingDisk(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public InputStream open() throws IOException {
            InputStream all = ByteSource.of(bytes).open();
            return opened++ == 0
                    ? all
                    : new FilterInputStream(all) {
                        @Override
                        public int read(byte[] target, int offset, int length) throws IOException {
                            if (in.available() < 100) {
                                throw new IOException("Input/output error");
                            }
                            return super.read(target, offset, Math.min(length, 10));
                        }
                    };
        }

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public byte[] bytes() {
            return bytes;
        }
    }
}
