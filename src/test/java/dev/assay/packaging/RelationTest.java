package dev.assay.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.packaging.Relation.Alternative;
import dev.assay.packaging.Relation.Comparison;
import dev.assay.packaging.Relation.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelationTest {
    @Test
    void aDebianFieldIsAListOfAlternatives() {
        List<Relation> relations = Relation.ofDebian("Depends", "qemu-user (= 1:7.2), systemd | binfmt-support (>> 2)");
        assertThat(relations)
                .containsExactly(
                        new Relation(
                                Kind.REQUIRES,
                                List.of(new Alternative("qemu-user", Comparison.EQUAL, "1:7.2")),
                                "qemu-user (= 1:7.2)"),
                        new Relation(
                                Kind.REQUIRES,
                                List.of(
                                        new Alternative("systemd", Comparison.ANY, ""),
                                        new Alternative("binfmt-support", Comparison.GREATER, "2")),
                                "systemd | binfmt-support (>> 2)"));
    }

    @Test
    void architecturesAndProfilesAreNoPartOfAName() {
        assertThat(Relation.ofDebian("Depends", "python3:any, a [amd64] <!nocheck>, b(<< 2)"))
                .flatExtracting(Relation::alternatives)
                .extracting(Alternative::name)
                .containsExactly("python3", "a", "b");
    }

    @Test
    void fieldsOfOneMeaningAreOneKind() {
        assertThat(Relation.ofDebian("Breaks", "a").get(0).kind()).isEqualTo(Kind.BREAKS);
        assertThat(Relation.ofDebian("Static-Built-Using", "a (= 1)").get(0).kind())
                .isEqualTo(Kind.STATIC_BUILT_USING);
        assertThat(Relation.ofDebian("Homepage", "a")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "a,                     a,               ANY,      ''",
        "a = 2:1-1,             a,               EQUAL,    2:1-1",
        "bundled(glib2) >= 2.7, bundled(glib2),  AT_LEAST, 2.7",
        "a < 2,                 a,               LESS,     2",
        "(a if b),              (a if b),        ANY,      ''"
    })
    void anRpmDependencyIsOneAlternative(String text, String name, Comparison comparison, String version) {
        assertThat(Relation.ofRpm("Provides", text).orElseThrow().alternatives())
                .containsExactly(new Alternative(name, comparison, version));
    }

    @Test
    void aBoundIsMetByAVersionOrByWhatIsProvidedAtOne() {
        BinaryPackage provider =
                SetBuilder.deb("a").version("1:2").says("Provides: v (= 5), u").made();
        assertThat(provider.is(Relation.ofDebian("Depends", "a (>= 1:1)").get(0)))
                .isTrue();
        assertThat(provider.is(Relation.ofDebian("Depends", "a (>= 3)").get(0))).isTrue();
        assertThat(provider.is(Relation.ofDebian("Depends", "a (<< 1:2)").get(0)))
                .isFalse();
        assertThat(provider.is(Relation.ofDebian("Depends", "v (>= 5)").get(0))).isTrue();
        assertThat(provider.is(Relation.ofDebian("Depends", "u (>= 1)").get(0))).isFalse();
        assertThat(provider.is(Relation.ofDebian("Depends", "x | u").get(0))).isTrue();
    }
}
