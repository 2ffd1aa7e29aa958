package dev.assay.provenance;

import static dev.assay.provenance.ToyObject.code;
import static dev.assay.provenance.ToyReferences.archive;
import static dev.assay.provenance.ToyReferences.lines;
import static dev.assay.provenance.ToyReferences.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.assay.Origin;
import dev.assay.elf.ElfBuilder;
import dev.assay.elf.ElfClass;
import dev.assay.elf.ElfHeader;
import dev.assay.elf.Image;
import dev.assay.elf.Machine;
import dev.assay.elf.ObjectBuilder;
import dev.assay.elf.Segment;
import dev.assay.provenance.CodeRange.Kind;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is recovered, case by case. Each lays a few sections out and says what must be found of them. */
final class RecoveryTest {
    /** Twins: wrappers of one body, which call different functions. */
    private static final ToyObject GETPWUID = twin("getpwuid");

    private static final ToyObject GETGRGID = twin("getgrgid");
    private static final ToyObject LOOKUPS =
            ToyObject.of("lookups.o").function("getpwuid_r", code("pw", 300)).function("getgrgid_r", code("gr", 300));

    private static ToyObject twin(String name) {
        return ToyObject.of(name + ".o").function(name, code("wrapper", 200)).call(20, name + "_r");
    }

    /** Calls; 300 bytes that no archive has. */
    private static ToyObject program(String... calls) {
        ToyObject main = ToyObject.of("main.o").function("main", code("main", 300));
        for (int i = 0; i < calls.length; i++) {
            main.call(8 + 16 * i, calls[i]);
        }
        return main;
    }

    private static LinkMap recover(ToyLinker linker, Catalog... references) throws Exception {
        return Recovery.recover(linker.link(), List.of(references), List.of());
    }

    @Test
    void twinsAreToldApartByTheirTargets() throws Exception {
        Catalog libc = archive("libc.a", GETGRGID, GETPWUID, LOOKUPS);
        ToyLinker linker =
                new ToyLinker().own(program("getpwuid", "getgrgid")).put("libc.a", GETPWUID, GETGRGID, LOOKUPS);

        assertThat(lines(recover(linker, libc)))
                .containsExactlyInAnyOrder(
                        linker.at("getpwuid"), linker.at("getgrgid"), linker.at("getpwuid_r"), linker.at("getgrgid_r"));
    }

    @Test
    void ofTwinsOnlyTheOneThatWasLinkedIsFound() throws Exception {
        Catalog libc = archive("libc.a", GETGRGID, GETPWUID, LOOKUPS);
        ToyLinker linker = new ToyLinker().own(program("getpwuid")).put("libc.a", GETPWUID, LOOKUPS);

        assertThat(lines(recover(linker, libc)))
                .contains(linker.at("getpwuid"))
                .noneMatch(l -> l.contains("getgrgid.o"));
    }

    @Test
    void twinsThatNothingTellsApartAreListedNeverPicked() throws Exception {
        ToyObject one = ToyObject.of("one.o").function("one", code("same", 200));
        ToyObject two = ToyObject.of("two.o").function("two", code("same", 200));
        ToyLinker linker = new ToyLinker().own(program("one")).put("libtwin.a", one);

        LinkMap map = recover(linker, archive("libtwin.a", one, two));

        assertThat(map.placements()).singleElement().satisfies(placement -> {
            assertThat(placement.isProved()).isFalse();
            assertThat(placement.alternatives()).hasSize(1);
            assertThat(placement.address()).isEqualTo(linker.addressOf("one"));
        });
    }

    @Test
    void aMemberThatTwoArchivesHoldIsEithers() throws Exception {
        ToyObject shared = ToyObject.of("arena.o").function("arena", code("arena", 300));
        ToyObject more = ToyObject.of("reflect.o").function("reflect", code("reflect", 300));
        ToyLinker linker = new ToyLinker().own(program("arena", "reflect")).put("libwhole.a", shared, more);
        Catalog both =
                ToyReferences.archives(Map.of("libwhole.a", List.of(shared, more), "liblite.a", List.of(shared)));

        assertThat(recover(linker, both).placements())
                .extracting(
                        Placement::address,
                        placement -> Stream.concat(Stream.of(placement.section()), placement.alternatives().stream())
                                .map(section -> section.origin().archive())
                                .collect(Collectors.toSet()))
                .containsExactly(
                        tuple(linker.addressOf("arena"), Set.of("libwhole.a", "liblite.a")),
                        tuple(linker.addressOf("reflect"), Set.of("libwhole.a")));
    }

    @Test
    void theColdPartsOfTwinsAreTwins() throws Exception {
        ToyObject user =
                ToyObject.of("user.o").function("user", code("user", 300)).call(40, "dedup");
        ToyObject one = withColdPart("one.o");
        ToyLinker linker = new ToyLinker().own(program("user")).put("libtwin.a", user, one);

        LinkMap map = recover(linker, archive("libtwin.a", user, one, withColdPart("two.o")));

        assertThat(map.placements())
                .extracting(
                        Placement::address,
                        placement -> placement.alternatives().size())
                .containsExactly(
                        tuple(linker.addressOf("user"), 0),
                        tuple(linker.addressOf("dedup"), 1),
                        tuple(linker.addressOf("dedup") + 304, 1));
    }

    private static ToyObject withColdPart(String member) {
        return ToyObject.of(member)
                .text(".text", code("dedup", 300))
                .global("dedup", 0)
                .local("back", 60)
                .call(40, "cold")
                .text(".text.unlikely", code("cold", 12))
                .local("cold", 0)
                .call(8, "back");
    }

