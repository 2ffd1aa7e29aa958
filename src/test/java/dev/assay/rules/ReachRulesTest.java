package dev.assay.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.Origin;
import dev.assay.linkage.Appended;
import dev.assay.linkage.ArchiveMemberFacts;
import dev.assay.linkage.ArchiveMemberFacts.AbsoluteRelocation;
import dev.assay.linkage.ArchiveMemberFacts.Content;
import dev.assay.linkage.ArchiveMemberFacts.SharedSymbol;
import dev.assay.linkage.BranchProtection;
import dev.assay.linkage.EmbeddedFile;
import dev.assay.linkage.EmbeddedFiles;
import dev.assay.linkage.EmbeddedFiles.Completeness;
import dev.assay.linkage.Linkage;
import dev.assay.linkage.Linkage.Cause;
import dev.assay.linkage.Linkage.Stack;
import dev.assay.linkage.Linkage.WritableCode;
import dev.assay.linkage.LinkageForm;
import dev.assay.provenance.Evidence;
import dev.assay.provenance.InputSectionId;
import dev.assay.provenance.Placement;
import dev.assay.reach.ChainLink;
import dev.assay.reach.Culprit;
import dev.assay.reach.Hazard;
import dev.assay.reach.Hazard.Glibc;
import dev.assay.reach.Hazard.Search;
import dev.assay.reach.HazardKind;
import dev.assay.reach.Reachability;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReachRulesTest {
    private static List<String> said(String ruleSet, Consumer<FactsBuilder> change) {
        FactsBuilder builder = new FactsBuilder();
        change.accept(builder);
        return HeaderRulesTest.shipped(ruleSet).judge(builder.facts()).stream()
                .map(finding ->
                        finding.severity() + " " + finding.ruling() + " " + finding.rule() + ": " + finding.message())
                .toList();
    }

    private static EmbeddedFiles inside(Consumer<FactsBuilder> change) {
        FactsBuilder builder = new FactsBuilder();
        change.accept(builder);
        Linkage linkage = builder.facts().linkage();
        return new EmbeddedFiles(
                List.of(new EmbeddedFile(0x2000, 15000, linkage, "")), Completeness.ALL, Optional.empty());
    }

    private static Hazard hazard(HazardKind kind, Reachability reachable, Glibc library) {
        List<ChainLink> chain = reachable == Reachability.YES
                ? List.of(link("_start", 0x10), link("main", 0x20), link("getpwnam", 0x30))
                : List.of();
        return new Hazard(kind, reachable, Search.MADE, "symbol x", library, 0x30, chain);
    }

    private static ChainLink link(String symbol, long address) {
        return new ChainLink(address, Optional.of(symbol), Optional.empty(), Optional.empty());
    }

    @Test
    void aDynamicFileInsideIsAnError() {
        EmbeddedFiles files = inside(b -> {
            b.form = LinkageForm.DYNAMIC;
            b.interpreter = Optional.of("/lib/ld.so");
            b.needed = List.of(new Linkage.DynamicString("DT_NEEDED", "libc.so.6", 0));
        });
        assertThat(said("static", b -> b.embedded = files))
                .containsExactly(
                        "ERROR BROKEN embedded-elf: an ELF file lies inside (15000 bytes, x86-64 at file offset "
                                + "0x2000): it needs /lib/ld.so, libc.so.6");
    }

    @ParameterizedTest
    @EnumSource(names = {"STATIC", "STATIC_PIE", "SHARED_OBJECT", "RELOCATABLE", "CORE"})
    void aFileInsideThatNeedsNothingIsNews(LinkageForm form) {
        assertThat(said("static", b -> b.embedded = inside(file -> file.form = form)))
                .containsExactly(
                        "INFO BROKEN embedded-elf: an ELF file lies inside (15000 bytes, x86-64 at file offset "
                                + "0x2000): it has no interpreter and needs no library");
    }

    @Test
    void aLibraryInsideThatNeedsOthersIsAnError() {
        EmbeddedFiles files = inside(b -> {
            b.form = LinkageForm.SHARED_OBJECT;
            b.needed = List.of(new Linkage.DynamicString("DT_NEEDED", "libm.so.6", 0));
        });
        assertThat(said("static", b -> b.embedded = files))
                .hasSize(1)
                .allMatch(text -> text.startsWith("ERROR BROKEN"));
    }

    @ParameterizedTest
    @EnumSource(names = {"OPAQUE", "MALFORMED"})
    void aFileInsideThatCannotBeReadIsADoubt(LinkageForm form) {
        assertThat(said("static", b -> b.embedded = inside(file -> file.form = form)))
                .hasSize(1)
                .allMatch(text -> text.startsWith("ERROR UNPROVED embedded-elf"));
    }

    @Test
    void whatIsAppendedAndCannotBeToldIsADoubt() {
        EmbeddedFiles behind = new EmbeddedFiles(List.of(), Completeness.ALL, Optional.of(new Appended(0x3000, 500)));
        assertThat(said("static", b -> b.embedded = behind))
                .hasSize(1)
                .allMatch(text -> text.startsWith("ERROR UNPROVED embedded-elf") && text.contains("0x3000"));
    }

    @Test
    void aFileInsideThatIsCompressedIsToldSo() {
        EmbeddedFile plain =
                inside(file -> file.form = LinkageForm.STATIC).files().get(0);
        EmbeddedFile packed = new EmbeddedFile(plain.offset(), plain.size(), plain.linkage(), "gzip");
        EmbeddedFiles files = new EmbeddedFiles(List.of(packed), Completeness.ALL, Optional.empty());
        assertThat(said("static", b -> b.embedded = files))
                .allMatch(text -> text.contains("(packed as gzip, 15000 bytes, x86-64"));
    }

    @Test
    void moreFilesInsideThanAreLookedAtAreADoubt() {
        EmbeddedFiles many = new EmbeddedFiles(List.of(), Completeness.CUT_SHORT, Optional.empty());
        assertThat(said("static", b -> b.embedded = many)).hasSize(1).allMatch(text -> text.contains("UNPROVED"));
    }

    @ParameterizedTest
    @CsvSource({"NSS, hazard-nss", "ICONV, hazard-iconv", "DLOPEN, hazard-dlopen"})
    void aHazardIsAWarningUnlessItIsShownToBeOutOfReach(HazardKind kind, String rule) {
        assertThat(said("static", b -> b.hazards = List.of(hazard(kind, Reachability.YES, Glibc.SINCE_2_34))))
                .hasSize(1)
                .allMatch(text -> text.startsWith("WARNING BROKEN " + rule)
                        && text.endsWith("reached by _start > main > getpwnam"));
        assertThat(said("static", b -> b.hazards = List.of(hazard(kind, Reachability.UNKNOWN, Glibc.SINCE_2_34))))
                .hasSize(1)
                .allMatch(text -> text.startsWith("WARNING BROKEN " + rule) && text.endsWith("cannot be shown"));
        assertThat(said("static", b -> b.hazards = List.of(hazard(kind, Reachability.NO, Glibc.SINCE_2_34))))
                .isEmpty();
    }

    @Test
    void whatFailsInAnEmptyChrootDependsOnTheAgeOfGlibc() {
        assertThat(said("static", b -> b.hazards = List.of(hazard(HazardKind.NSS, Reachability.YES, Glibc.SINCE_2_34))))
                .allMatch(text -> text.contains("only other services fail"));
        assertThat(said(
                        "static",
                        b -> b.hazards = List.of(hazard(HazardKind.NSS, Reachability.YES, Glibc.BEFORE_2_34))))
                .allMatch(text -> text.contains("every look-up fails"));
    }

    @Test
    void whatTheImageDoesNotAskForIsNews() {
        assertThat(said("static", b -> b.branchProtection = new BranchProtection(List.of("SHSTK"), List.of("IBT"))))
                .containsExactly("INFO BROKEN no-branch-protection: the property note does not ask for IBT: "
                        + "one input section without it is enough for the linker to drop it");
    }

    private static ArchiveMemberFacts member(
            String machine, Content content, Stack stack, List<String> missing, AbsoluteRelocation... absolute) {
        return new ArchiveMemberFacts("a.o", machine, content, List.of(absolute), stack, missing, List.of(".wtext"));
    }

    /** Its code lies at 0x401000, and its .wtext at 0x500010. */
    private static Culprit inLibfoo(ArchiveMemberFacts facts) {
        return new Culprit(
                "libfoo.a",
                "libfoo.a(a.o)",
                facts,
                List.of(placed(facts, ".text", 0x401000), placed(facts, ".wtext", 0x500010)));
    }

    private static Placement placed(ArchiveMemberFacts facts, String section, long address) {
        Origin libfoo = Origin.ofPath("libfoo.a");
        return new Placement(
                new InputSectionId(libfoo, facts.name(), section),
                address,
                8,
                true,
                Evidence.EXACT,
                List.of(),
                List.of(libfoo));
    }

    private static List<String> blamed(Consumer<FactsBuilder> change, ArchiveMemberFacts... placed) {
        FactsBuilder builder = new FactsBuilder();
        change.accept(builder);
        builder.placed = Stream.of(placed).map(ReachRulesTest::inLibfoo).toList();
        return HeaderRulesTest.shipped("static").judge(builder.facts()).stream()
                .map(finding -> finding.rule() + " "
                        + finding.member().map(name -> name.archive() + " " + name.member()) + ": "
                        + finding.message())
                .toList();
    }

    @Test
    void theMemberThatMakesTheStackExecutableIsNamed() {
        ArchiveMemberFacts sound = member("x86-64", Content.OBJECT, Stack.NOT_EXECUTABLE, List.of());
        ArchiveMemberFacts silent = member("x86-64", Content.OBJECT, Stack.UNSTATED, List.of());
        ArchiveMemberFacts asking = member("x86-64", Content.OBJECT, Stack.EXECUTABLE, List.of());
        String seen = "PT_GNU_STACK asks for a stack that may be executed (PF_X)";
        assertThat(blamed(b -> b.stack = Stack.EXECUTABLE, sound, silent, silent))
                .containsExactly(
                        "executable-stack Optional[libfoo.a a.o]: " + seen + "; libfoo.a(a.o) has no "
                                + ".note.GNU-stack, which the linker takes for a wish to execute the stack, and so it is with 1 more");
        assertThat(blamed(b -> b.stack = Stack.EXECUTABLE, silent, asking))
                .containsExactly("executable-stack Optional[libfoo.a a.o]: " + seen
                        + "; libfoo.a(a.o) asks for it with an executable .note.GNU-stack");
        assertThat(blamed(b -> b.stack = Stack.EXECUTABLE, sound))
                .containsExactly("executable-stack Optional.empty: " + seen);
        assertThat(blamed(
                        b -> {
                            b.stack = Stack.EXECUTABLE;
                            b.heedsStackNotes = false;
                        },
                        silent,
                        asking))
                .containsExactly("executable-stack Optional.empty: " + seen);
    }

    @Test
    void theMemberWhoseSectionMakesASegmentWritableCodeIsNamed() {
        ArchiveMemberFacts both = member("x86-64", Content.OBJECT, Stack.NOT_EXECUTABLE, List.of());
        assertThat(blamed(b -> b.writableCode = List.of(segment(0x500000, 64, Cause.JOINED)), both, both))
                .containsExactly("writable-code Optional[libfoo.a a.o]: PT_LOAD at 0x500000, 64 bytes, is writable and "
                        + "executable; libfoo.a(a.o) has a section there that is to be written and executed, and so it "
                        + "is with 1 more");
    }

    @Test
    void aMemberElsewhereIsNotBlamedForWritableCode() {
        ArchiveMemberFacts both = member("x86-64", Content.OBJECT, Stack.NOT_EXECUTABLE, List.of());
        String seen = "writable-code Optional.empty: PT_LOAD at 0x401000, 64 bytes, is writable and executable";
        assertThat(blamed(b -> b.writableCode = List.of(segment(0x401000, 64, Cause.NOT_SHOWN)), both))
                .containsExactly(seen);
        assertThat(blamed(b -> b.writableCode = List.of(segment(0x401000, 64, Cause.JOINED)), both))
                .containsExactly(seen
                        + "; no section in it is both: the linker was told to join them, by -N or a linker script");
        assertThat(blamed(b -> b.writableCode = List.of(segment(0x401000, 64, Cause.NOT_PAGED)), both))
                .containsExactly(
                        seen + "; it is not aligned to pages, as ld -N (--omagic) and -n make one of code and data");
    }

    private static WritableCode segment(long address, long size, Cause cause) {
        return new WritableCode(address, size, 64, cause);
    }

    @Test
    void theMemberWithoutBranchProtectionIsNamed() {
        ArchiveMemberFacts without = member("x86-64", Content.OBJECT, Stack.NOT_EXECUTABLE, List.of("IBT"));
        assertThat(blamed(b -> b.branchProtection = new BranchProtection(List.of("SHSTK"), List.of("IBT")), without))
                .containsExactly("no-branch-protection Optional[libfoo.a a.o]: the property note does not ask for IBT: "
                        + "one input section without it is enough for the linker to drop it; "
                        + "libfoo.a(a.o) does not promise it");
    }

    @Test
    void theMemberWithAbsoluteRelocationsIsNamed() {
        ArchiveMemberFacts absolute = member(
                "x86-64",
                Content.OBJECT,
                Stack.NOT_EXECUTABLE,
                List.of(),
                new AbsoluteRelocation(".text", 1, 2, "table"));
        assertThat(blamed(b -> b.textRelocations = Optional.of(new Linkage.DynamicFlag("DT_TEXTREL", 0)), absolute))
                .hasSize(1)
                .allMatch(text -> text.startsWith("elf-textrel Optional[libfoo.a a.o]: ")
                        && text.endsWith("; libfoo.a(a.o) has relocations where it is not written to"));
    }

    private static List<String> archive(ArchiveMemberFacts... members) {
        return said("static-archive", b -> {
            b.form = LinkageForm.ARCHIVE;
            b.members = List.of(members);
        });
    }

    @Test
    void aSoundMemberKeepsEveryRuleOfArchives() {
        assertThat(archive(member("x86-64", Content.OBJECT, Stack.NOT_EXECUTABLE, List.of())))
                .isEmpty();
        assertThat(archive()).isEmpty();
    }

    @Test
    void eachBreachOfAMemberBreaksItsRule() {
        AbsoluteRelocation absolute = new AbsoluteRelocation(".text", 11, 2, "table");
        assertThat(archive(member("x86-64", Content.OBJECT, Stack.NOT_EXECUTABLE, List.of(), absolute)))
                .containsExactly("ERROR BROKEN archive-not-pic: a.o needs fixed addresses: 2 relocations, the first of "
                        + "type 11 against table in .text");
        assertThat(archive(member("x86-64", Content.OBJECT, Stack.UNSTATED, List.of())))
                .containsExactly(
                        "ERROR BROKEN archive-executable-stack: a.o has no .note.GNU-stack: the linker takes that "
                                + "for a wish to execute the stack");
        assertThat(archive(member("x86-64", Content.OBJECT, Stack.EXECUTABLE, List.of())))
                .hasSize(1);
        assertThat(archive(member("x86-64", Content.BYTE_CODE, Stack.NOT_EXECUTABLE, List.of())))
                .hasSize(1)
                .allMatch(text -> text.startsWith("ERROR BROKEN archive-lto-only"));
        ArchiveMemberFacts plain = member("x86-64", Content.OBJECT, Stack.NOT_EXECUTABLE, List.of("IBT", "SHSTK"));
        assertThat(archive(plain, plain))
                .containsExactly(
                        "INFO BROKEN archive-no-branch-protection: a.o and 1 more do not promise IBT and SHSTK: "
                                + "an image with such a member cannot ask for them");
    }

    @ParameterizedTest
    @ValueSource(strings = {"aarch64", "ppc64le", "riscv64"})
    void onSomeMachinesNothingSaidOfTheStackIsSaidWell(String machine) {
        assertThat(archive(member(machine, Content.OBJECT, Stack.UNSTATED, List.of())))
                .isEmpty();
        assertThat(archive(member(machine, Content.OBJECT, Stack.EXECUTABLE, List.of())))
                .hasSize(1)
                .allMatch(text -> text.startsWith("ERROR BROKEN archive-executable-stack"));
    }

    @Test
    void aMemberThatIsNoObjectLeavesTheRulesUnproved() {
        assertThat(archive(member("", Content.UNREADABLE, Stack.UNSTATED, List.of())))
                .hasSize(5)
                .allMatch(text -> text.contains("UNPROVED"));
    }

    @Test
    void whatOnlySharedLibrariesHaveIsToldOnceForEachOfThem() {
        ArchiveMemberFacts sound = member("x86-64", Content.OBJECT, Stack.NOT_EXECUTABLE, List.of());
        assertThat(archive(sound.lacking(List.of(
                        new SharedSymbol("mnt_a", "libmount.so.1"),
                        new SharedSymbol("mnt_b", "libmount.so.1"),
                        new SharedSymbol("glEnd", "libGL.so.1")))))
                .containsExactlyInAnyOrder(
                        "ERROR BROKEN archive-undefined-symbol: a.o needs mnt_a and 1 more, which no archive defines and "
                                + "the shared library libmount.so.1 does",
                        "ERROR BROKEN archive-undefined-symbol: a.o needs glEnd, which no archive defines and "
                                + "the shared library libGL.so.1 does");
    }
}
