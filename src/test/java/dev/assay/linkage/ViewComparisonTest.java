package dev.assay.linkage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.assay.MalformedFileException;
import dev.assay.elf.DynamicTable;
import dev.assay.elf.ElfBuilder;
import dev.assay.elf.ElfReader;
import dev.assay.elf.Image;
import dev.assay.elf.Machine;
import dev.assay.elf.Segment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sections that tell the loader's story, and sections that tell another. */
class ViewComparisonTest {
    private static final int SHT_PROGBITS = 1;
    private static final int SHT_STRTAB = 3;
    private static final int SHT_DYNAMIC = 6;
    private static final int SHT_NOBITS = 8;

    private static ElfBuilder pie(Machine machine) {
        return ElfBuilder.staticPie(machine);
    }

    private static byte[] text(String text) {
        return (text + "\0").getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> subjects(ElfBuilder builder) throws MalformedFileException {
        return LinkageReader.of(builder.image()).disagreements().stream()
                .map(Linkage.Disagreement::subject)
                .toList();
    }

    /** The same image with sections .dynstr and .dynamic over what the loader reads. */
    private static ElfBuilder withHonestSections(ElfBuilder builder) throws MalformedFileException {
        Image image = builder.image();
        Segment dynamic = image.segments().get(image.dynamicSegment().getAsInt());
        Segment load = image.loadAt(dynamic.address()).orElseThrow();
        return builder.sectionAt(".dynstr", SHT_STRTAB, load.address(), load.offset(), load.fileSize(), 0)
                .sectionAt(".dynamic", SHT_DYNAMIC, dynamic.address(), dynamic.offset(), dynamic.fileSize(), 1);
    }

    @ParameterizedTest
    @EnumSource(names = {"X86_64", "I386", "S390X", "PPC"})
    void sectionsThatTellTheSameDoNotDisagree(Machine machine) throws MalformedFileException {
        ElfBuilder builder = pie(machine).dynamicString(DynamicTable.DT_NEEDED, "libc.so.6");
        assertThat(subjects(withHonestSections(builder))).isEmpty();
    }

    @Test
    void withoutSectionsThereIsNothingToDisagree() throws MalformedFileException {
        assertThat(subjects(pie(Machine.X86_64).dynamicString(DynamicTable.DT_NEEDED, "libc.so.6")))
                .isEmpty();
    }

    @Test
    void anInterpSectionWithoutPtInterpDisagrees() throws MalformedFileException {
        ElfBuilder lying = ElfBuilder.program(Machine.X86_64).section(".interp", SHT_PROGBITS, 0, text("/lib/ld.so"));
        Linkage linkage = LinkageReader.of(lying.image());
        assertThat(linkage.form()).isEqualTo(LinkageForm.STATIC);
        assertThat(linkage.disagreements())
                .extracting(
                        Linkage.Disagreement::subject,
                        Linkage.Disagreement::loaderView,
                        Linkage.Disagreement::sectionView)
                .containsExactly(tuple("interpreter", "no PT_INTERP", ".interp /lib/ld.so"));
    }

    @Test
    void anInterpSectionOfTheSamePathDoesNotDisagree() throws MalformedFileException {
        ElfBuilder same = ElfBuilder.program(Machine.X86_64)
                .interpreter("/lib/ld.so")
                .section(".interp", SHT_PROGBITS, 0, text("/lib/ld.so"));
        assertThat(subjects(same)).isEmpty();
        ElfBuilder other = ElfBuilder.program(Machine.X86_64)
                .interpreter("/lib/ld.so")
                .section(".interp", SHT_PROGBITS, 0, text("/lib/other.so"));
        assertThat(subjects(other)).containsExactly("interpreter");
    }

    @Test
    void anInterpSectionWithoutContentSaysNothing() throws MalformedFileException {
        assertThat(subjects(ElfBuilder.program(Machine.X86_64).section(".interp", SHT_NOBITS, 0, new byte[0])))
                .isEmpty();
    }

    @Test
    void aDynamicSectionElsewhereDisagreesOnThePlaceAndOnWhatIsNeeded() throws MalformedFileException {
        byte[] innocent = new byte[16];
        ElfBuilder hidden = pie(Machine.X86_64)
                .dynamicString(DynamicTable.DT_NEEDED, "libc.so.6")
                .section(".dynamic", SHT_DYNAMIC, 0x600000, innocent);
        assertThat(subjects(hidden)).containsExactly("dynamic table", "DT_NEEDED");
        assertThat(LinkageReader.of(hidden.image()).needed())
                .extracting(Linkage.DynamicString::value)
                .containsExactly("libc.so.6");
    }

    @Test
    void aNameThatOnlyTheSectionNeedsDisagreesAndIsNotNeeded() throws MalformedFileException {
        ByteBuffer table = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        table.putLong(DynamicTable.DT_NEEDED).putLong(0);
        ElfBuilder innocent = pie(Machine.X86_64)
                .section(".dynstr", SHT_STRTAB, 0, text("libc.so.6"))
                .section(".dynamic", SHT_DYNAMIC, 0x600000, table.array());
        Image image = innocent.image();
        byte[] file = image.bytes().array();
        ElfBuilder.patch(file, (int) image.sectionHeaderOffset(2) + 40, 4, 1);
        Linkage linkage = LinkageReader.of(ElfReader.read("image", file));
        assertThat(linkage.needed()).isEmpty();
        assertThat(linkage.disagreements())
                .extracting(Linkage.Disagreement::subject, Linkage.Disagreement::sectionView)
                .contains(tuple("DT_NEEDED", "libc.so.6"));
    }

    @Test
    void neededWithoutADynamicSectionDisagreesWhereThereAreSections() throws MalformedFileException {
        assertThat(subjects(pie(Machine.X86_64)
                        .dynamicString(DynamicTable.DT_NEEDED, "libc.so.6")
                        .section(".text", SHT_PROGBITS, 0, new byte[4])))
                .containsExactly("DT_NEEDED");
        assertThat(subjects(pie(Machine.X86_64).section(".text", SHT_PROGBITS, 0, new byte[4])))
                .isEmpty();
    }

    @Test
    void aDynamicSectionWithoutPtDynamicDisagrees() throws MalformedFileException {
        assertThat(subjects(ElfBuilder.program(Machine.X86_64).section(".dynamic", SHT_DYNAMIC, 0, new byte[16])))
                .containsExactly("dynamic table");
    }

    @Test
    void anOffsetOfPtDynamicThatIsNotWhereItsAddressIsMappedDisagrees() throws MalformedFileException {
        byte[] file = pie(Machine.X86_64).build();
        ElfBuilder.patch(file, 64 + 3 * 56 + 8, 8, 0);
        assertThat(LinkageReader.of(ElfReader.read("image", file)).disagreements())
                .extracting(Linkage.Disagreement::subject)
                .containsExactly("dynamic table");
    }

    @Test
    void aSecondPtDynamicDisagrees() throws MalformedFileException {
        ElfBuilder two = ElfBuilder.program(Machine.X86_64)
                .segment(Segment.PT_DYNAMIC, Segment.PF_R, 0x400000, new byte[0], 0)
                .dynamicTag(DynamicTable.DT_FLAGS_1, DynamicTable.DF_1_PIE);
        assertThat(LinkageReader.of(two.image()).disagreements())
                .extracting(Linkage.Disagreement::sectionView)
                .containsExactly("first PT_DYNAMIC at address 0x400000");
    }
}