    @Test
    void twinsOfWhichANameThatIsKnownToLieThereLeadsToOneAreToldApart() throws Exception {
        ToyObject one = ToyObject.of("one.o").function("one", code("same", 200));
        ToyObject two = ToyObject.of("two.o").function("two", code("same", 200));
        ToyObject user =
                ToyObject.of("user.o").function("user", code("user", 300)).call(40, "one");
        ToyLinker linker = new ToyLinker().own(program("user")).put("libtwin.a", one, user);

        assertThat(lines(recover(linker, archive("libtwin.a", one, two, user))))
                .containsExactlyInAnyOrder(linker.at("one"), linker.at("user"));
    }

    /** As start-up code of a C++ member: a row of like instructions, each of which names a guard of the member's. */
    private static ToyObject guards(String name, int count) {
        ToyObject object = ToyObject.of(name + ".o").function("start_" + name, new byte[16 * count]);
        for (int i = 0; i < count; i++) {
            object.code(16 * i, code("set", 16)).lea(16 * i + 3, name + i);
        }
        for (int i = 0; i < count; i++) {
            object.section(".bss." + name + i, ToyObject.Kind.ZEROED, new byte[8])
                    .global(name + i, 0);
        }
        return object;
    }

    @Test
    void aShortRowOfLikeInstructionsIsNotPlacedAtTheEndOfALongOne() throws Exception {
        ToyObject before = ToyObject.of("before.o").function("before", code("before", 304));
        ToyObject after = ToyObject.of("after.o").function("after", code("after", 304));
        ToyObject narrow = guards("narrow", 12);
        ToyLinker linker =
                new ToyLinker().own(program("before", "after", "start_narrow")).put("libcxx.a", before, narrow, after);

        LinkMap map = recover(linker, archive("libcxx.a", before, narrow, guards("wide", 12), guards("few", 8), after));

        assertThat(lines(map))
                .contains(linker.at("before"), linker.at("after"))
                .noneMatch(line -> line.contains("few.o"));
    }

    /** As musl's: a function that does nothing under weak names, of which two members have one in common. */
    private static ToyObject dummy(String member, String... names) {
        ToyObject object = ToyObject.of(member).text(".text.dummy_0", code("return", 200));
        for (String name : names) {
            object.weak(name, 0);
        }
        return object;
    }

    @Test
    void ofTwinsThatDefineANameTheOneIsThereThatDefinesAllThatLieThere() throws Exception {
        ToyObject create = dummy("pthread_create.o", "tsd_run_dtors", "acquire_ptc");
        ToyObject timer = dummy("timer_create.o", "tsd_run_dtors");
        ToyObject user = ToyObject.of("user.o")
                .function("user", code("user", 300))
                .call(40, "tsd_run_dtors")
                .call(80, "acquire_ptc");
        ToyLinker linker = new ToyLinker().own(program("user")).put("libc.a", create, user);

        LinkMap map = recover(linker, archive("libc.a", timer, create, user));

        assertThat(lines(map)).containsExactlyInAnyOrder(linker.at("acquire_ptc"), linker.at("user"));
        assertThat(map.placements()).allMatch(Placement::isProved);
    }

    @Test
    void ofTwinsThatDefineANameEachMayBeThereIfNothingElseIsKnownToLieThere() throws Exception {
        ToyObject create = dummy("pthread_create.o", "tsd_run_dtors", "acquire_ptc");
        ToyObject timer = dummy("timer_create.o", "tsd_run_dtors");
        ToyObject user =
                ToyObject.of("user.o").function("user", code("user", 300)).call(40, "tsd_run_dtors");
        ToyLinker linker = new ToyLinker().own(program("user")).put("libc.a", create, user);

        LinkMap map = recover(linker, archive("libc.a", timer, create, user));

        assertThat(map.placements())
                .filteredOn(placement -> placement.address() == linker.addressOf("tsd_run_dtors"))
                .singleElement()
                .satisfies(placement -> assertThat(placement.alternatives()).hasSize(1));
    }

    @Test
    void aBodyThatTwoLibrariesShareIsNotPlacedWhereItsCalleeIsAnothers() throws Exception {
        ToyObject shared = ToyObject.of("asnprintf.o")
                .function("asnprintf", code("gnulib", 120))
                .call(30, "vasnprintf");
        ToyObject callee = ToyObject.of("vasnprintf.o").function("vasnprintf", code("vasnprintf of gnutls", 400));
        ToyObject other = ToyObject.of("vasnprintf.o").function("vasnprintf", code("vasnprintf of the program", 400));
        ToyLinker linker = new ToyLinker().own(program("asnprintf"), shared, other);

        LinkMap map = recover(linker, archive("libgnutls.a", shared, callee));

        assertThat(map.placements()).isEmpty();
        assertThat(map.coverage().exact()).isZero();
    }

    @Test
    void aBodyThatTwoLibrariesShareIsPlacedWhereItsCalleeIsItsOwn() throws Exception {
        ToyObject shared = ToyObject.of("asnprintf.o")
                .function("asnprintf", code("gnulib", 180))
                .call(30, "vasnprintf");
        ToyObject callee = ToyObject.of("vasnprintf.o").function("vasnprintf", code("vasnprintf of gnutls", 400));
        ToyLinker linker = new ToyLinker().own(program("asnprintf")).put("libgnutls.a", shared, callee);

        assertThat(lines(recover(linker, archive("libgnutls.a", shared, callee))))
                .containsExactlyInAnyOrder(linker.at("asnprintf"), linker.at("vasnprintf"));
    }

    /** As zlib's crc32.o for ARM: a getter, the like of which many a member has, and code that calls more of its own. */
    private static ToyObject crc32() {
        return ToyObject.of("crc32.o")
                .text(".text", concat(code("getter", 12), code("", 4), code("crc32", 600)))
                .global("get_crc_table", 0)
                .global("crc32_z", 16)
                .call(300, "crc32_z");
    }

