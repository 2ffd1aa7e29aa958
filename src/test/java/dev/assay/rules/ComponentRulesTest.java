package dev.assay.rules;

import static dev.assay.rules.FactsBuilder.LIBC;
import static dev.assay.rules.FactsBuilder.LIBZ;
import static dev.assay.rules.FactsBuilder.LIBZ_NEW;
import static dev.assay.rules.FactsBuilder.NUMA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.linkage.LinkageForm;
import dev.assay.provenance.Component;
import dev.assay.provenance.Coverage;
import dev.assay.provenance.Evidence;
import dev.assay.provenance.ReferenceSummary;
import dev.assay.rules.Facts.NamedFunction;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComponentRulesTest {
    private static final String SET = """
            name: test
            rules:
              component-missing: error
              component-forbidden: error
              component-unproved: error
              component-version: error
              component-mixed: error
              symbol-provenance: error
              unexplained-code: {severity: info, tolerate: 10%}
            components:
              - name: glibc
                presence: required
                packages: {debian: [libc6-dev]}
                archives: [libc.a]
              - name: zlib
                packages: {debian: [zlib1g-dev]}
                archives: [libz.a]
                symbols: [crc32]
                version: {debian: {at-least: "1:1.3"}}
            other: forbidden
            """;

    private static RuleSet set() {
        try {
            return RuleSetReader.read("test", SET, ShippedRuleSets::find);
        } catch (InvalidRuleSetException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> findings(FactsBuilder facts) {
        return set().judge(facts.facts()).stream()
                .map(finding -> finding.rule() + " " + finding.ruling() + " " + finding.subject())
                .toList();
    }

    /** glibc is read, found and placed; that is all there is. */
    private static FactsBuilder sound() {
        return new FactsBuilder()
                .read(LIBC)
                .has("glibc", Evidence.EXACT, LIBC, "2.36-9")
                .places(0x1000, Evidence.EXACT, List.of(), LIBC);
    }

    private static FactsBuilder withZlib(Evidence evidence, String... versions) {
        return sound().read(LIBZ, LIBZ_NEW)
                .has("zlib", evidence, LIBZ_NEW, versions)
                .places(0x2000, evidence, List.of(), LIBZ_NEW);
    }

    @Test
    void whatIsRequiredAndProvedPasses() {
        assertThat(findings(sound())).isEmpty();
    }

    @Test
    void askedWithoutComponentUnprovedWhatWasNotSearchedIsUnprovedAllTheSame() throws InvalidRuleSetException {
        String alone = "name: a\nrules: {component-missing: error}\n"
                + "components: [{name: glibc, archives: [libc.a], presence: required}]";
        RuleSet ruleSet = RuleSetReader.read("test", alone, ShippedRuleSets::find);
        FactsBuilder unsearched = new FactsBuilder();
        unsearched.matched = false;
        assertThat(ruleSet.judge(unsearched.facts())).hasSize(1).allMatch(one -> one.ruling() == Finding.Kind.UNPROVED);
        assertThat(ruleSet.judge(new FactsBuilder().read(LIBZ).facts())).hasSize(1);
        assertThat(ruleSet.judge(sound().facts())).isEmpty();
    }

    @Test
    void whatWasSearchedAndNotFoundIsMissing() {
        assertThat(findings(new FactsBuilder().read(LIBC))).containsExactly("component-missing BROKEN glibc");
    }

    @Test
    void tracesDoNotMakeUpForCodeThatWasSearchedAndNotFound() {
        FactsBuilder facts = new FactsBuilder().read(LIBC);
        facts.components.add(new Component(
                "glibc",
                Evidence.STRING,
                Optional.empty(),
                List.of(),
                0,
                0,
                List.of(),
                Optional.empty(),
                List.of("GLIBC_TUNABLES")));
        assertThat(findings(facts))
                .containsExactly("component-missing BROKEN glibc", "component-unproved UNPROVED glibc");
    }

    @Test
    void whatWasNotSearchedIsUnprovedAndNotMissing() {
        FactsBuilder facts = new FactsBuilder();
        facts.matched = false;
        assertThat(findings(facts))
                .containsExactly(
                        "component-forbidden UNPROVED any component",
                        "component-unproved UNPROVED glibc",
                        "unexplained-code UNPROVED unexplained code");
        assertThat(set().verdict(facts.facts(), set().judge(facts.facts()), Severity.ERROR))
                .isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void aReferenceThatWasReadButNotMatchedProvesNoAbsence() {
        FactsBuilder facts = new FactsBuilder().read(LIBC);
        facts.matched = false;
        assertThat(findings(facts))
                .contains("component-unproved UNPROVED glibc")
                .noneMatch(f -> f.contains("BROKEN"));
    }

    @Test
    void anArchiveWithMembersThatCannotBeMatchedProvesNoAbsence() {
        FactsBuilder facts = new FactsBuilder();
        facts.references.add(new ReferenceSummary(LIBC, List.of("lto.o: LTO byte code only"), 0));
        assertThat(findings(facts)).containsExactly("component-missing UNPROVED glibc");
    }

    @Test
    void anotherBuildIsUnprovedAndSaysHowToProveIt() {
        FactsBuilder facts = new FactsBuilder()
                .read(LIBC)
                .has("glibc", Evidence.CODE, LIBC, "2.36-9")
                .places(0x1000, Evidence.CODE, List.of(), LIBC);
        assertThat(set().judge(facts.facts())).singleElement().satisfies(finding -> {
            assertThat(finding.ruling()).isEqualTo(Finding.Kind.UNPROVED);
            assertThat(finding.message())
                    .isEqualTo("glibc is not proved: its code is that of another build or version"
                            + " than libc6-dev 2.36-9");
            assertThat(finding.mend())
                    .isEqualTo("give the version that it was linked with: apt-get download libc6-dev=VERSION"
                            + " && assay check --rules test --reference default --reference"
                            + " ./libc6-dev_*.deb ...");
        });
    }

    @Test
    void codeOfNoNamedComponentIsForbidden() {
        FactsBuilder facts = sound().read(NUMA)
                .has("numactl", Evidence.EXACT, NUMA, "2.0.16")
                .places(0x3000, Evidence.EXACT, List.of(), NUMA);
        assertThat(findings(facts)).containsExactly("component-forbidden BROKEN numactl");
    }

    @Test
    void codeThatFitsAnAllowedComponentAsWellIsNotForbidden() {
        FactsBuilder facts = sound().read(NUMA)
                .has("numactl", Evidence.EXACT, NUMA, "2.0.16")
                .places(0x3000, Evidence.EXACT, List.of(FactsBuilder.section(LIBC)), NUMA);
        assertThat(findings(facts)).isEmpty();
    }

    @Test
    void codeThatFitsTwoForbiddenComponentsIsADoubt() {
        FactsBuilder facts = sound().read(NUMA)
                .has("numactl", Evidence.EXACT, NUMA, "2.0.16")
                .places(
                        0x3000,
                        Evidence.EXACT,
                        List.of(FactsBuilder.section(
                                FactsBuilder.origin("liburing.a", "liburing-dev", "liburing", "2"))),
                        NUMA);
        assertThat(findings(facts)).containsExactly("component-forbidden UNPROVED numactl");
    }

    @Test
    void aForbiddenComponentThatIsNotOnTheMapIsStillReported() {
        assertThat(findings(sound().read(NUMA).has("numactl", Evidence.EXACT, NUMA, "2.0.16")))
                .containsExactly("component-forbidden BROKEN numactl");
    }

    @Test
    void everyVersionThatFitsMustBeWithinTheBounds() {
        assertThat(findings(withZlib(Evidence.EXACT, "1:1.3.1"))).isEmpty();
        assertThat(findings(withZlib(Evidence.EXACT, "1:1.2.13", "1:1.3.1")))
                .containsExactly("component-version UNPROVED zlib");
        assertThat(findings(withZlib(Evidence.EXACT, "1:1.2.13"))).containsExactly("component-version BROKEN zlib");
        assertThat(findings(withZlib(Evidence.CODE, "1:1.3.1")))
                .containsExactly("component-unproved UNPROVED zlib", "component-version UNPROVED zlib");
    }

    @Test
    void aPackageOfADistributionWithoutBoundsIsNotPassed() throws InvalidRuleSetException {
        String bounded = """
                name: a
                rules: {component-version: error}
                components:
                - name: zlib
                  %s
                  archives: [libz.a]
                  version: {fedora: {at-least: "1.3"}}
                """;
        for (String packages : List.of("packages: {debian: [zlib1g-dev], fedora: [zlib-static]}", "evidence: exact")) {
            RuleSet ruleSet = RuleSetReader.read("test", bounded.formatted(packages), ShippedRuleSets::find);
            assertThat(ruleSet.judge(withZlib(Evidence.EXACT, "1:1.3.1").facts()))
                    .as(packages)
                    .hasSize(1)
                    .allMatch(one -> one.ruling() == Finding.Kind.UNPROVED);
        }
    }

    @Test
    void aComponentThatNamesNoPackagesIsHeldToTheBoundsOfTheDistributionThatItsPackageLooksLike()
            throws InvalidRuleSetException {
        RuleSet ruleSet = RuleSetReader.read("test", """
                name: a
                rules: {component-version: error}
                components: [{name: zlib, archives: [libz.a], version: {debian: {at-least: "1:1.3"}}}]
                """, ShippedRuleSets::find);
        assertThat(ruleSet.judge(withZlib(Evidence.EXACT, "1:1.3.1").facts())).isEmpty();
        assertThat(ruleSet.judge(withZlib(Evidence.EXACT, "1:1.2.13").facts()))
                .hasSize(1)
                .allMatch(one -> one.ruling() == Finding.Kind.BROKEN);
    }

    @Test
    void codeThatTwoVersionsShareDoesNotMix() {
        FactsBuilder facts =
                withZlib(Evidence.EXACT, "1:1.3.1").places(0x2010, Evidence.EXACT, List.of(), LIBZ, LIBZ_NEW);
        assertThat(findings(facts)).isEmpty();
    }

    @Test
    void codeOfTwoVersionsThatExcludeEachOtherIsMixed() {
        FactsBuilder facts = withZlib(Evidence.EXACT, "1:1.3.1").places(0x2010, Evidence.EXACT, List.of(), LIBZ);
        assertThat(findings(facts)).containsExactly("component-mixed BROKEN zlib");
    }

    @Test
    void aNameIsTheComponentsOnlyWhereItsCodeLies() {
        FactsBuilder there = withZlib(Evidence.EXACT, "1:1.3.1");
        there.symbols.add(new NamedFunction("crc32", 0x2000, 16));
        assertThat(findings(there)).isEmpty();

        FactsBuilder elsewhere = withZlib(Evidence.EXACT, "1:1.3.1");
        elsewhere.symbols.add(new NamedFunction("crc32", 0x2010, 16));
        assertThat(findings(elsewhere)).containsExactly("symbol-provenance BROKEN crc32");

        FactsBuilder inGlibc = withZlib(Evidence.EXACT, "1:1.3.1");
        inGlibc.symbols.add(new NamedFunction("crc32", 0x1000, 16));
        assertThat(findings(inGlibc)).containsExactly("symbol-provenance BROKEN crc32");

        FactsBuilder unread = sound();
        unread.symbols.add(new NamedFunction("crc32", 0x2000, 16));
        assertThat(findings(unread)).containsExactly("symbol-provenance UNPROVED zlib");
    }

    @Test
    void unexplainedCodeIsToleratedUpToTheShareThatTheSetSays() {
        FactsBuilder facts = sound();
        facts.coverage = new Coverage(100, 90, 0, 0, 0, 0, 0, 10);
        assertThat(findings(facts)).isEmpty();
        facts.coverage = new Coverage(100, 89, 0, 0, 0, 0, 0, 11);
        assertThat(findings(facts)).containsExactly("unexplained-code BROKEN unexplained code");
    }

    @Test
    void ofWhatIsPackedNothingIsProved() {
        assertThat(findings(sound().form(LinkageForm.OPAQUE)))
                .hasSize(7)
                .allMatch(finding -> finding.contains("UNPROVED"));
    }
}
