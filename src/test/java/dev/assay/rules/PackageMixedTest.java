package dev.assay.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.Origin;
import dev.assay.packaging.BinaryPackage;
import dev.assay.packaging.SetBuilder;
import dev.assay.provenance.Evidence;
import dev.assay.provenance.LinkMap;
import dev.assay.rules.PackageFacts.Program;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Programs of one package, each with code of libz.a at an address of its own. */
final class PackageMixedTest {
    private static final RuleSet DEBIAN = HeaderRulesTest.shipped("debian-qemu-user-static");

    @Test
    void programsOfOneVersionAreNotMixed() {
        assertThat(mixed(program(FactsBuilder.LIBZ), program(FactsBuilder.LIBZ)))
                .isEmpty();
    }

    @Test
    void codeThatBothVersionsHaveDoesNotMix() {
        assertThat(mixed(
                        program(FactsBuilder.LIBZ),
                        program(FactsBuilder.LIBZ, FactsBuilder.LIBZ_NEW),
                        program(FactsBuilder.LIBZ)))
                .isEmpty();
    }

    @Test
    void programsOfTwoVersionsThatExcludeEachOtherAreMixed() {
        assertThat(mixed(program(FactsBuilder.LIBZ), program(FactsBuilder.LIBZ_NEW)))
                .singleElement()
                .asString()
                .contains("zlib is mixed", "1:1.2.13", "of /usr/bin/program0 at", "1:1.3.1", "of /usr/bin/program1 at");
    }

    @Test
    void aRuleSetWithoutRolesIsForEveryPackage() {
        RuleSet ofImages = HeaderRulesTest.shipped("static");
        LinkMap old = program(FactsBuilder.LIBZ);
        LinkMap recent = program(FactsBuilder.LIBZ_NEW);

        assertThat(ofImages.roles()).isEmpty();
        assertThat(new PackageMixed().judge(new PackagesInRole(facts(old, recent), ofImages)))
                .hasSize(1);
        assertThat(new PackageMixed().judge(new PackagesInRole(facts(old, old), ofImages)))
                .isEmpty();
    }

    private static LinkMap program(Origin... versions) {
        return new FactsBuilder()
                .places(0x2000, Evidence.EXACT, List.of(), versions)
                .facts()
                .linkMap()
                .orElseThrow();
    }

    private static PackageFacts facts(LinkMap... programs) {
        BinaryPackage owner = SetBuilder.deb("qemu-user-static")
                .version("1:7.2")
                .architecture("amd64")
                .made();
        return new PackageFacts(
                SetBuilder.set(owner),
                Map.of(),
                Map.of(),
                Map.of(
                        owner.path(),
                        IntStream.range(0, programs.length)
                                .mapToObj(i -> new Program("/usr/bin/program" + i, programs[i]))
                                .toList()),
                new FactsBuilder()
                        .read(FactsBuilder.LIBZ, FactsBuilder.LIBZ_NEW)
                        .facts()
                        .references());
    }

    private static List<String> mixed(LinkMap... programs) {
        return DEBIAN.judgePackages(facts(programs)).stream()
                .map(RuleSet.PackageFinding::finding)
                .filter(finding -> finding.rule().equals("component-mixed"))
                .map(Finding::message)
                .toList();
    }
}
