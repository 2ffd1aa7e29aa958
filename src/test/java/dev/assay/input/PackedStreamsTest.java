package dev.assay.input;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.LZMAOutputStream;
import org.tukaani.xz.XZOutputStream;

class PackedStreamsTest {
    private static final long SEED = 17;
    private static final byte[] CONTENT =
            "what is compressed, and what is compressed again".getBytes(StandardCharsets.US_ASCII);

    private enum Packer {
        GZIP,
        XZ,
        ZSTD,
        BZIP2,
        ZLIB,
        LZMA;

        OutputStream open(OutputStream out) throws IOException {
            return switch (this) {
                case GZIP -> new GZIPOutputStream(out);
                case XZ -> new XZOutputStream(out, new LZMA2Options());
                case ZSTD -> new ZstdOutputStream(out);
                case BZIP2 -> new BZip2CompressorOutputStream(out);
                case ZLIB -> new DeflaterOutputStream(out);
                case LZMA -> new LZMAOutputStream(out, new LZMA2Options(), -1);
            };
        }

        byte[] pack(byte[] content) throws IOException {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (OutputStream out = open(packed)) {
                out.write(content);
            }
            return packed.toByteArray();
        }
    }

    private record Met(String packing, int offset, String text) {}

    private static final class Meeting implements PackedStreams.Visitor {
        private final List<Met> met = new ArrayList<>();
        private int passedOver;

        @Override
        public void unpacked(byte[] unpacked, String packing, int offset) {
            met.add(new Met(packing, offset, new String(unpacked, StandardCharsets.US_ASCII)));
        }

        @Override
        public void passedOver() {
            passedOver++;
        }
    }

    private static Meeting visit(byte[] file) {
        Meeting meeting = new Meeting();
        PackedStreams.visit(file, meeting);
        return meeting;
    }

    private static byte[] file(int before, byte[] packed) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes("n".repeat(before).getBytes(StandardCharsets.US_ASCII));
        file.writeBytes(packed);
        file.writeBytes("and then something that is no stream".getBytes(StandardCharsets.US_ASCII));
        return file.toByteArray();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsPackedIsMetWholeWhateverFollowsIt(Packer packer) throws IOException {
        String name = packer.name().toLowerCase(java.util.Locale.ROOT);
        String text = new String(CONTENT, StandardCharsets.US_ASCII);
        assertThat(visit(file(6, packer.pack(CONTENT))).met).containsExactly(new Met(name, 6, text));
        assertThat(visit(file(0, packer.pack(CONTENT))).met).containsExactly(new Met(name, 0, text));
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "XZ", "ZSTD", "BZIP2"})
    void anOddOffsetIsNoHidingPlace(Packer packer) throws IOException {
        assertThat(visit(file(7, packer.pack(CONTENT))).met)
                .extracting(Met::offset)
                .containsExactly(7);
    }

    @Test
    void whatComesOutBeforeTheDamageCounts() throws IOException {
        byte[] content = new byte[1 << 17];
        new Random(SEED).nextBytes(content);
        byte[] packed = Packer.GZIP.pack(content);
        byte[] half = java.util.Arrays.copyOf(packed, packed.length / 2);
        assertThat(visit(half).met)
                .extracting(met -> met.text().length())
                .first()
                .satisfies(length -> assertThat(length).isGreaterThan(content.length / 4));
    }

    @Test
    void beginningsAloneAreNothing() {
        assertThat(visit(file(3, new byte[] {0x1f, (byte) 0x8b, 8, 0})).met).isEmpty();
        assertThat(visit("BZh9 7zXZ".getBytes(StandardCharsets.US_ASCII)).met).isEmpty();
        assertThat(visit(new byte[0]).met).isEmpty();
    }

    @Test
    void aBombIsPassedOverAndSaidToBe() throws IOException {
        Meeting meeting = visit(Packer.XZ.pack(new byte[(64 << 20) + 1]));
        assertThat(meeting.met).isEmpty();
        assertThat(meeting.passedOver).isEqualTo(1);
    }
}