    @Test
    void aShortMemberThatALongOneBeginsWithDoesNotTakeItsPlace() throws Exception {
        ToyObject version = ToyObject.of("version.o").function("pcre_version", code("getter", 12));
        ToyLinker linker = new ToyLinker().own(program("crc32_z")).put("libz.a", crc32());

        assertThat(lines(recover(linker, archive("libpcre.a", version), archive("libz.a", crc32()))))
                .containsExactly(linker.at("get_crc_table"));
    }

    /** As libatomic's tas_16_.o: what it begins with is another member, and one of those that it names has twins. */
    @Test
    void aShortMemberDoesNotTakeThePlaceOfAnyThatGoesOnToNameWhatIsKnown() throws Exception {
        ToyObject one = ToyObject.of("one.o").function("tas_1", code("getter", 12));
        ToyObject fallback = ToyObject.of("fallback.o").function("tas_16_1", code("getter", 12));
        ToyObject feature = ToyObject.of("feature.o").function("feature", code("feature", 300));
        ToyObject more =
                ToyObject.of("more.o").function("more", code("more", 300)).call(40, "feature");
        ToyObject sixteen = ToyObject.of("sixteen.o")
                .text(".text", concat(code("getter", 12), code("", 4), code("select", 80)))
                .global("tas_16", 0)
                .call(30, "feature")
                .call(60, "tas_16_1");
        ToyLinker linker = new ToyLinker()
                .own(program("feature", "tas_16"))
                .put("libatomic.a", feature, sixteen, one, fallback, more);

        assertThat(lines(recover(linker, archive("libatomic.a", one, fallback, feature, sixteen, more))))
                .contains(linker.at("tas_16"));
    }

    /** As libjemalloc.a(jemalloc_cpp.o): a function jumps to another of its section, by name. */
    private static ToyObject allocation(String member) {
        return ToyObject.of(member)
                .text(".text", code("allocation", 300))
                .global("new", 0)
                .global("new_array", 200);
    }

    private static final ToyObject ALLOCATION = allocation("allocation.o").call(201, "new");

    private static final ToyObject ALLOCATING =
            ToyObject.of("user.o").function("user", code("user", 300)).call(40, "new_array");

    @Test
    void aBuildThatLeavesLessToTheLinkerShowsNoMoreThanAnother() throws Exception {
        ToyObject independent = allocation("allocation.pic.o").code(200, new byte[] {(byte) 0xe8, 0x33, -1, -1, -1});
        ToyLinker linker = new ToyLinker().own(program("user")).put("libj.a", ALLOCATING, ALLOCATION);

        LinkMap map = recover(linker, archive("libj_pic.a", independent), archive("libj.a", ALLOCATING, ALLOCATION));

        assertThat(map.placements())
                .filteredOn(placement -> placement.address() == linker.addressOf("new"))
                .singleElement()
                .satisfies(placement -> assertThat(
                                Stream.concat(Stream.of(placement.section()), placement.alternatives().stream()))
                        .extracting(InputSectionId::member)
                        .contains("allocation.o"));
    }

    @Test
    void aPartOfWhatDefinesANameIsNotPlacedForAnotherThatDefinesIt() throws Exception {
        ToyObject operator =
                ToyObject.of("operator.o").function("new_array", new byte[5]).call(1, "new");
        ToyLinker linker = new ToyLinker().own(program("user")).put("libj.a", ALLOCATING, ALLOCATION);

        assertThat(lines(recover(linker, archive("libstdc++.a", operator), archive("libj.a", ALLOCATING, ALLOCATION))))
                .containsExactlyInAnyOrder(linker.at("user"), linker.at("new"));
    }

    /** As libunwind's: Lglobal.o and Gglobal.o, and one that names the first or the second. */
    @Test
    void whoNamesATwinMayBeATwinItself() throws Exception {
        ToyLinker linker = new ToyLinker()
                .own(program("Laccessors", "Ginit"))
                .put("libunwind.a", accessors("L"), initialisation("L"), memory("L"))
                .put("libgeneric.a", initialisation("G"), memory("G"));

        assertThat(lines(recover(
                        linker,
                        archive("libgeneric.a", accessors("G"), initialisation("G"), memory("G")),
                        archive("libunwind.a", accessors("L"), initialisation("L"), memory("L")))))
                .contains(linker.at("Linit"), linker.at("Lmemory"), linker.at("Gmemory"))
                .doesNotContain(ToyLinker.line("libgeneric.a", "Ginit.o", ".text.Ginit", linker.addressOf("Linit")));
    }

    private static ToyObject accessors(String kind) {
        return ToyObject.of(kind + "accessors.o")
                .function(kind + "accessors", code("accessors", 400))
                .call(40, kind + "init");
    }

    private static ToyObject initialisation(String kind) {
        return ToyObject.of(kind + "init.o")
                .function(kind + "init", code("init", 200))
                .call(40, kind + "memory");
    }

    private static ToyObject memory(String kind) {
        return ToyObject.of(kind + "memory.o").function(kind + "memory", code("memory of " + kind, 300));
    }

    @Test
    void aShortMemberIsPlacedWhereTheLongOneThatBeginsWithItIsNot() throws Exception {
        ToyObject version = ToyObject.of("version.o").function("pcre_version", code("getter", 12));
        ToyObject user =
                ToyObject.of("user.o").function("user", code("user", 300)).call(40, "pcre_version");
        ToyLinker linker = new ToyLinker().own(program("user")).put("libpcre.a", user, version);

        assertThat(lines(recover(linker, archive("libpcre.a", user, version), archive("libz.a", crc32()))))
                .containsExactlyInAnyOrder(linker.at("user"), linker.at("pcre_version"));
    }

