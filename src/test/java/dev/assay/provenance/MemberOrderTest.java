package dev.assay.provenance;

import static dev.assay.provenance.ToyObject.code;
import static dev.assay.provenance.ToyReferences.archive;
import static dev.assay.provenance.ToyReferences.archives;
import static dev.assay.provenance.ToyReferences.lines;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the order of a member's sections tells where bytes, targets and names do not: and when it must not be asked. */
final class MemberOrderTest {
    /** {@code xor %eax,%eax; ret}: too short for a window. */
    private static final byte[] DUMMY = {0x31, (byte) 0xc0, (byte) 0xc3};

    private static ToyObject member(String name, byte[] middle) {
        return ToyObject.of(name + ".o")
                .function(name + "_first", code(name + "1", 200))
                .function(name + "_middle", middle)
                .function(name + "_last", code(name + "2", 200));
    }

    private static LinkMap recover(ToyLinker linker, Catalog... references) throws Exception {
        return Recovery.recover(linker.link(), List.of(references), List.of());
    }

    private static NavigableSet<String> laid(ToyLinker linker) {
        NavigableSet<String> lines = new TreeSet<>();
        linker.laid().stream().filter(one -> !one.archive().isEmpty()).forEach(one -> lines.add(one.toString()));
        return lines;
    }

    @Test
    void twinsBetweenTwoSectionsOfTheirMembersAreToldApart() throws Exception {
        ToyObject one = member("one", code("same", 120));
        ToyObject two = member("two", code("same", 120));
        ToyLinker linker = new ToyLinker().put("libtwin.a", one, two);

        assertThat(lines(recover(linker, archive("libtwin.a", one, two)))).containsExactlyElementsOf(laid(linker));
    }

    @Test
    void severalTwinsOfOneMemberStandInItsOrder() throws Exception {
        ToyObject one = ToyObject.of("one.o")
                .function("first", code("first", 200))
                .function("begin", code("same", 120))
                .function("end", code("same", 120))
                .function("last", code("last", 200));
        ToyLinker linker = new ToyLinker().put("libtwin.a", one);

        assertThat(lines(recover(linker, archive("libtwin.a", one)))).containsExactlyElementsOf(laid(linker));
    }

    @Test
    void twinsThatMayHaveBeenCollectedAreNotToldApartByOrder() throws Exception {
        ToyObject one = ToyObject.of("one.o")
                .function("first", code("first", 200))
                .function("begin", code("same", 120))
                .function("end", code("same", 120))
                .function("last", code("last", 200));
        ToyLinker linker = new ToyLinker().putOnly("libtwin.a", one, ".text.first", ".text.end", ".text.last");

        LinkMap map = recover(linker, archive("libtwin.a", one));

        assertThat(map.placements())
                .filteredOn(placement -> placement.address() == linker.addressOf("end"))
                .allSatisfy(placement -> assertThat(placement.alternatives()).hasSize(1));
    }

    /** Members with a function that nothing calls, as musl has them: {@code hook} is the first one's. */
    private static List<ToyObject> hooked(int count) {
        List<ToyObject> members = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            members.add(ToyObject.of("m" + i + ".o")
                    .text(".text.dummy", DUMMY)
                    .weak("hook", 0)
                    .function("f" + i, code("f" + i, 200))
                    .call(20, "hook")
                    .function("g" + i, code("g" + i, 200)));
        }
        return members;
    }

    @Test
    void aShortFunctionThatNothingCallsStandsBesideItsMembersOthers() throws Exception {
        ToyObject[] members = hooked(12).toArray(ToyObject[]::new);
        ToyLinker linker = new ToyLinker().put("libc.a", members);

        NavigableSet<String> found = new TreeSet<>(lines(recover(linker, archive("libc.a", members))));

        // Whose the first one is, under a name that all of them define, nothing tells.
        assertThat(found).containsAll(laid(linker).tailSet(linker.at("f0")));
    }

    @Test
    void whereTheLinkerShuffledOrderIsNotAsked() throws Exception {
        List<ToyObject> members = hooked(12);
        ToyLinker linker = new ToyLinker();
        members.forEach(member -> linker.putOnly("libc.a", member, ".text.dummy"));
        members.forEach(member -> linker.putOnly(
                "libc.a", member, ".text." + member.name().replace("m", "g").replace(".o", "")));
        // Right before each of these lies what looks like its member's own short function, and is another program's.
        for (int i = 0; i < members.size(); i++) {
            linker.own(ToyObject.of("own" + i + ".o").text(".text", DUMMY));
            linker.putOnly("libc.a", members.get(i), ".text.f" + i);
        }

        List<String> wrong =
                new ArrayList<>(lines(recover(linker, archive("libc.a", members.toArray(ToyObject[]::new)))));
        wrong.removeIf(line -> line.contains(" or "));
        wrong.removeAll(laid(linker));
        assertThat(wrong).isEmpty();
    }

    @Test
    void twoArchivesThatDefineANameByTheSameBytesAreAlternatives() throws Exception {
        ToyObject ours = ToyObject.of("atexit.o").function("atexit", code("atexit", 60));
        ToyObject theirs = ToyObject.of("atexit_arm.o").function("atexit", code("atexit", 60));
        ToyObject user =
                ToyObject.of("user.o").function("user", code("user", 300)).call(40, "atexit");
        ToyLinker linker = new ToyLinker().put("libc.a", user).put("libstdc++.a", theirs);

        LinkMap map = recover(linker, archives(Map.of("libc.a", List.of(ours, user), "libstdc++.a", List.of(theirs))));

        assertThat(map.placements())
                .filteredOn(placement -> placement.address() == linker.addressOf("atexit"))
                .singleElement()
                .satisfies(placement -> assertThat(placement.alternatives()).hasSize(1));
    }
}
