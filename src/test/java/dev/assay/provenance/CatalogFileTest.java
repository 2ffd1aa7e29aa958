package dev.assay.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.MalformedFileException;
import dev.assay.elf.ElfClass;
import dev.assay.elf.ElfHeader;
import dev.assay.elf.ElfReader;
import dev.assay.elf.Image;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CatalogFileTest {
    private static final ElfHeader X86_64 =
            new ElfHeader(ElfClass.ELF64, ByteOrder.LITTLE_ENDIAN, ElfHeader.ET_REL, 62, 0, 0);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anOpenedCatalogGivesThePlacementsOfTheOneThatWasWritten(long seed) throws Exception {
        Random random = new Random(seed);
        ToyArchive toy = ToyArchive.random("toy", random, 60);
        ToyArchive other = ToyArchive.random("other", random, 20);
        CatalogBuilder builder = CatalogBuilder.of(X86_64);
        toy.addTo(builder, "1");
        toy.changed(random, 7).addTo(builder, "2");
        other.addTo(builder, "1");
        Catalog written = builder.build();
        Image image = ElfReader.read("image", toy.link());

        LinkMap before = Recovery.recover(image, List.of(written), List.of());
        LinkMap after = Recovery.recover(image, List.of(reopened(written)), List.of());

        assertThat(after).as("seed %d", seed).isEqualTo(before);
        assertThat(after.placements()).hasSizeGreaterThanOrEqualTo(60);
    }

    @Test
    void everythingThatWasWrittenIsReadAgain() throws Exception {
        Catalog written = catalog(40);
        Catalog read = reopened(written);

        assertThat(read.header().eMachine()).isEqualTo(62);
        assertThat(read.references()).isEqualTo(written.references());
        assertThat(read.memberCount(0)).isEqualTo(40);
        assertThat(read.shapeCount()).isEqualTo(written.shapeCount());
        for (int shape = 0; shape < written.shapeCount(); shape++) {
            assertThat(read.shape(shape).sameAs(written.shape(shape))).isTrue();
            assertThat(read.usesOf(shape)).isEqualTo(written.usesOf(shape));
        }
        for (int id = 0; id < written.memberCount(); id++) {
            assertThat(read.member(id))
                    .usingRecursiveComparison()
                    .ignoringFields("catalog", "writtenTargets", "writtenRelocations") // where they lie in either
                    .isEqualTo(written.member(id));
        }
        assertThat(relocations(read)).isNotEmpty().isEqualTo(relocations(written));
        for (int anchor = 0; anchor < written.anchors().hashes().length; anchor++) {
            assertThat(read.anchors().shape(anchor)).isEqualTo(written.anchors().shape(anchor));
            assertThat(read.anchors().unit(anchor)).isEqualTo(written.anchors().unit(anchor));
            assertThat(read.anchors().position(anchor))
                    .isEqualTo(written.anchors().position(anchor));
        }
    }

    private static List<String> relocations(Catalog catalog) {
        List<String> found = new ArrayList<>();
        for (int id = 0; id < catalog.memberCount(); id++) {
            Member member = catalog.member(id);
            for (int section = 0; section < member.sectionName.length; section++) {
                for (int i = 0; i < member.relocationCount(section); i++) {
                    found.add(id + " " + section + ": " + member.relocationSymbol(section, i) + "+"
                            + member.relocationAddend(section, i) + " " + member.relocationContent(section, i) + " "
                            + member.relocationContentLength(section, i));
                }
            }
        }
        return found;
    }

    @Test
    void theSameArchivesMakeTheSameBytes() throws Exception {
        assertThat(CatalogFile.write(catalog(30))).isEqualTo(CatalogFile.write(catalog(30)));
    }

    @Test
    void aRewrittenCatalogIsTheSameFile() throws Exception {
        byte[] file = CatalogFile.write(catalog(30));

        assertThat(CatalogFile.write(read(file))).isEqualTo(file);
    }

    @Test
    void aSecondVersionAddsWhatIsNewInItAndLittleElse() throws Exception {
        Random random = new Random(9);
        ToyArchive toy = ToyArchive.random("toy", random, 100);
        CatalogBuilder one = CatalogBuilder.of(X86_64);
        toy.addTo(one, "1");
        CatalogBuilder two = CatalogBuilder.of(X86_64);
        toy.addTo(two, "1");
        toy.changed(random, 3).addTo(two, "2");

        assertThat(two.build().memberCount()).isEqualTo(101);
        assertThat(CatalogFile.write(two.build()).length)
                .isLessThan(CatalogFile.write(one.build()).length * 103 / 100 + 100);
    }

    @Test
    void noByteOfCodeIsInIt() throws Exception {
        ToyArchive toy = ToyArchive.random("toy", new Random(1), 20);
        CatalogBuilder builder = CatalogBuilder.of(X86_64);
        toy.addTo(builder, "1");
        byte[] object = toy.object(0);
        byte[] run = Arrays.copyOfRange(object, 64 + 32, 64 + 32 + 8);

        assertThat(indexOf(object, run)).isPositive();
        Catalog catalog = builder.build();
        for (List<Blobs> tables :
                List.of(catalog.tables().shapes(), catalog.tables().members())) {
            for (Blobs table : tables) {
                for (int i = 0; i < table.count(); i++) {
                    assertThat(indexOf(table.bytes(i), run)).isNegative();
                }
            }
        }
        assertThat(indexOf(CatalogFile.write(catalog), run)).isNegative();
    }

    @Test
    void aCatalogOfNothingIsACatalog() throws Exception {
        Catalog empty = reopened(CatalogBuilder.of(X86_64).build());

        assertThat(empty.references()).isEmpty();
        assertThat(empty.definers("malloc")).isEmpty();
    }

    @Test
    void anyFlippedByteIsRefused() throws Exception {
        byte[] file = CatalogFile.write(catalog(3));
        for (int i = 0; i < file.length; i++) {
            byte[] damaged = file.clone();
            damaged[i] ^= (byte) (1 << i % 8);

            assertThatThrownBy(() -> read(damaged)).as("byte %d", i).isInstanceOf(MalformedFileException.class);
        }
    }

    /** Of a dozen catalogs that ship or were made, one or two are for the image at hand. */
    @Test
    void aCatalogForAnotherMachineIsKnownByItsHeaderAndNotRead() throws Exception {
        byte[] damaged = CatalogFile.write(catalog(3));
        damaged[damaged.length - 1] ^= 1;
        ElfHeader arm = new ElfHeader(ElfClass.ELF32, ByteOrder.LITTLE_ENDIAN, ElfHeader.ET_EXEC, 40, 0, 0);
        ElfHeader x32 = new ElfHeader(ElfClass.ELF32, ByteOrder.LITTLE_ENDIAN, ElfHeader.ET_EXEC, 62, 0, 0);

        assertThat(CatalogFile.isForAnother(ByteBuffer.wrap(damaged), arm)).isTrue();
        assertThat(CatalogFile.isForAnother(ByteBuffer.wrap(damaged), x32)).isTrue();
        assertThat(CatalogFile.isForAnother(ByteBuffer.wrap(damaged), X86_64)).isFalse();
        assertThat(CatalogFile.isForAnother(ByteBuffer.wrap(Arrays.copyOf(damaged, 20)), arm))
                .as("cut off: what it is for, its reader tells")
                .isFalse();
    }

    @Test
    void aFileThatIsCutOffIsRefusedAtAnyLength() throws Exception {
        byte[] file = CatalogFile.write(catalog(3));
        for (int length = 0; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);

            assertThatThrownBy(() -> read(cut)).as("length %d", length).isInstanceOf(MalformedFileException.class);
        }
        assertThatThrownBy(() -> read(Arrays.copyOf(file, file.length - 1)))
                .hasMessageContaining("should have " + file.length + " bytes, and has " + (file.length - 1));
        assertThatThrownBy(() -> read(Arrays.copyOf(file, file.length + 1)))
                .hasMessageContaining("should have " + file.length);
    }

    @Test
    void aNewerFormatIsRefusedByItsNumberEvenWhereAllElseIsDifferent() {
        byte[] newer = new byte[100];
        System.arraycopy(CatalogFile.write(catalog(1)), 0, newer, 0, 8);
        newer[8] = (byte) (CatalogFile.FORMAT + 1);

        assertThatThrownBy(() -> read(newer))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("at 0x8")
                .hasMessageContaining("format 3 is newer than the format 2")
                .hasMessageContaining("use a newer Assay");
    }

    @Test
    void damageIsToldAsDamage() {
        byte[] damaged = CatalogFile.write(catalog(1));
        damaged[damaged.length - 1] ^= 1;

        assertThatThrownBy(() -> read(damaged)).hasMessageContaining("x.assay: at 0x1c: the catalog is damaged");
    }

    @ParameterizedTest
    @CsvSource({"4, -1", "8, 0", "8, 0x7fffffff", "12, -1", "12, 0x7fffffff"})
    void aTableThatLeavesTheFileIsRefusedWhateverTheChecksumSays(int field, String value) {
        byte[] file = CatalogFile.write(catalog(3));
        for (int table = 0; table < CatalogTable.values().length; table++) {
            int at = 32 + table * TableForm.ROW;
            byte[] wrong = file.clone();
            ByteBuffer numbers = ByteBuffer.wrap(wrong).order(ByteOrder.LITTLE_ENDIAN);
            numbers.putInt(at + field, Integer.decode(value));
            numbers.putInt(28, checksum(wrong));

            assertThatThrownBy(() -> read(wrong))
                    .isInstanceOf(MalformedFileException.class)
                    .hasMessageContaining(String.format("at 0x%x: table %d lies outside", at, table + 1));
        }
    }

    @Test
    void aCatalogIsRecognisedByItsFirstBytes() {
        byte[] file = CatalogFile.write(catalog(1));

        assertThat(CatalogFile.begins(Arrays.copyOf(file, 8))).isTrue();
        assertThat(CatalogFile.begins(Arrays.copyOf(file, 7))).isFalse();
        assertThat(CatalogFile.begins("!<arch>\n".getBytes(StandardCharsets.US_ASCII)))
                .isFalse();
    }

    @Test
    void blocksAreFoundAcrossTheirBorders() throws Exception {
        Catalog written = catalog(900);
        Catalog read = reopened(written);

        assertThat(read.memberCount()).isEqualTo(900);
        for (int id = 899; id >= 0; id -= 13) {
            assertThat(read.member(id).symbolName).isEqualTo(written.member(id).symbolName);
            assertThat(read.member(id).name).isEqualTo("m" + id + ".o");
            assertThat(read.definers(read.member(id).symbolName[0])).contains(id);
        }
    }

    private static Catalog catalog(int members) {
        try {
            CatalogBuilder builder = CatalogBuilder.of(X86_64);
            ToyArchive.random("toy", new Random(members), members).addTo(builder, "1");
            return builder.build();
        } catch (UnsupportedMachineException e) {
            throw new AssertionError(e);
        }
    }

    private static Catalog reopened(Catalog catalog) throws MalformedFileException {
        return read(CatalogFile.write(catalog));
    }

    private static Catalog read(byte[] file) throws MalformedFileException {
        return CatalogFile.read("x.assay", ByteBuffer.wrap(file));
    }

    private static int checksum(byte[] file) {
        CRC32 crc = new CRC32();
        crc.update(file, 0, 28);
        crc.update(file, 32, file.length - 32);
        return (int) crc.getValue();
    }

    private static int indexOf(byte[] bytes, byte[] run) {
        for (int at = 0; at + run.length <= bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + run.length, run, 0, run.length)) {
                return at;
            }
        }
        return -1;
    }
}