    /** {@code push $number; pop %rax; syscall; call set_errno; ret}: no eight known bytes in a row. */
    private static ToyObject stub(String name, int number) {
        byte[] stub = {0x6a, (byte) number, 0x58, 0x0f, 0x05, (byte) 0xe8, 0, 0, 0, 0, (byte) 0xc3};
        return ToyObject.of(name + ".o").function(name, stub).call(6, "set_errno");
    }

    private static final ToyObject ERRNO = ToyObject.of("errno.o").function("set_errno", code("errno", 200));

    @Test
    void aShortSystemCallWithoutAWindowIsPlacedByItsName() throws Exception {
        ToyObject getpid = stub("getpid", 39);
        ToyObject user =
                ToyObject.of("user.o").function("user", code("user", 300)).call(40, "getpid");
        ToyLinker linker = new ToyLinker()
                .own(program("user"))
                .put("libc.a", user, ERRNO)
                .own(ToyObject.of("own.o").function("own", code("own", 4096)));
        linker.put("libc.a", getpid);

        assertThat(archive("libc.a", getpid).anchors().windowless()).hasSize(1);
        assertThat(lines(recover(linker, archive("libc.a", getpid, stub("getuid", 102), user, ERRNO))))
                .containsExactlyInAnyOrder(linker.at("getpid"), linker.at("user"), linker.at("set_errno"));
    }

    @Test
    void aShortSystemCallThatOnlyTheProgramCallsIsPlacedInItsGap() throws Exception {
        ToyObject getpid = stub("getpid", 39);
        ToyObject user =
                ToyObject.of("user.o").function("user", code("user", 300)).call(40, "set_errno");
        ToyLinker linker = new ToyLinker().own(program("user", "getpid")).put("libc.a", user, getpid, ERRNO);

        assertThat(lines(recover(linker, archive("libc.a", getpid, stub("getuid", 102), user, ERRNO))))
                .containsExactlyInAnyOrder(linker.at("getpid"), linker.at("user"), linker.at("set_errno"));
    }

    @Test
    void aShortSystemCallAmongTheProgramsOwnCodeIsNotPlaced() throws Exception {
        ToyObject getpid = stub("getpid", 39);
        ToyLinker linker = new ToyLinker()
                .own(program("getpid"), getpid, ToyObject.of("own.o").function("own", code("own", 600)))
                .put("libc.a", ERRNO);

        assertThat(lines(recover(linker, archive("libc.a", getpid, ERRNO)))).containsExactly(linker.at("set_errno"));
    }

    @Test
    void aRowOfEmptyFunctionsIsNobodysHoweverLongItIs() throws Exception {
        // Ten times a return, filled up to 16 bytes: any C++ class with empty methods.
        byte[] empty = {
            (byte) 0xc3, (byte) 0x90, 0x66, 0x66, 0x2e, 0x0f, 0x1f, (byte) 0x84, 0, 0, 0, 0, 0, 0x0f, 0x1f, 0
        };
        byte[] row = new byte[10 * empty.length];
        for (int i = 0; i < row.length; i++) {
            row[i] = empty[i % empty.length];
        }
        ToyObject methods = ToyObject.of("methods.o").function("methods", row);
        ToyLinker linker = new ToyLinker().own(program("methods"), methods);

        assertThat(recover(linker, archive("libgl.a", methods, LOOKUPS)).placements())
                .isEmpty();
    }

    /** A member of little code, alone in the image of its archive. */
    private static ToyObject little(String name, String... literals) {
        ToyObject object = ToyObject.of("version.o").function(name, code("version", 80));
        for (int i = 0; i < literals.length; i++) {
            object.string(8 + 8 * i, literals[i]);
        }
        return object;
    }

    @Test
    void literalsMakeUpForCodeThatAMemberLacks() throws Exception {
        ToyObject version =
                little("zlibVersion", "insufficient memory", "incompatible version", "need dictionary", "buffer error");
        ToyLinker linker = new ToyLinker().own(program("zlibVersion")).put("libz.a", version);

        assertThat(lines(recover(linker, archive("libz.a", version)))).containsExactly(linker.at("zlibVersion"));
    }

    @Test
    void aMemberOfLittleCodeAloneInTheImageIsNotPlacedByTheCodeItself() throws Exception {
        ToyObject version = little("zlibVersion", "1.2");
        ToyLinker linker = new ToyLinker().own(program("zlibVersion")).put("libz.a", version);

        assertThat(recover(linker, archive("libz.a", version)).placements()).isEmpty();
    }

    @Test
    void literalsDoNotReplaceCode() throws Exception {
        ToyObject usage = ToyObject.of("usage.o")
                .function("usage", code("usage", 30))
                .string(8, "a text of two hundred bytes, which any program may print ".repeat(4));
        ToyLinker linker = new ToyLinker().own(program("usage")).put("libu.a", usage);

        assertThat(recover(linker, archive("libu.a", usage)).placements()).isEmpty();
    }

    @Test
    void codeThatWasFoldedHasBothOwners() throws Exception {
        ToyObject first = ToyObject.of("first.o").function("first", code("equal", 200));
        ToyObject second = ToyObject.of("second.o").function("second", code("equal", 200));
        ToyObject user = ToyObject.of("user.o")
                .function("user", code("user", 300))
                .call(40, "first")
                .call(80, "second");
        ToyLinker linker =
                new ToyLinker().own(program("user")).put("libx.a", first, user).fold("second", "first");
        long both = linker.addressOf("first");

        LinkMap map = recover(linker, archive("libx.a", first, second, user));

        assertThat(lines(map))
                .containsExactlyInAnyOrder(
                        linker.at("user"),
                        ToyLinker.line("libx.a", "first.o", ".text.first", both),
                        ToyLinker.line("libx.a", "second.o", ".text.second", both));
        assertThat(map.coverage().exact()).isEqualTo(500);
    }

