package dev.assay.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.MalformedFileException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The dynamic table as ld.so reads it (glibc, elf/rtld.c and elf/get-dynamic-info.h). */
class DynamicTableTest {
    private static final long RUNPATH = DynamicTable.DT_RUNPATH;

    private static ElfBuilder builder() {
        return ElfBuilder.program(Machine.X86_64);
    }

    private static List<String> needed(Image image) throws MalformedFileException {
        DynamicTable table = DynamicTable.of(image);
        List<String> names = new ArrayList<>();
        for (Image.DynamicEntry entry : table.all(DynamicTable.DT_NEEDED)) {
            names.add(table.string(entry));
        }
        return names;
    }

    @ParameterizedTest
    @EnumSource(names = {"X86_64", "I386", "S390X", "PPC"})
    void stringsComeThroughDtStrtabInBothClassesAndByteOrders(Machine machine) throws MalformedFileException {
        Image image = ElfBuilder.program(machine)
                .dynamicString(DynamicTable.DT_NEEDED, "libz.so.1")
                .dynamicString(DynamicTable.DT_NEEDED, "libc.so.6")
                .image();
        assertThat(needed(image)).containsExactly("libz.so.1", "libc.so.6");
    }

    @Test
    void theTableEndsAtTheFirstNullWhateverFollows() throws MalformedFileException {
        Image image = builder()
                .dynamicTag(DynamicTable.DT_NULL, 0)
                .dynamicString(DynamicTable.DT_NEEDED, "libm.so.6")
                .image();
        assertThat(needed(image)).isEmpty();
    }

    @Test
    void aTagWhoseLowHalfIsNullDoesNotEndIt() throws MalformedFileException {
        Image image = builder()
                .dynamicTag(1L << 32, 0)
                .dynamicString(DynamicTable.DT_NEEDED, "libm.so.6")
                .image();
        assertThat(needed(image)).containsExactly("libm.so.6");
    }

    @Test
    void theSizeOfPtDynamicHidesNothing() throws MalformedFileException {
        byte[] file =
                builder().dynamicString(DynamicTable.DT_NEEDED, "libm.so.6").build();
        int dynamic = 64 + 3 * 56;
        ElfBuilder.patch(file, dynamic + 32, 8, 16);
        ElfBuilder.patch(file, dynamic + 40, 8, 16);
        assertThat(needed(ElfReader.read("image", file))).containsExactly("libm.so.6");
    }

    @Test
    void theOffsetOfPtDynamicIsNotReadItsAddressIs() throws MalformedFileException {
        byte[] file =
                builder().dynamicString(DynamicTable.DT_NEEDED, "libm.so.6").build();
        ElfBuilder.patch(file, 64 + 3 * 56 + 8, 8, 0);
        assertThat(needed(ElfReader.read("image", file))).containsExactly("libm.so.6");
    }

    @Test
    void ofTwoPtDynamicTheLastCounts() throws MalformedFileException {
        Image image = builder()
                .segment(Segment.PT_DYNAMIC, Segment.PF_R, 0x400000, new byte[0], 0)
                .dynamicString(DynamicTable.DT_NEEDED, "libm.so.6")
                .image();
        assertThat(needed(image)).containsExactly("libm.so.6");
    }

    @Test
    void dtStrszIsNotAsked() throws MalformedFileException {
        Image image = builder()
                .dynamicTag(DynamicTable.DT_STRSZ, 1L << 60)
                .dynamicString(DynamicTable.DT_NEEDED, "libm.so.6")
                .image();
        assertThat(needed(image)).containsExactly("libm.so.6");
    }

    @Test
    void ofTwoSingleTagsTheLastCounts() throws MalformedFileException {
        DynamicTable table = DynamicTable.of(builder()
                .dynamicTag(DynamicTable.DT_FLAGS_1, 0)
                .dynamicTag(DynamicTable.DT_FLAGS_1, DynamicTable.DF_1_PIE)
                .image());
        assertThat(table.flags(DynamicTable.DT_FLAGS_1)).isEqualTo(DynamicTable.DF_1_PIE);
        assertThat(table.last(RUNPATH)).isEmpty();
    }

