package dev.assay.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.elf.Image;
import dev.assay.provenance.ToyLinker.Laid;
import dev.assay.provenance.ToyObject.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random archives, linked at random: what is recovered is the layout. The seed is the test's argument. */
final class RecoveryPropertyTest {
    private static final int ARCHIVES = 3;
    private static final int MEMBERS = 25;

    /** A section this long, whatever its relocations hide, is no chance. */
    private static final int SURE = 192;

    /** One this long is found by its name or its neighbours; few have neither: behind a copy that any archive may have given. */
    private static final int SHOWS = 32;

    /** Of seeds 1 to 300 one, 121, misses more: members of short functions that only the program calls, side by side. */
    private static final int FEW = 8;

    private Random random;
    private final Map<String, List<ToyObject>> archives = new LinkedHashMap<>();
    private final List<String> functions = new ArrayList<>();

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theMapIsTheLayout(long seed) throws Exception {
        ToyLinker linker = randomLink(seed);
        LinkMap map = Recovery.recover(linker.link(), List.of(ToyReferences.archives(archives)), List.of());

        Map<String, Laid> laid = linker.laid().stream().collect(Collectors.toMap(RecoveryPropertyTest::line, l -> l));
        for (Placement placement : map.placements()) {
            Laid there = laid.get(line(placement, laid));
            assertThat(there)
                    .as("seed %d: %s", seed, ToyReferences.line(placement.section(), placement.address()))
                    .isNotNull();
            assertThat(placement.size()).isEqualTo(there.size());
            assertThat(placement.executable()).isEqualTo(there.kind() == Kind.CODE);
        }
        Set<String> found =
                map.placements().stream().map(p -> line(p, laid)).collect(Collectors.toCollection(TreeSet::new));
        assertThat(missed(laid, found, SURE)).as("seed %d", seed).isEmpty();
        assertThat(missed(laid, found, SHOWS)).as("seed %d", seed).hasSizeLessThanOrEqualTo(FEW);
        assertThat(map.placements()).as("seed %d", seed).allMatch(Placement::isProved);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theRangesTileTheCodeAndAddUp(long seed) throws Exception {
        Image image = randomLink(seed).link();
        LinkMap map = Recovery.recover(image, List.of(ToyReferences.archives(archives)), List.of());

        long at = image.segments().get(0).address();
        for (CodeRange range : map.ranges()) {
            assertThat(range.address()).as("seed %d", seed).isEqualTo(at);
            at += range.size();
        }
        Coverage sum = map.coverage();
        assertThat(at - image.segments().get(0).address()).isEqualTo(sum.executable());
        assertThat(sum.exact() + sum.code() + sum.own() + sum.padding() + sum.linker() + sum.data() + sum.unexplained())
                .as("seed %d", seed)
                .isEqualTo(sum.executable());
        assertThat(sum.exact())
                .isEqualTo(map.placements().stream()
                        .filter(Placement::executable)
                        .mapToLong(Placement::size)
                        .sum());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theOrderOfReferencesDoesNotMatter(long seed) throws Exception {
        ToyLinker linker = randomLink(seed);
        Image image = linker.link();
        List<Catalog> references = references();
        LinkMap map = Recovery.recover(image, references, List.of());
        Collections.shuffle(references, random);

        LinkMap other = Recovery.recover(image, references, List.of());

        Map<String, Laid> laid = linker.laid().stream().collect(Collectors.toMap(RecoveryPropertyTest::line, l -> l));
        assertThat(proved(other, laid)).as("seed %d", seed).isEqualTo(proved(map, laid));
        assertThat(other.ranges()).as("seed %d", seed).isEqualTo(map.ranges());
    }

    /** Code of archives of at least a size that was not found. */
    private static Set<String> missed(Map<String, Laid> laid, Set<String> found, int size) {
        Set<String> missed = laid.values().stream()
                .filter(l -> l.kind() == Kind.CODE && l.size() >= size)
                .filter(l -> !l.archive().isEmpty())
                .map(RecoveryPropertyTest::line)
                .collect(Collectors.toCollection(TreeSet::new));
        missed.removeAll(found);
        return missed;
    }

    private static Set<String> proved(LinkMap map, Map<String, Laid> laid) {
        return map.placements().stream()
                .filter(Placement::isProved)
                .map(p -> line(p, laid))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Of copies of a COMDAT group any member's may be named. */
    private static String line(Laid laid) {
        return laid.grouped() ? ToyLinker.line("any", "any", laid.section(), laid.address()) : laid.toString();
    }

    private static String line(Placement placement, Map<String, Laid> laid) {
        String any = ToyLinker.line("any", "any", placement.section().section(), placement.address());
        return laid.containsKey(any) ? any : ToyReferences.line(placement.section(), placement.address());
    }

    private ToyLinker randomLink(long seed) {
        random = new Random(seed);
        archives.clear();
        functions.clear();
        for (int a = 0; a < ARCHIVES; a++) {
            List<ToyObject> members = new ArrayList<>();
            for (int m = 0; m < MEMBERS; m++) {
                members.add(member("f" + a + "_" + m));
            }
            archives.put("lib" + a + ".a", members);
        }
        return link();
    }

    /** One to four functions that call those before them, and what compilers lay beside functions. */
    private ToyObject member(String name) {
        ToyObject member = ToyObject.of(name + ".o");
        int count = 1 + random.nextInt(4);
        boolean separate = random.nextBoolean();
        List<String> its = new ArrayList<>();
        if (random.nextInt(3) == 0) {
            member.section(".data.rel." + name, random.nextBoolean() ? Kind.WRITABLE : Kind.READ_ONLY, new byte[16])
                    .global("table_" + name, 0)
                    .pointer(0, name + "_0")
                    .pointer(8, functions.isEmpty() ? name + "_0" : any());
            its.add("table_" + name);
        }
        if (its.isEmpty() && random.nextInt(3) == 0) {
            member.section(".bss." + name, Kind.ZEROED, new byte[24]).local("counter", 0);
            its.add("counter");
        }
        int size = 40 + random.nextInt(200);
        for (int i = 0; i < count; i++) {
            String function = name + "_" + i;
            int begin = 0;
            if (separate || i == 0) {
                member.text(separate ? ".text." + function : ".text", random(separate ? size : size * count));
            } else {
                begin = i * size;
            }
            member.global(function, begin);
            refer(member, begin, its);
        }
        for (int i = 0; i < count; i++) {
            functions.add(name + "_" + i);
        }
        if (random.nextInt(4) == 0) {
            String inline = "inline" + random.nextInt(3);
            member.text(".text." + inline, ToyObject.code(inline, 100))
                    .weak(inline, 0)
                    .group(inline);
        }
        return member;
    }

    private byte[] random(int size) {
        byte[] code = new byte[size];
        random.nextBytes(code);
        return code;
    }

    private String any() {
        return functions.get(random.nextInt(functions.size()));
    }

    private void refer(ToyObject member, int begin, List<String> its) {
        if (!functions.isEmpty() && random.nextInt(4) != 0) {
            member.call(begin + 6, any());
        }
        if (!functions.isEmpty() && random.nextInt(3) == 0) {
            member.load(begin + 14, any());
        }
        if (random.nextInt(3) == 0) {
            member.string(begin + 22, "message " + random.nextInt(30));
        }
        if (!its.isEmpty()) {
            member.lea(begin + 30, its.remove(0));
        }
    }

    /** The program calls some; what these need is drawn in member by member, each archive's side by side. */
    private ToyLinker link() {
        ToyLinker linker = new ToyLinker();
        if (random.nextBoolean()) {
            linker.relaxing();
        }
        ToyObject main = ToyObject.of("main.o").function("main", random(400));
        for (int i = 0; i < 8; i++) {
            main.call(8 + 16 * i, any());
        }
        linker.own(main);
        Set<ToyObject> needed = new LinkedHashSet<>();
        draw(main, definers(), needed);
        archives.forEach((archive, members) -> {
            List<ToyObject> chosen = new ArrayList<>(members);
            chosen.retainAll(needed);
            Collections.shuffle(chosen, random);
            for (ToyObject member : chosen) {
                linker.align(16 << random.nextInt(2)).put(archive, member);
            }
        });
        return linker;
    }

    private Map<String, ToyObject> definers() {
        Map<String, ToyObject> definers = new HashMap<>();
        archives.values()
                .forEach(members -> members.forEach(member ->
                        member.definitions().forEach(definition -> definers.putIfAbsent(definition.symbol(), member))));
        return definers;
    }

    private static void draw(ToyObject object, Map<String, ToyObject> definers, Set<ToyObject> needed) {
        for (String name : object.undefined()) {
            ToyObject member = definers.get(name);
            if (needed.add(member)) {
                draw(member, definers, needed);
            }
        }
    }

    private List<Catalog> references() {
        List<Catalog> references = new ArrayList<>();
        archives.forEach(
                (name, members) -> references.add(ToyReferences.archive(name, members.toArray(ToyObject[]::new))));
        return references;
    }
}