    @Test
    void copiesOfAComdatGroupAreOnePlacementWithoutAlternatives() throws Exception {
        ToyObject[] members = new ToyObject[3];
        for (int i = 0; i < members.length; i++) {
            members[i] = ToyObject.of("m" + i + ".o")
                    .function("use" + i, code("use" + i, 200))
                    .call(30, "inlined")
                    .text(".text.inlined", code("inlined", 160))
                    .weak("inlined", 0)
                    .group("inlined");
        }
        ToyLinker linker = new ToyLinker().own(program("use0", "use1", "use2")).put("libcxx.a", members);

        LinkMap map = recover(linker, archive("libcxx.a", members));

        assertThat(map.placements()).hasSize(4).allMatch(Placement::isProved);
        assertThat(map.placements())
                .filteredOn(p -> p.section().section().equals(".text.inlined"))
                .hasSize(1);
    }

    /** A function of a library that calls a copy of a COMDAT group, which it has too. */
    private static final ToyObject USER = ToyObject.of("use.o")
            .function("use", code("use", 200))
            .call(30, "inlined")
            .text(".text.inlined", code("inlined", 160))
            .weak("inlined", 0)
            .group("inlined");

    /** The program's copy of the group, which its own compiler made. */
    private static final ToyObject COPY = ToyObject.of("copy.o")
            .text(".text.inlined", code("inlined", 160))
            .weak("inlined", 0)
            .group("inlined");

    private static final ToyObject OWN = ToyObject.of("own.o").function("own", code("own", 600));

    @Test
    void theProgramsOwnCopyOfAComdatGroupIsNotPlaced() throws Exception {
        ToyLinker linker = new ToyLinker().own(program("use"), COPY, OWN).put("libcxx.a", USER);

        assertThat(lines(recover(linker, archive("libcxx.a", USER)))).containsExactly(linker.at("use"));
    }

    @Test
    void aCopyOfAComdatGroupIsPlacedAmongTheCodeOfItsArchive() throws Exception {
        ToyLinker linker = new ToyLinker().own(program("use"), OWN).put("libcxx.a", USER);

        assertThat(lines(recover(linker, archive("libcxx.a", USER))))
                .containsExactlyInAnyOrder(linker.at("use"), linker.at("inlined"));
    }

    /** A linker keeps the first copy that it meets, and lays members as it meets them. */
    @Test
    void aCopyOfAComdatGroupIsTheMembersThatLiesFirst() throws Exception {
        ToyObject absent = withCopy("absent");
        ToyObject later = withCopy("later");
        ToyObject first = withCopy("first");
        ToyLinker linker = new ToyLinker()
                .own(program("first", "later"), OWN)
                .put("libcxx.a", first)
                .put("libcxx.a", later);

        assertThat(recover(linker, archive("libcxx.a", absent, later, first)).placements())
                .filteredOn(placement -> placement.section().section().equals(".text.inlined"))
                .isNotEmpty()
                .allSatisfy(
                        placement -> assertThat(placement.section().member()).isEqualTo("first.o"));
    }

    private static ToyObject withCopy(String function) {
        return ToyObject.of(function + ".o")
                .function(function, code(function, 200))
                .call(30, "inlined")
                .text(".text.inlined", code("inlined", 160))
                .weak("inlined", 0)
                .group("inlined");
    }

    @Test
    void aCopyOfAComdatGroupIsOfEachArchiveThatHoldsItsMember() throws Exception {
        ToyLinker linker = new ToyLinker().own(program("use"), OWN).put("libcxx.a", USER);
        Catalog both = ToyReferences.archives(Map.of("libcxx.a", List.of(USER), "liblite.a", List.of(USER)));

        assertThat(recover(linker, both).placements())
                .hasSize(2)
                .allSatisfy(placement -> assertThat(placement.alternatives()).hasSize(1));
    }

    private static final ToyObject MALLOC =
            ToyObject.of("malloc.o").function("malloc", code("malloc", 300)).function("free", code("free", 200));
    private static final ToyObject STRDUP =
            ToyObject.of("strdup.o").function("strdup", code("strdup", 200)).call(30, "malloc");

    @Test
    void aProgramMayBringItsOwnMalloc() throws Exception {
        ToyObject own = ToyObject.of("jemalloc.o")
                .function("malloc", code("jemalloc", 400))
                .function("free", code("jefree", 200));
        ToyObject more = ToyObject.of("more.o")
                .function("more", code("more", 300))
                .call(30, "strdup")
                .call(60, "strlen")
                .call(90, "strcpy")
                .call(120, "strcat")
                .call(150, "malloc");
        ToyObject strings = ToyObject.of("string.o")
                .function("strlen", code("strlen", 200))
                .function("strcpy", code("strcpy", 200))
                .function("strcat", code("strcat", 200));
        ToyLinker linker = new ToyLinker().own(program("more"), own).put("libc.a", more, STRDUP, strings);

        LinkMap map = recover(linker, archive("libc.a", MALLOC, STRDUP, more, strings));

        assertThat(lines(map))
                .contains(linker.at("more"), linker.at("strdup"), linker.at("strlen"), linker.at("strcpy"))
                .noneMatch(line -> line.contains("malloc.o"));
    }

    @Test
    void libcsMallocIsFoundWhereTheProgramBringsNone() throws Exception {
        ToyLinker linker = new ToyLinker().own(program("strdup")).put("libc.a", STRDUP, MALLOC);

        assertThat(lines(recover(linker, archive("libc.a", MALLOC, STRDUP))))
                .containsExactlyInAnyOrder(linker.at("strdup"), linker.at("malloc"), linker.at("free"));
    }