    @Test
    void aTableWithoutNullIsMalformedUnlessZerosFollowInMemory() throws MalformedFileException {
        byte[] file =
                builder().dynamicString(DynamicTable.DT_NEEDED, "libm.so.6").build();
        int load = 64 + 2 * 56;
        long size = new Bytes("image", file, ByteOrder.LITTLE_ENDIAN).u64(load + 32);
        ElfBuilder.patch(file, load + 32, 8, size - 16);
        assertThat(needed(ElfReader.read("bss", file.clone()))).containsExactly("libm.so.6");
        ElfBuilder.patch(file, load + 40, 8, size - 16);
        assertThatThrownBy(() -> ElfReader.read("image", file)).hasMessageContaining("dynamic table without DT_NULL");
    }

    @Test
    void aTableInNoSegmentIsMalformedAndAnEmptyOneIsNone() throws MalformedFileException {
        byte[] file =
                builder().dynamicString(DynamicTable.DT_NEEDED, "libm.so.6").build();
        int dynamic = 64 + 3 * 56;
        ElfBuilder.patch(file, dynamic + 16, 8, 0x10);
        assertThatThrownBy(() -> ElfReader.read("image", file)).hasMessageContaining("lies in no PT_LOAD");
        ElfBuilder.patch(file, dynamic + 32, 8, 0);
        ElfBuilder.patch(file, dynamic + 40, 8, 0);
        assertThat(ElfReader.read("image", file).dynamic()).isEmpty();
    }

    @Test
    void aStringOutsideOfTheImageIsMalformed() throws MalformedFileException {
        Image beyond = builder().dynamicTag(DynamicTable.DT_NEEDED, 1L << 40).image();
        assertThatThrownBy(() -> needed(beyond)).isInstanceOf(MalformedFileException.class);
        Image unmapped = builder()
                .dynamicTag(DynamicTable.DT_STRTAB, 0x10)
                .dynamicTag(DynamicTable.DT_NEEDED, 1)
                .image();
        assertThatThrownBy(() -> needed(unmapped)).isInstanceOf(MalformedFileException.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"X86_64", "I386", "S390X", "PPC"})
    void symbolsAreCountedByTheHashTable(Machine machine) throws MalformedFileException {
        Image image = ElfBuilder.program(machine)
                .dynamicSymbol("malloc", Symbol.STB_GLOBAL, 0)
                .dynamicSymbol("start", Symbol.STB_WEAK, 1)
                .image();
        assertThat(DynamicTable.of(image).symbols()).extracting(Symbol::name).containsExactly("malloc", "start");
        assertThat(DynamicTable.of(image).symbols())
                .extracting(Symbol::isDefined)
                .containsExactly(false, true);
    }

    @Test
    void symbolsAreCountedByTheGnuHashTableUpToTheEndOfTheLastChain() throws MalformedFileException {
        // nbuckets 1, symoffset 1, one word of filter, shift 0; filter; bucket: symbol 1; chains: go on, end.
        byte[] hash = new byte[36];
        int[][] words = {{0, 1}, {4, 1}, {8, 1}, {24, 1}, {28, 2}, {32, 3}};
        ByteBuffer buffer = ByteBuffer.wrap(hash).order(ByteOrder.LITTLE_ENDIAN);
        for (int[] word : words) {
            buffer.putInt(word[0], word[1]);
        }
        Image image = builder()
                .load(Segment.PF_R, 0x500000, hash)
                .dynamicTag(DynamicTable.DT_GNU_HASH, 0x500000)
                .dynamicSymbol("a", Symbol.STB_GLOBAL, 1)
                .dynamicSymbol("b", Symbol.STB_GLOBAL, 1)
                .image();
        byte[] file = image.bytes().array();
        // Without DT_HASH the GNU table alone says how many there are.
        Image.DynamicEntry dtHash =
                DynamicTable.of(image).last(DynamicTable.DT_HASH).orElseThrow();
        ElfBuilder.patch(file, (int) dtHash.offset(), 8, 0x6ffffff0L);
        assertThat(DynamicTable.of(ElfReader.read("image", file)).symbols())
                .extracting(Symbol::name)
                .containsExactly("a", "b");
    }

    @Test
    void aHashTableThatLiesAboutItsSizeIsMalformed() throws MalformedFileException {
        Image image = builder()
                .load(Segment.PF_R, 0x500000, new byte[] {1, 0, 0, 0, -1, -1, -1, 0x7f})
                .dynamicTag(DynamicTable.DT_HASH, 0x500000)
                .image();
        assertThatThrownBy(() -> DynamicTable.of(image).symbols()).isInstanceOf(MalformedFileException.class);
    }
}
