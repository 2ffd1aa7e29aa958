package dev.assay.provenance;

import static dev.assay.provenance.ToyObject.code;
import static dev.assay.provenance.ToyReferences.archive;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a linker's own map adds to what bytes and targets tell. */
final class DeclaredSectionsTest {
    private static final ToyObject ONE = ToyObject.of("one.o").function("one", code("same", 200));
    private static final ToyObject TWO = ToyObject.of("two.o").function("two", code("same", 200));
    private static final ToyObject MAIN =
            ToyObject.of("main.o").function("main", code("main", 300)).call(8, "two");

    private final ToyLinker linker = new ToyLinker().own(MAIN).put("libtoy.a", TWO);

    @Test
    void theMapPicksAmongTwinsThatNothingElseTellsApart() throws Exception {
        Catalog toy = archive("libtoy.a", ONE, TWO);

        assertThat(recover(List.of(toy), List.of()).placements())
                .allSatisfy(placement -> assertThat(placement.alternatives()).hasSize(1));
        assertThat(recover(List.of(toy), List.of(two())).placements())
                .singleElement()
                .satisfies(placement -> {
                    assertThat(placement.section().member()).isEqualTo("two.o");
                    assertThat(placement.isProved()).isTrue();
                });
    }

    @Test
    void whatTheBytesContradictStaysDeclared() throws Exception {
        Catalog other = archive("libtoy.a", ToyObject.of("two.o").function("two", code("another", 200)));

        LinkMap map = recover(List.of(other), List.of(two()));

        assertThat(map.placements()).extracting(Placement::evidence).containsExactly(Evidence.DECLARED);
        assertThat(map.coverage().exact()).isZero();
    }

    @Test
    void whatIsProvedToBeAnotherIsNotDeclaredToo() throws Exception {
        ToyObject other = ToyObject.of("other.o").function("other", code("another", 200));
        DeclaredSection lie = new DeclaredSection("libtoy.a", "other.o", ".text.other", two().address(), two().size());

        LinkMap map = recover(List.of(archive("libtoy.a", TWO, other)), List.of(lie));

        assertThat(map.placements()).singleElement().satisfies(placement -> {
            assertThat(placement.section().member()).isEqualTo("two.o");
            assertThat(placement.evidence()).isEqualTo(Evidence.EXACT);
        });
    }

    @Test
    void whatNoReferenceHasIsDeclared() throws Exception {
        LinkMap map = recover(List.of(), List.of(two()));

        assertThat(map.placements()).extracting(Placement::evidence).containsExactly(Evidence.DECLARED);
        assertThat(map.coverage().unexplained()).isEqualTo(map.coverage().executable());
        assertThat(Composition.of(map, origin -> "toy")).singleElement().satisfies(component -> {
            assertThat(component.evidence()).isEqualTo(Evidence.DECLARED);
            assertThat(component.bytes()).isZero();
        });
    }

    @Test
    void whatLiesOutsideOfTheImageIsPassedOver() throws Exception {
        DeclaredSection nowhere = new DeclaredSection("libtoy.a", "two.o", ".data", 0x7000_0000L, 200);

        assertThat(recover(List.of(), List.of(nowhere)).placements()).isEmpty();
        assertThat(recover(List.of(archive("libtoy.a", ONE, TWO)), List.of(nowhere))
                        .placements())
                .extracting(Placement::evidence)
                .containsOnly(Evidence.EXACT);
    }

    @Test
    void aMapThatLaysSectionsAcrossProvedOnesIsAnotherImages() throws Exception {
        ToyObject only = ToyObject.of("only.o").function("only", code("only", 120));
        linker.put("libtoy.a", only);
        Catalog toy = archive("libtoy.a", ONE, TWO, only);
        DeclaredSection across = new DeclaredSection(
                "libother.a", "other.o", ".text", at("only.o").address() + 16, 50);
        List<DeclaredSection> declared = List.of(two(), across);

        LinkMap map = recover(List.of(toy), declared);

        assertThat(map).isEqualTo(recover(List.of(toy), List.of()));
        DeclaredCheck check = new DeclaredCheck(declared, map);
        assertThat(check.isOfThisImage()).isFalse();
        assertThat(check.contradicted()).containsExactly(across);
    }

    @Test
    void aMapThatLaysCodeWhereTheImageHasNoneIsAnotherImages() throws Exception {
        DeclaredSection nowhere = new DeclaredSection("libtoy.a", "two.o", ".text.hot", 0x7000_0000L, 200);

        LinkMap map = recover(List.of(), List.of(two(), nowhere));

        assertThat(map.placements()).isEmpty();
        assertThat(new DeclaredCheck(List.of(two(), nowhere), map).contradicted())
                .containsExactly(nowhere);
        assertThat(new DeclaredCheck(List.of(two()), map).isOfThisImage()).isTrue();
    }

    private DeclaredSection two() {
        return at("two.o");
    }

    private DeclaredSection at(String member) {
        return linker.laid().stream()
                .filter(laid -> laid.member().equals(member))
                .map(laid ->
                        new DeclaredSection("/build/libtoy.a", member, laid.section(), laid.address(), laid.size()))
                .findFirst()
                .orElseThrow();
    }

    private LinkMap recover(List<Catalog> references, List<DeclaredSection> declared) throws Exception {
        return Recovery.recover(linker.link(), references, List.of(), declared);
    }
}
