package dev.assay.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.assay.MalformedFileException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever is done to a byte, reading ends in a value or in MalformedFileException, and asks for no more than it may. */
class DamageTest {
    private static final long SEED = 20261124;
    private static final long MEGABYTES = 64L << 20;

    @Test
    void aTruncatedArchiveIsReadOrMalformed() {
        byte[] archive = archive();
        for (int length = 0; length < archive.length; length++) {
            readArchive(Arrays.copyOf(archive, length), "cut at " + length);
        }
    }

    @Test
    void anArchiveWithAnyByteChangedIsReadOrMalformed() {
        Random random = new Random(SEED);
        for (int at = 0; at < archive().length; at++) {
            for (int value : new int[] {0, ' ', '/', '9', 0xff, random.nextInt(256)}) {
                byte[] archive = archive();
                archive[at] = (byte) value;
                readArchive(archive, at + " is " + value);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void aTruncatedPackageIsMalformed(Compression compression) {
        byte[] deb = deb(compression);
        Random random = new Random(SEED);
        for (int length = 0; length < deb.length; length += 1 + random.nextInt(1 + deb.length / 150)) {
            readPackage(Arrays.copyOf(deb, length), compression + " cut at " + length);
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void aPackageWithAnyByteChangedIsReadOrMalformed(Compression compression) {
        byte[] deb = deb(compression);
        Random random = new Random(SEED);
        for (int at = 0; at < deb.length; at += 1 + random.nextInt(1 + deb.length / 150)) {
            byte[] changed = deb.clone();
            changed[at] ^= (byte) (1 + random.nextInt(255));
            readPackage(changed, compression + " " + at + " is " + changed[at]);
        }
    }

    /** What a compressor guards, only a valid compression of nonsense reaches. */
    @Test
    void aTarWithAnyHeaderByteChangedIsReadOrMalformed() {
        byte[] tar = writer().dataTar();
        Random random = new Random(SEED);
        for (int at = 0; at < 6 * 512; at += 3) {
            byte[] changed = tar.clone();
            for (int more = 0; more < 1 + random.nextInt(3); more++) {
                changed[at + random.nextInt(16)] = (byte) random.nextInt(256);
            }
            mendChecksums(changed);
            byte[] deb = ArWriter.plain()
                    .member("debian-binary", "2.0\n")
                    .member("control.tar", DebWriter.deb().controlTar())
                    .member("data.tar", changed)
                    .bytes();
            readPackage(deb, "tar byte near " + at);
        }
    }

    private static void mendChecksums(byte[] tar) {
        for (int block = 0; block + 512 <= 6 * 512; block += 512) {
            DebWriter.mendChecksum(tar, block);
        }
    }

    private static byte[] archive() {
        return ArWriter.plain()
                .member("/", "\0\0\0\0")
                .member("//", "a-name-of-many-letters.o/\n")
                .member("/0", "odd")
                .member("#1/8", "name.o\0\0content")
                .member("b.o/", "x")
                .bytes();
    }

    private static DebWriter writer() {
        byte[] noise = new byte[3000];
        new Random(SEED).nextBytes(noise);
        return DebWriter.deb()
                .file("./usr/bin/x", noise)
                .file("./" + "long/".repeat(30) + "y", new byte[700])
                .hardLink("./usr/bin/z", "./usr/bin/x")
                .symlink("./usr/bin/s", "x");
    }

    private static byte[] deb(Compression compression) {
        return writer().compressedAs(compression).bytes();
    }

    private static void readArchive(byte[] archive, String damage) {
        try {
            for (ArchiveMember member : ArchiveReader.read("x.a", archive)) {
                assertThat(member.bytes()).hasSizeLessThan(archive.length);
            }
        } catch (MalformedFileException e) {
            assertThat(e.offset()).as(damage).isBetween(0L, (long) archive.length);
        }
    }

    private static void readPackage(byte[] deb, String damage) {
        long[] handedOver = new long[1];
        try {
            new DebReader(Limits.DEFAULT).read("x.deb", ByteSource.of(deb), new PackageVisitor() {
                @Override
                public boolean wants(PackageFile file, byte[] head) {
                    return true;
                }

                @Override
                public void file(PackageFile file, byte[] content) {
                    handedOver[0] += content.length;
                }
            });
        } catch (MalformedFileException e) {
            assertThat(e.offset()).as(damage).isBetween(0L, (long) deb.length);
        } catch (IOException e) {
            fail(damage, e);
        }
        assertThat(handedOver[0]).as(damage).isLessThan(MEGABYTES);
    }
}
