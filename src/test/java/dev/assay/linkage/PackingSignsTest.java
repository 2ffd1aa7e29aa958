package dev.assay.linkage;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.primitives.Bytes;
import dev.assay.MalformedFileException;
import dev.assay.elf.ElfBuilder;
import dev.assay.elf.ElfReader;
import dev.assay.elf.Machine;
import dev.assay.elf.Segment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PackingSignsTest {
    private static final int RX = Segment.PF_R | Segment.PF_X;
    private static final int RW = Segment.PF_R | Segment.PF_W;
    private static final int RWX = Segment.PF_R | Segment.PF_W | Segment.PF_X;
    private static final long SEED = 1;

    private static Linkage linkage(ElfBuilder builder) throws MalformedFileException {
        return LinkageReader.of(builder.image());
    }

    /** l_info, p_info and b_info, written over the padding behind the program headers. */
    private static byte[] withUpxRecords(Machine machine, int packedSize) {
        byte[] file = ElfBuilder.program(machine).build();
        ByteBuffer records = ByteBuffer.wrap(file).order(machine.byteOrder()).position(176);
        records.putInt(0x12345678).put("UPX!".getBytes(StandardCharsets.US_ASCII));
        records.putShort((short) 2800).put((byte) 14).put((byte) 22);
        records.putInt(0).putInt(51256).putInt(40244);
        records.putInt(792).putInt(packedSize);
        return file;
    }

    @ParameterizedTest
    @EnumSource(names = {"X86_64", "I386", "S390X", "PPC"})
    void upxIsToldByTheRecordsOfItsLoader(Machine machine) throws MalformedFileException {
        Linkage linkage = LinkageReader.of(ElfReader.read("image", withUpxRecords(machine, 220)));
        assertThat(linkage.form()).isEqualTo(LinkageForm.OPAQUE);
        assertThat(linkage.packing().orElseThrow().packer()).contains("UPX");
        assertThat(linkage.packing().orElseThrow().offset()).isEqualTo(176);
    }

    @Test
    void itsMagicWithSizesThatDoNotFitIsNoSign() throws MalformedFileException {
        byte[] file = withUpxRecords(Machine.X86_64, 793);
        assertThat(LinkageReader.of(ElfReader.read("image", file)).form()).isEqualTo(LinkageForm.STATIC);
    }

    private static byte[] packHeader() {
        ByteBuffer header = ByteBuffer.allocate(36).order(ByteOrder.LITTLE_ENDIAN);
        header.put("UPX!".getBytes(StandardCharsets.US_ASCII)).put(new byte[] {14, 22, 2, 10});
        header.putInt(1).putInt(2).putInt(51256).putInt(1140).putInt(51256);
        return header.array();
    }

    @Test
    void upxIsToldByThePackHeaderAtTheEnd() throws MalformedFileException {
        assertThat(linkage(ElfBuilder.program(Machine.X86_64).tail(packHeader()))
                        .form())
                .isEqualTo(LinkageForm.OPAQUE);
    }

    @Test
    void upxUnpacksWhatHasBothOfItsRecords() throws MalformedFileException {
        byte[] records = withUpxRecords(Machine.X86_64, 220);
        assertThat(unpacking(records)).isEmpty();
        assertThat(unpacking(
                        ElfBuilder.program(Machine.X86_64).tail(packHeader()).build()))
                .isEmpty();
        assertThat(unpacking(Bytes.concat(records, packHeader()))).contains("upx -d -o UNPACKED FILE");
    }

    private static Optional<String> unpacking(byte[] file) throws MalformedFileException {
        return LinkageReader.of(ElfReader.read("image", file))
                .packing()
                .orElseThrow()
                .unpacking();
    }

    @Test
    void itsMagicInTextIsNoSign() throws MalformedFileException {
        byte[] text = "known packers: UPX! and others, a list of some length".getBytes(StandardCharsets.US_ASCII);
        assertThat(linkage(ElfBuilder.program(Machine.X86_64).tail(text)).form())
                .isEqualTo(LinkageForm.STATIC);
    }

    @Test
    void writableAndExecutableMemoryFarBiggerThanTheFileIsASign() throws MalformedFileException {
        assertThat(linkage(ElfBuilder.of(Machine.X86_64).load(RWX, 0x400000, ElfBuilder.code(), 1 << 20))
                        .form())
                .isEqualTo(LinkageForm.OPAQUE);
        assertThat(linkage(ElfBuilder.program(Machine.ARM).load(RWX, 0x500000, new byte[0], 1 << 20))
                        .form())
                .isEqualTo(LinkageForm.OPAQUE);
    }

    @Test
    void writableAndExecutableMemoryFromTheFileIsNone() throws MalformedFileException {
        assertThat(linkage(ElfBuilder.of(Machine.X86_64).load(RWX, 0x400000, new byte[1 << 16], 1 << 16))
                        .form())
                .isEqualTo(LinkageForm.STATIC);
        assertThat(linkage(ElfBuilder.of(Machine.X86_64).load(RWX, 0x400000, ElfBuilder.code(), 4096))
                        .form())
                .isEqualTo(LinkageForm.STATIC);
    }

    @Test
    void anyRoomIsASignWhereNoSectionHeadersTellTheBytes() throws MalformedFileException {
        byte[] content = new byte[1 << 16];
        ElfBuilder stripped = ElfBuilder.of(Machine.X86_64).load(RWX, 0x400000, content, 1 << 17);
        assertThat(linkage(stripped).form()).isEqualTo(LinkageForm.OPAQUE);
        ElfBuilder told = ElfBuilder.of(Machine.X86_64)
                .load(RWX, 0x400000, content, 1 << 17)
                .section(".text", 1, 0x400000, content);
        assertThat(linkage(told).form()).isEqualTo(LinkageForm.STATIC);
    }

    @Test
    void muchMemoryThatIsNotExecutableIsNone() throws MalformedFileException {
        assertThat(linkage(ElfBuilder.program(Machine.X86_64).load(RW, 0x500000, new byte[0], 1 << 24))
                        .form())
                .isEqualTo(LinkageForm.STATIC);
    }

    @Test
    void codeAsDenseAsCompressedBytesWithRoomToUnpackIsASign() throws MalformedFileException {
        byte[] dense = new byte[8192];
        new Random(SEED).nextBytes(dense);
        ElfBuilder packed = ElfBuilder.of(Machine.X86_64)
                .load(RW, 0x400000, new byte[16], 1 << 16)
                .load(RX, 0x500000, dense);
        assertThat(linkage(packed).form()).isEqualTo(LinkageForm.OPAQUE);
        ElfBuilder withoutRoom = ElfBuilder.of(Machine.X86_64).load(RX, 0x500000, dense);
        assertThat(linkage(withoutRoom).form()).isEqualTo(LinkageForm.STATIC);
        ElfBuilder plainCode = ElfBuilder.of(Machine.X86_64)
                .load(RW, 0x400000, new byte[16], 1 << 16)
                .load(RX, 0x500000, new byte[8192]);
        assertThat(linkage(plainCode).form()).isEqualTo(LinkageForm.STATIC);
    }

    @Test
    void littleCodeAndMuchThatIsDenseIsASign() throws MalformedFileException {
        byte[] dense = new byte[1 << 16];
        new Random(SEED).nextBytes(dense);
        assertThat(linkage(ElfBuilder.program(Machine.X86_64).load(Segment.PF_R, 0x500000, dense))
                        .form())
                .isEqualTo(LinkageForm.OPAQUE);
        assertThat(linkage(ElfBuilder.program(Machine.X86_64).tail(dense)).form())
                .isEqualTo(LinkageForm.OPAQUE);
    }

    @Test
    void muchThatIsDenseIsASignInASegmentThatMayBeExecutedToo() throws MalformedFileException {
        byte[] dense = new byte[1 << 18];
        new Random(SEED).nextBytes(dense);
        byte[] loader = new byte[4096];
        System.arraycopy(loader, 0, dense, 0, loader.length);
        for (int flags : new int[] {RX, RWX}) {
            assertThat(linkage(ElfBuilder.of(Machine.X86_64).load(flags, 0x400000, dense))
                            .form())
                    .isEqualTo(LinkageForm.OPAQUE);
        }
        assertThat(linkage(ElfBuilder.of(Machine.X86_64).load(RX, 0x400000, new byte[1 << 18]))
                        .form())
                .isEqualTo(LinkageForm.STATIC);
    }

    @Test
    void muchThatIsDenseInAProgramOfSomeSizeIsNone() throws MalformedFileException {
        byte[] dense = new byte[1 << 18];
        new Random(SEED).nextBytes(dense);
        ElfBuilder program = ElfBuilder.of(Machine.X86_64).load(RX, 0x400000, new byte[(1 << 16) + 1]);
        assertThat(linkage(program.load(Segment.PF_R, 0x600000, dense)).form()).isEqualTo(LinkageForm.STATIC);
    }

    @Test
    void muchThatIsPlainBesideLittleCodeIsNone() throws MalformedFileException {
        assertThat(linkage(ElfBuilder.program(Machine.X86_64).load(Segment.PF_R, 0x500000, new byte[1 << 16]))
                        .form())
                .isEqualTo(LinkageForm.STATIC);
    }

    @Test
    void aProgramThatNamesItsLibrariesIsNotAskedForADenseTail() throws MalformedFileException {
        byte[] dense = new byte[1 << 16];
        new Random(SEED).nextBytes(dense);
        ElfBuilder dynamic =
                ElfBuilder.program(Machine.X86_64).interpreter("/lib/ld.so").tail(dense);
        assertThat(linkage(dynamic).form()).isEqualTo(LinkageForm.DYNAMIC);
    }
}
