package dev.assay.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.Origin.PackageId;
import dev.assay.linkage.LinkageForm;
import dev.assay.packaging.BinaryPackage;
import dev.assay.packaging.Declaration;
import dev.assay.packaging.SetBuilder;
import dev.assay.provenance.Component;
import dev.assay.provenance.Evidence;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeclaredRulesTest {
    private static final RuleSet DEBIAN = HeaderRulesTest.shipped("debian-qemu-user-static");

    private static BinaryPackage declaring(String field) {
        return SetBuilder.deb("qemu-user-static")
                .version("1:7.2")
                .architecture("amd64")
                .says(field)
                .program(
                        "usr/bin/qemu-x86_64-static",
                        new FactsBuilder().form(LinkageForm.STATIC).facts().linkage())
                .made();
    }

    private static Component component(String source, String version, Evidence evidence) {
        PackageId origin = new PackageId(source + "-dev", version + "+b1", source, version, "", "amd64");
        return new Component(
                source,
                evidence,
                Optional.of(origin),
                List.of(version),
                100,
                0,
                List.of(),
                Optional.empty(),
                List.of());
    }

    private static List<String> said(BinaryPackage one, Set<String> searched, Component... components) {
        PackageFacts facts = new PackageFacts(
                SetBuilder.set(one),
                Map.of(one.path(), Declaration.found(List.of(List.of(components)))),
                Map.of(one.path(), searched),
                Map.of(),
                List.of());
        return said(facts);
    }

    private static List<String> said(PackageFacts facts) {
        return DEBIAN.judgePackages(facts).stream()
                .map(RuleSet.PackageFinding::finding)
                .map(finding ->
                        finding.rule() + " " + finding.ruling() + " " + finding.severity() + ": " + finding.message())
                .toList();
    }

    @Test
    void whatIsDeclaredAndFoundIsRight() {
        assertThat(said(
                        declaring("Built-Using: zlib (= 1.3), glibc (= 2.36)"),
                        Set.of("zlib", "glibc"),
                        component("zlib", "1.3", Evidence.EXACT),
                        component("glibc", "2.36", Evidence.CODE)))
                .isEmpty();
    }

    @Test
    void sourcesAreComparedByName() {
        assertThat(said(
                        declaring("Static-Built-Using: zlib (= 1.2)"),
                        Set.of("zlib"),
                        component("zlib", "1.3", Evidence.EXACT)))
                .isEmpty();
    }

    @Test
    void whatIsFoundAndNotDeclaredIsAnError() {
        assertThat(said(declaring("Depends: x"), Set.of("zlib"), component("zlib", "1.3", Evidence.EXACT)))
                .containsExactly(
                        "present-but-undeclared BROKEN ERROR: 100 bytes of code are of zlib 1.3, which the package"
                                + " does not declare");
    }

    @Test
    void whatIsDeclaredAndNotFoundIsAWarningWhereItWasSearchedFor() {
        BinaryPackage one = declaring("Built-Using: zlib (= 1.3), liburing (= 2.3-3), numactl (= 2.0)");
        assertThat(said(one, Set.of("zlib", "liburing"), component("zlib", "1.3", Evidence.EXACT)))
                .containsExactly(
                        "declared-but-absent BROKEN WARNING: liburing (= 2.3-3) is declared, and no code of it is in any"
                                + " of the programs",
                        "declared-but-absent UNPROVED WARNING: numactl (= 2.0) is declared, and no reference of it was"
                                + " read");
    }

    @Test
    void whereNothingWasReadBothAreUnproved() {
        PackageFacts facts = new PackageFacts(
                SetBuilder.set(declaring("Built-Using: zlib (= 1.3)")), Map.of(), Map.of(), Map.of(), List.of());
        assertThat(said(facts))
                .containsExactly(
                        "present-but-undeclared UNPROVED ERROR: no reference was read: which sources are in the programs"
                                + " is not known",
                        "declared-but-absent UNPROVED WARNING: no reference was read: whether what is declared is in the"
                                + " programs is not known");
    }

    @Test
    void theLinesToPasteAreOneASource() {
        List<Declaration.Found> found = Declaration.found(List.of(
                List.of(component("zlib", "1:1.3.dfsg-3", Evidence.EXACT)),
                List.of(
                        component("glibc", "2.36-9", Evidence.EXACT),
                        component("zlib", "1:1.3.dfsg-3", Evidence.EXACT))));
        assertThat(Declaration.lines(Declaration.Style.DEBIAN, found))
                .containsExactly("Built-Using: glibc (= 2.36-9),", " zlib (= 1:1.3.dfsg-3)");
        assertThat(Declaration.lines(Declaration.Style.FEDORA, found))
                .containsExactly("Provides: bundled(glibc) = 2.36", "Provides: bundled(zlib) = 1.3.dfsg");
        assertThat(found).allMatch(one -> Declaration.remark(one).isEmpty());
    }

    @Test
    void aVersionThatIsNotProvedIsRemarkedOn() {
        List<Declaration.Found> found = Declaration.found(
                List.of(List.of(component("zlib", "1.3", Evidence.CODE), component("x", "1", Evidence.STRING))));
        assertThat(found).extracting(Declaration.Found::source).containsExactly("zlib");
        assertThat(Declaration.remark(found.get(0)))
                .contains("zlib: no version of the references explains all of its code; 1.3 explains most");
    }
}
