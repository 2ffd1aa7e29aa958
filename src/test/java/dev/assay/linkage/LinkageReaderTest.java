package dev.assay.linkage;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.assay.MalformedFileException;
import dev.assay.elf.DynamicTable;
import dev.assay.elf.ElfBuilder;
import dev.assay.elf.ElfHeader;
import dev.assay.elf.Machine;
import dev.assay.elf.Segment;
import dev.assay.elf.Symbol;
import dev.assay.linkage.Linkage.Cause;
import dev.assay.linkage.Linkage.DynamicString;
import dev.assay.linkage.Linkage.Relro;
import dev.assay.linkage.Linkage.Stack;
import dev.assay.linkage.Linkage.WritableCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LinkageReaderTest {
    private static final int R = Segment.PF_R;
    private static final int RX = Segment.PF_R | Segment.PF_X;
    private static final int RW = Segment.PF_R | Segment.PF_W;
    private static final int RWX = Segment.PF_R | Segment.PF_W | Segment.PF_X;
    private static final long AX = 2 | 4;
    private static final long WA = 1 | 2;
    private static final String LOADER = "/lib64/ld-linux-x86-64.so.2";

    private static Linkage linkage(ElfBuilder builder) throws MalformedFileException {
        return LinkageReader.of(builder.image());
    }

    private static LinkageForm form(ElfBuilder builder) throws MalformedFileException {
        return linkage(builder).form();
    }

    private static ElfBuilder program() {
        return ElfBuilder.program(Machine.X86_64);
    }

    private static ElfBuilder staticPie() {
        return ElfBuilder.staticPie(Machine.X86_64);
    }

    /** ET_DYN with a dynamic table that does not say DF_1_PIE. */
    private static ElfBuilder library() {
        return program().type(ElfHeader.ET_DYN).dynamicString(DynamicTable.DT_SONAME, "libx.so.1");
    }

    @ParameterizedTest
    @EnumSource(names = {"X86_64", "I386", "S390X", "PPC", "ARM", "AARCH64", "RISCV64", "MIPS"})
    void aProgramWithoutInterpreterAndNeededIsStaticInEveryClassAndByteOrder(Machine machine)
            throws MalformedFileException {
        Linkage fixed = linkage(ElfBuilder.program(machine));
        assertThat(fixed.form()).isEqualTo(LinkageForm.STATIC);
        assertThat(fixed.machine()).isEqualTo(machine.machineName());
        assertThat(fixed.machineKnown()).isTrue();
        assertThat(fixed.positionIndependent()).isFalse();

        Linkage pie = linkage(ElfBuilder.staticPie(machine));
        assertThat(pie.form()).isEqualTo(LinkageForm.STATIC_PIE);
        assertThat(pie.positionIndependent()).isTrue();
    }

    @Test
    void anInterpreterMakesAProgramDynamic() throws MalformedFileException {
        assertThat(form(program().interpreter(LOADER))).isEqualTo(LinkageForm.DYNAMIC);
        assertThat(form(staticPie().interpreter(LOADER))).isEqualTo(LinkageForm.DYNAMIC);
        assertThat(linkage(program().interpreter("ld.so.2")).interpreter()).contains("ld.so.2");
    }

    @Test
    void aPieOfAnOldLinkerWithAnInterpreterIsDynamicWithoutTheFlag() throws MalformedFileException {
        ElfBuilder old = program().type(ElfHeader.ET_DYN).interpreter(LOADER).dynamicTag(21, 0);
        assertThat(form(old)).isEqualTo(LinkageForm.DYNAMIC);
    }

    @Test
    void neededWithoutInterpreterMakesAProgramDynamic() throws MalformedFileException {
        assertThat(form(program().dynamicString(DynamicTable.DT_NEEDED, "libc.so.6")))
                .isEqualTo(LinkageForm.DYNAMIC);
        Linkage pie = linkage(staticPie().dynamicString(DynamicTable.DT_NEEDED, "libc.so.6"));
        assertThat(pie.form()).isEqualTo(LinkageForm.DYNAMIC);
        assertThat(pie.needed()).extracting(DynamicString::value).containsExactly("libc.so.6");
    }

    @Test
    void aLibraryIsASharedObjectWithAndWithoutNeeded() throws MalformedFileException {
        assertThat(form(library())).isEqualTo(LinkageForm.SHARED_OBJECT);
        assertThat(form(library().dynamicString(DynamicTable.DT_NEEDED, "libc.so.6")))
                .isEqualTo(LinkageForm.SHARED_OBJECT);
    }

    @Test
    void theLoaderItselfIsASharedObjectAlthoughItHasAnEntryPoint() throws MalformedFileException {
        assertThat(form(library().entry(0x400010))).isEqualTo(LinkageForm.SHARED_OBJECT);
    }

    @Test
    void libcIsASharedObjectAlthoughItHasAnInterpreter() throws MalformedFileException {
        assertThat(form(library().interpreter(LOADER))).isEqualTo(LinkageForm.SHARED_OBJECT);
    }

    @Test
    void aPieWithoutEntryPointIsNoProgram() throws MalformedFileException {
        assertThat(form(staticPie().entry(0))).isEqualTo(LinkageForm.SHARED_OBJECT);
    }

    @Test
    void anImageWithoutDynamicTableIsNoLibrary() throws MalformedFileException {
        assertThat(form(program().type(ElfHeader.ET_DYN))).isEqualTo(LinkageForm.STATIC_PIE);
        assertThat(form(program().type(ElfHeader.ET_DYN).entry(0))).isEqualTo(LinkageForm.SHARED_OBJECT);
    }

    @Test
    void aPieWhoseLinkerDoesNotCallItOneIsToldByWhatOnlyProgramsHave() throws MalformedFileException {
        ElfBuilder debugged = program().type(ElfHeader.ET_DYN).dynamicTag(DynamicTable.DT_DEBUG, 0);
        assertThat(form(debugged)).isEqualTo(LinkageForm.STATIC_PIE);
        assertThat(form(debugged.dynamicString(DynamicTable.DT_NEEDED, "libc.so.6")))
                .isEqualTo(LinkageForm.DYNAMIC);
        assertThat(form(debugged.dynamicString(DynamicTable.DT_SONAME, "libx.so")))
                .isEqualTo(LinkageForm.SHARED_OBJECT);
        assertThat(form(program()
                        .type(ElfHeader.ET_DYN)
                        .dynamicTag(DynamicTable.DT_DEBUG, 0)
                        .entry(0)))
                .isEqualTo(LinkageForm.SHARED_OBJECT);
    }

    @Test
    void objectAndCoreFilesAreWhatTheySay() throws MalformedFileException {
        assertThat(form(program().type(ElfHeader.ET_REL))).isEqualTo(LinkageForm.RELOCATABLE);
        assertThat(form(program().type(ElfHeader.ET_CORE))).isEqualTo(LinkageForm.CORE);
        assertThat(LinkageReader.notElf().form()).isEqualTo(LinkageForm.NOT_ELF);
        assertThat(LinkageReader.archive().form()).isEqualTo(LinkageForm.ARCHIVE);
    }

    @Test
    void anUnknownMachineIsNamedByItsNumber() throws MalformedFileException {
        Linkage linkage = linkage(program().eMachine(0xfeed));
        assertThat(linkage.machine()).isEqualTo("unknown-0xfeed");
        assertThat(linkage.machineKnown()).isFalse();
    }

    @Test
    void anEntryPointOutsideOfTheCodeIsMalformed() throws MalformedFileException {
        Linkage outside = linkage(program().entry(0x500000));
        assertThat(outside.form()).isEqualTo(LinkageForm.MALFORMED);
        assertThat(outside.malformation().orElseThrow().offset()).isEqualTo(24);
        assertThat(form(program().load(RW, 0x500000, new byte[8]).entry(0x500000)))
                .isEqualTo(LinkageForm.MALFORMED);
        assertThat(form(program().load(RX, 0x500000, new byte[8], 64).entry(0x500010)))
                .isEqualTo(LinkageForm.MALFORMED);
        assertThat(form(program().entry(0x400010))).isEqualTo(LinkageForm.STATIC);
    }

    @Test
    void anEntryPointThatALaterSegmentCoversWithZerosIsMalformed() throws MalformedFileException {
        assertThat(form(program().load(RW, 0x400000, new byte[0], 64).entry(0x400010)))
                .isEqualTo(LinkageForm.MALFORMED);
        assertThat(form(program().load(RW, 0x500000, new byte[0], 64).entry(0x400010)))
                .isEqualTo(LinkageForm.STATIC);
    }

    @Test
    void onPpc64TheEntryPointMayBeADescriptorInTheData() throws MalformedFileException {
        ElfBuilder descriptor = ElfBuilder.program(Machine.PPC64)
                .load(RW, 0x500000, new byte[24])
                .entry(0x500000);
        assertThat(form(descriptor)).isEqualTo(LinkageForm.STATIC);
    }

    @Test
    void aNameThatLeadsOutOfTheImageIsMalformedAndTheInterpreterStillSaid() throws MalformedFileException {
        Linkage linkage = linkage(staticPie().interpreter(LOADER).dynamicTag(DynamicTable.DT_NEEDED, 1L << 40));
        assertThat(linkage.form()).isEqualTo(LinkageForm.MALFORMED);
        assertThat(linkage.malformation()).isPresent();
        assertThat(linkage.interpreter()).contains(LOADER);
    }

    @Test
    void whatMakesTheLoaderOpenAnotherFileIsToldByItsTag() throws MalformedFileException {
        Linkage linkage = linkage(staticPie()
                .dynamicString(DynamicTable.DT_AUXILIARY, "a.so")
                .dynamicString(DynamicTable.DT_FILTER, "f.so")
                .dynamicString(DynamicTable.DT_AUDIT, "u.so")
                .dynamicString(DynamicTable.DT_DEPAUDIT, "d.so")
                .dynamicString(DynamicTable.DT_CONFIG, "c.so"));
        assertThat(linkage.loads())
                .extracting(DynamicString::tag, DynamicString::value)
                .containsExactly(
                        tuple("DT_AUXILIARY", "a.so"),
                        tuple("DT_FILTER", "f.so"),
                        tuple("DT_AUDIT", "u.so"),
                        tuple("DT_DEPAUDIT", "d.so"),
                        tuple("DT_CONFIG", "c.so"));
        assertThat(linkage(staticPie()).loads()).isEmpty();
    }

    @Test
    void searchPathsAreTold() throws MalformedFileException {
        Linkage linkage = linkage(staticPie()
                .dynamicString(DynamicTable.DT_RPATH, "$ORIGIN")
                .dynamicString(DynamicTable.DT_RUNPATH, "/opt/lib"));
        assertThat(linkage.searchPaths()).extracting(DynamicString::value).containsExactly("$ORIGIN", "/opt/lib");
        assertThat(linkage(staticPie()).searchPaths()).isEmpty();
    }

    @Test
    void textRelocationsAreToldByTagOrFlag() throws MalformedFileException {
        assertThat(linkage(staticPie().dynamicTag(DynamicTable.DT_TEXTREL, 0))
                        .textRelocations()
                        .orElseThrow()
                        .tag())
                .isEqualTo("DT_TEXTREL");
        assertThat(linkage(staticPie().dynamicTag(DynamicTable.DT_FLAGS, DynamicTable.DF_TEXTREL))
                        .textRelocations()
                        .orElseThrow()
                        .tag())
                .isEqualTo("DF_TEXTREL");
        assertThat(linkage(staticPie().dynamicTag(DynamicTable.DT_FLAGS, DynamicTable.DF_BIND_NOW))
                        .textRelocations())
                .isEmpty();
    }

    @Test
    void undefinedSymbolsAreThoseThatAreNotWeak() throws MalformedFileException {
        Linkage linkage = linkage(staticPie()
                .dynamicSymbol("zlibVersion", Symbol.STB_GLOBAL, 0)
                .dynamicSymbol("malloc", Symbol.STB_GLOBAL, 0)
                .dynamicSymbol("__gmon_start__", Symbol.STB_WEAK, 0)
                .dynamicSymbol("main", Symbol.STB_GLOBAL, 1));
        assertThat(linkage.undefinedSymbols()).containsExactly("malloc", "zlibVersion");
    }

    @Test
    void ofTheStackTheLastHeaderCounts() throws MalformedFileException {
        ElfBuilder bare = ElfBuilder.of(Machine.X86_64).load(RX, 0x400000, ElfBuilder.code());
        assertThat(linkage(bare).stack()).isEqualTo(Stack.UNSTATED);
        assertThat(linkage(program()).stack()).isEqualTo(Stack.NOT_EXECUTABLE);
        assertThat(linkage(program().stack(RWX)).stack()).isEqualTo(Stack.EXECUTABLE);
        assertThat(linkage(program().stack(RWX).stack(RW)).stack()).isEqualTo(Stack.NOT_EXECUTABLE);
    }

    @Test
    void relroIsFullWhenNothingIsBoundLater() throws MalformedFileException {
        assertThat(linkage(program()).relro()).isEqualTo(Relro.NONE);
        assertThat(linkage(relro(program())).relro()).isEqualTo(Relro.FULL);
        assertThat(linkage(relro(staticPie()).dynamicTag(DynamicTable.DT_JMPREL, 0))
                        .relro())
                .isEqualTo(Relro.PARTIAL);
        assertThat(linkage(relro(staticPie())
                                .dynamicTag(DynamicTable.DT_JMPREL, 0)
                                .dynamicTag(DynamicTable.DT_FLAGS, DynamicTable.DF_BIND_NOW))
                        .relro())
                .isEqualTo(Relro.FULL);
    }

    private static ElfBuilder relro(ElfBuilder builder) {
        return builder.segment(Segment.PT_GNU_RELRO, R, 0x400000, new byte[0], 16);
    }

    @Test
    void writableCodeIsToldWithItsProgramHeader() throws MalformedFileException {
        Linkage linkage = linkage(program().load(RWX, 0x500000, new byte[8]));
        assertThat(linkage.writableCode()).containsExactly(new WritableCode(0x500000, 8, 64 + 2 * 56, Cause.NOT_SHOWN));
        assertThat(linkage(program()).writableCode()).isEmpty();
    }

    @Test
    void whatMadeASegmentBothIsToldWhereHeadersShowIt() throws MalformedFileException {
        assertThat(causeOf(joined().sectionOf(".text", AX, 0x500000, 4).sectionOf(".data", WA, 0x500004, 4)))
                .isEqualTo(Cause.JOINED);
        assertThat(causeOf(joined().sectionOf(".text", AX | WA, 0x500000, 4).sectionOf(".data", WA, 0x500004, 4)))
                .isEqualTo(Cause.NOT_SHOWN);
        assertThat(causeOf(joined().sectionOf(".data", WA, 0x500004, 4))).isEqualTo(Cause.NOT_SHOWN);
        assertThat(causeOf(joined().sectionOf(".text", AX, 0x500008, 4))).isEqualTo(Cause.NOT_SHOWN);
        assertThat(causeOf(joined().aligned(16).sectionOf(".text", AX | WA, 0x500000, 4)))
                .isEqualTo(Cause.NOT_PAGED);
    }

    @Test
    void aLinkerThatDoesNotLookAtStackNotesNamesItself() throws MalformedFileException {
        assertThat(linkage(program()).heedsStackNotes()).isTrue();
        assertThat(heedsStackNotes("GCC: (Debian 12.2.0-14) 12.2.0\0")).isTrue();
        assertThat(heedsStackNotes("GCC: (Debian 12.2.0-14) 12.2.0\0Linker: Debian LLD 14.0.6\0"))
                .isFalse();
        assertThat(heedsStackNotes("mold 1.10.1 (compatible with GNU ld)\0")).isFalse();
        assertThat(linkage(program().sectionAt(".comment", 1, 0, 1 << 20, 64, 0))
                        .heedsStackNotes())
                .isTrue();
    }

    private static boolean heedsStackNotes(String comment) throws MalformedFileException {
        return linkage(program().section(".comment", 1, 0, comment.getBytes(US_ASCII)))
                .heedsStackNotes();
    }

    private static ElfBuilder joined() {
        return program().load(RWX, 0x500000, new byte[8]);
    }

    private static Cause causeOf(ElfBuilder builder) throws MalformedFileException {
        return linkage(builder).writableCode().get(0).cause();
    }
}