    @Test
    void sectionsThatWereCollectedAreNotInTheMap() throws Exception {
        ToyObject member = ToyObject.of("many.o")
                .function("used", code("used", 200))
                .call(30, "helper")
                .function("unused", code("unused", 200))
                .function("helper", code("helper", 60));
        ToyLinker linker = new ToyLinker().own(program("used")).putOnly("libx.a", member, ".text.used", ".text.helper");

        LinkMap map = recover(linker, archive("libx.a", member));

        assertThat(lines(map)).containsExactlyInAnyOrder(linker.at("used"), linker.at("helper"));
        assertThat(map.partial()).isEmpty();
    }

    private static ToyObject zlib(String version) {
        return ToyObject.of("deflate.o")
                .text(".text", concat(code("deflate " + version, 150), code("deflateEnd", 200)))
                .global("deflate", 0)
                .global("deflateEnd", 150)
                .call(160, "crc32");
    }

    private static final ToyObject CRC = ToyObject.of("crc32.o").function("crc32", code("crc32", 300));

    private static byte[] concat(byte[]... parts) {
        byte[] all = new byte[Arrays.stream(parts).mapToInt(p -> p.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2.11", "1.2.13"})
    void ofTwoVersionsTheRightOneIsFound(String right) throws Exception {
        ToyLinker linker = new ToyLinker().own(program("deflate")).put("libz.a", zlib(right), CRC);
        Catalog old = archive(version("libz.a", "1.2.11"), zlib("1.2.11"), CRC);
        Catalog recent = archive(version("libz.a", "1.2.13"), zlib("1.2.13"), CRC);

        LinkMap map = recover(linker, old, recent);

        assertThat(lines(map)).containsExactlyInAnyOrder(linker.at("deflate"), linker.at("crc32"));
        assertThat(map.placements()).allSatisfy(placement -> {
            boolean differs = placement.section().member().equals("deflate.o");
            assertThat(placement.section().origin()).isEqualTo(version("libz.a", right));
            assertThat(placement.versions())
                    .containsExactlyInAnyOrderElementsOf(
                            differs
                                    ? List.of(version("libz.a", right))
                                    : List.of(version("libz.a", "1.2.11"), version("libz.a", "1.2.13")));
        });
        assertThat(map.partial()).isEmpty();
    }

    private static ToyObject inflate(String version) {
        return ToyObject.of("inflate.o").function("inflate", code("inflate " + version, 250));
    }

    @Test
    void membersOfTwoVersionsInOneImageAreEachOfTheirVersion() throws Exception {
        ToyLinker linker = new ToyLinker()
                .own(program("deflate", "inflate"))
                .put("libz.a", zlib("1.2.11"), CRC, inflate("1.2.13"));
        Origin old = version("libz.a", "1.2.11");
        Origin recent = version("libz.a", "1.2.13");

        LinkMap map = recover(
                linker,
                archive(old, zlib("1.2.11"), CRC, inflate("1.2.11")),
                archive(recent, zlib("1.2.13"), CRC, inflate("1.2.13")));

        assertThat(lines(map))
                .containsExactlyInAnyOrder(linker.at("deflate"), linker.at("crc32"), linker.at("inflate"));
        assertThat(map.placements())
                .extracting(placement -> placement.section().member(), Placement::versions)
                .containsExactlyInAnyOrder(
                        tuple("deflate.o", List.of(old)),
                        tuple("crc32.o", List.of(old, recent)),
                        tuple("inflate.o", List.of(recent)));
    }

    @Test
    void versionsThatAreAlikeAreNamedBoth() throws Exception {
        ToyLinker linker = new ToyLinker().own(program("crc32")).put("libz.a", CRC);
        Origin old = version("libz.a", "1.2.11");
        Origin recent = version("libz.a", "1.2.13");

        LinkMap map = recover(linker, archive(old, CRC), archive(recent, CRC));

        assertThat(map.placements()).singleElement().satisfies(placement -> {
            assertThat(placement.alternatives()).isEmpty();
            assertThat(placement.versions()).containsExactlyInAnyOrder(old, recent);
        });
    }

    @Test
    void ofAnotherVersionTheFunctionsThatAgreeAreNamedAndNothingIsExact() throws Exception {
        ToyLinker linker = new ToyLinker().own(program("deflate")).put("libz.a", zlib("1.3.1"), CRC);
        ToyObject crc = ToyObject.of("crc32.o").function("crc32", code("crc32 of 1.2.13", 300));

        LinkMap map = recover(linker, archive("libz.a", zlib("1.2.13"), crc));

        assertThat(map.partial())
                .containsExactly(new PartialMember(
                        Origin.ofPath("libz.a"), "deflate.o", List.of("deflateEnd"), List.of("deflate")));
        assertThat(map.placements()).singleElement().satisfies(placement -> {
            assertThat(placement.evidence()).isEqualTo(Evidence.CODE);
            assertThat(placement.isProved()).isFalse();
            assertThat(placement.address()).isEqualTo(linker.addressOf("deflateEnd"));
            assertThat(placement.size()).isEqualTo(200);
        });
        assertThat(map.coverage().exact()).isZero();
        assertThat(map.coverage().code()).isEqualTo(200);
    }

    @Test
    void theFunctionThatWasPatchedIsNamed() throws Exception {
        ToyObject shipped = inflate(code("inflate", 300));
        byte[] patched = code("inflate", 300);
        patched[150] ^= 1;
        ToyLinker linker = new ToyLinker().own(program("inflate")).put("libz.a", inflate(patched));

        LinkMap map = recover(linker, archive("libz.a", shipped));

        assertThat(map.partial())
                .containsExactly(new PartialMember(
                        Origin.ofPath("libz.a"),
                        "inflate.o",
                        List.of("inflateEnd", "inflateInit"),
                        List.of("inflate")));
        assertThat(map.coverage().exact()).isZero();
    }

    private static ToyObject fast(byte[] body) {
        return ToyObject.of("inffast.o").function("inflate_fast", body);
    }

    private static final ToyObject INFLATE = ToyObject.of("inflate.o")
            .function("inflate", code("inflate", 1000))
            .call(40, "inflate_fast")
            .call(80, "inflate_table")
            .call(120, "updatewindow")
            .call(160, "fixedtables")
            .call(200, "inflateReset");
    private static final ToyObject TABLE = ToyObject.of("inftrees.o")
            .function("inflate_table", code("table", 300))
            .function("updatewindow", code("updatewindow", 300))
            .function("fixedtables", code("fixedtables", 300))
            .function("inflateReset", code("inflateReset", 300));

    @Test
    void theOnlyFunctionOfAMemberIsNamedWhereItWasPatched() throws Exception {
        byte[] patched = code("fast", 400);
        patched[300] ^= 1;
        ToyLinker linker = new ToyLinker().own(program("inflate")).put("libz.a", INFLATE, fast(patched), TABLE);

        LinkMap map = recover(linker, archive("libz.a", INFLATE, fast(code("fast", 400)), TABLE));

        assertThat(lines(map)).contains(linker.at("inflate")).hasSize(5);
        assertThat(map.partial())
                .containsExactly(
                        new PartialMember(Origin.ofPath("libz.a"), "inffast.o", List.of(), List.of("inflate_fast")));
        assertThat(Composition.of(map, Origin::archiveName))
                .singleElement()
                .satisfies(libz -> assertThat(libz.evidence()).isEqualTo(Evidence.CODE));
    }

    @Test
    void anotherFunctionOfThatNameIsNoPatchedOne() throws Exception {
        ToyObject other = fast(code("somebody else's", 400));
        ToyLinker linker = new ToyLinker().own(program("inflate")).put("libz.a", INFLATE, other, TABLE);

        LinkMap map = recover(linker, archive("libz.a", INFLATE, fast(code("fast", 400)), TABLE));

        assertThat(lines(map)).contains(linker.at("inflate")).hasSize(5);
        assertThat(map.partial()).isEmpty();
    }

    @Test
    void theProgramsOwnFunctionOfThatNameIsNoPatchedOneHoweverMuchAlike() throws Exception {
        byte[] patched = code("fast", 400);
        patched[300] ^= 1;
        ToyLinker linker =
                new ToyLinker().own(program("inflate"), fast(patched)).put("libz.a", INFLATE, TABLE);

        LinkMap map = recover(linker, archive("libz.a", INFLATE, fast(code("fast", 400)), TABLE));

        assertThat(map.partial()).isEmpty();
    }

    @Test
    void ofAFunctionThatPointsAtAnotherStringTheBytesAreNotEnough() throws Exception {
        ToyObject shipped = zutil("1.2.13");
        ToyObject patched = zutil("1.2.13-patched");

        LinkMap map = ofDeflateCalling("zcalloc", shipped, patched);

        assertThat(map.partial())
                .containsExactly(new PartialMember(
                        Origin.ofPath("libz.a"), "zutil.o", List.of("zcalloc"), List.of("zlibVersion")));
    }

    @Test
    void eachFunctionThatPointsAtAnotherStringIsNamed() throws Exception {
        ToyObject shipped = zutil("1.2.13").string(48, "incompatible version");
        ToyObject patched = zutil("1.2.13-patched").string(48, "another version");

        LinkMap map = ofDeflateCalling("zlibVersion", shipped, patched);

        assertThat(map.partial())
                .singleElement()
                .satisfies(member -> assertThat(member.differ()).containsExactly("zcalloc", "zlibVersion"));
    }

    /** The map of a program whose libz.a(deflate.o) calls a function of a member of which another build was linked. */
    private static LinkMap ofDeflateCalling(String called, ToyObject shipped, ToyObject linked) throws Exception {
        ToyObject user = ToyObject.of("deflate.o")
                .function("deflate", code("deflate", 1000))
                .call(40, called)
                .call(80, "inflate_table")
                .call(120, "updatewindow")
                .call(160, "fixedtables")
                .call(200, "inflateReset");
        ToyLinker linker = new ToyLinker().own(program("deflate")).put("libz.a", user, linked, TABLE);
        return recover(linker, archive("libz.a", user, shipped, TABLE));
    }

    private static ToyObject zutil(String number) {
        return ToyObject.of("zutil.o")
                .text(".text", concat(code("zlibVersion", 40), code("zcalloc", 40)))
                .global("zlibVersion", 0)
                .global("zcalloc", 40)
                .string(8, number);
    }

    @Test
    void aShortFunctionAmongTheCodeOfItsArchiveTellsOfItsMember() throws Exception {
        byte[] patched = code("compress2", 300);
        patched[150] ^= 1;
        ToyLinker linker = new ToyLinker()
                .own(program("compress2", "inflate"))
                .put("libz.a", INFLATE, compress(patched), TABLE, fast(code("fast", 400)));

        LinkMap map = recover(
                linker, archive("libz.a", INFLATE, compress(code("compress2", 300)), TABLE, fast(code("fast", 400))));

        assertThat(map.partial())
                .containsExactly(new PartialMember(
                        Origin.ofPath("libz.a"), "compress.o", List.of("compressBound"), List.of("compress2")));
    }

    @Test
    void aShortFunctionAmongTheProgramsCodeTellsOfNothing() throws Exception {
        byte[] patched = code("compress2", 300);
        patched[150] ^= 1;
        ToyLinker linker = new ToyLinker()
                .own(program("compress2", "inflate"), compress(patched))
                .put("libz.a", INFLATE, TABLE, fast(code("fast", 400)));

        LinkMap map = recover(
                linker, archive("libz.a", INFLATE, compress(code("compress2", 300)), TABLE, fast(code("fast", 400))));

        assertThat(map.partial()).isEmpty();
    }

    @Test
    void aShortFunctionBehindTheProgramsOwnObjectsTellsOfNothing() throws Exception {
        byte[] patched = code("compress2", 300);
        patched[150] ^= 1;
        ToyObject built = ToyObject.of("built.o").function("built", code("built", 300));
        ToyLinker linker = new ToyLinker()
                .own(program("compress2", "inflate", "built"))
                .put("libz.a", INFLATE)
                .own(built, compress(patched))
                .put("libz.a", TABLE, fast(code("fast", 400)));
        Catalog libz = archive("libz.a", INFLATE, compress(code("compress2", 300)), TABLE, fast(code("fast", 400)));

        LinkMap map = Recovery.recover(linker.link(), List.of(libz), List.of(archive("built.a", built)));

        assertThat(lines(map)).contains(linker.at("inflate"), linker.at("inflate_table"));
        assertThat(map.partial()).isEmpty();
    }

    private static ToyObject compress(byte[] body) {
        return ToyObject.of("compress.o")
                .text(".text", concat(body, code("compressBound", 40)))
                .global("compress2", 0)
                .global("compressBound", body.length);
    }

    private static ToyObject inflate(byte[] body) {
        return ToyObject.of("inflate.o")
                .text(".text", concat(code("inflateInit", 200), body, code("inflateEnd", 200)))
                .global("inflateInit", 0)
                .global("inflate", 200)
                .global("inflateEnd", 200 + body.length);
    }

    @Test
    void ownObjectsExplainTheImagesCodeAndAreNoPlacement() throws Exception {
        ToyLinker linker = new ToyLinker().own(program("crc32")).put("libz.a", CRC);

        LinkMap map = Recovery.recover(
                linker.link(), List.of(archive("libz.a", CRC)), List.of(archive("main.o", program("crc32"))));

        assertThat(lines(map)).containsExactly(linker.at("crc32"));
        assertThat(map.own()).singleElement().satisfies(own -> {
            assertThat(own.section().origin().archive()).isEqualTo("main.o");
            assertThat(own.address()).isEqualTo(0x401000);
            assertThat(own.isProved()).isTrue();
        });
        assertThat(map.ranges())
                .containsExactly(
                        new CodeRange(0x401000, 300, Kind.OWN),
                        new CodeRange(0x40112c, 4, Kind.PADDING),
                        new CodeRange(0x401130, 300, Kind.EXACT));
        assertThat(map.coverage()).isEqualTo(new Coverage(604, 300, 0, 300, 4, 0, 0, 0));
    }

    @Test
    void withoutOwnObjectsTheImagesCodeIsUnexplained() throws Exception {
        ToyLinker linker = new ToyLinker().own(program("crc32")).put("libz.a", CRC);

        assertThat(recover(linker, archive("libz.a", CRC)).coverage())
                .isEqualTo(new Coverage(604, 300, 0, 0, 0, 0, 0, 304));
    }

    @Test
    void catalogsOfOtherMachinesArePassedOver() throws Exception {
        ElfHeader arm64 = new ElfHeader(ElfClass.ELF64, ByteOrder.LITTLE_ENDIAN, ElfHeader.ET_REL, 183, 0, 0);
        CatalogBuilder builder = CatalogBuilder.of(arm64);
        CatalogBuilder.ArchiveWriter writer = builder.begin(Origin.ofPath("libz.a"));
        writer.add(
                "crc32.o",
                ObjectBuilder.of(Machine.AARCH64)
                        .code(".text", code("crc32", 300))
                        .build());
        writer.end();
        Catalog foreign = builder.build();
        ToyLinker linker = new ToyLinker().own(program("crc32")).put("libz.a", CRC);

        assertThat(recover(linker, foreign)).isEqualTo(LinkMap.unexplained(linker.link()));
        assertThat(recover(linker, foreign, archive("libz.a", CRC))).isEqualTo(recover(linker, archive("libz.a", CRC)));
    }

    @Test
    void aMemberOfByteCodeOnlyIsListedAsUnusable() throws Exception {
        CatalogBuilder builder = CatalogBuilder.of(ToyReferences.X86_64);
        CatalogBuilder.ArchiveWriter writer = builder.begin(Origin.ofPath("liblto.a"));
        writer.add(
                "slim.o",
                ObjectBuilder.of(Machine.X86_64)
                        .section(".gnu.lto_main", 0, 1, new byte[40])
                        .build());
        writer.add("bitcode.o", new byte[] {'B', 'C', (byte) 0xc0, (byte) 0xde, 0, 0, 0, 0});
        writer.add(
                "fat.o",
                ObjectBuilder.of(Machine.X86_64)
                        .section(".gnu.lto_main", 0, 1, new byte[40])
                        .code(".text", code("fat", 200))
                        .build());
        writer.end();

        assertThat(builder.build().references().get(0).unusable())
                .containsExactly("slim.o: LTO byte code only", "bitcode.o: LTO byte code only");
        assertThat(builder.build().memberCount(0)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void inRandomCodeNothingIsFound(long seed) throws Exception {
        byte[] noise = new byte[1 << 18];
        new Random(seed).nextBytes(noise);
        Image image = ElfBuilder.of(Machine.X86_64)
                .load(Segment.PF_R | Segment.PF_X, 0x401000, noise)
                .image();
        Catalog libc = archive("libc.a", GETPWUID, GETGRGID, LOOKUPS, stub("getpid", 39), ERRNO, MALLOC, STRDUP);

        LinkMap map = Recovery.recover(image, List.of(libc), List.of());

        assertThat(map.placements()).as("seed %d", seed).isEmpty();
        assertThat(map.partial()).isEmpty();
        assertThat(map.coverage()).isEqualTo(Coverage.unexplained(noise.length));
    }
}
