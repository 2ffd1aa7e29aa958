package dev.assay.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.linkage.LinkageForm;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class VerdictTest {

    private final Waiver waiver = new Waiver(
            "w.yaml:1",
            "elf-needed",
            Glob.of("*"),
            Optional.empty(),
            Optional.empty(),
            "needed",
            "owner",
            LocalDate.of(2030, 1, 1));

    private static Finding finding(Finding.Kind ruling, Severity severity, long address) {
        return new Finding(
                "elf-needed",
                "static",
                ruling,
                severity,
                "seen",
                "",
                "e",
                OptionalLong.of(address),
                OptionalLong.empty(),
                Optional.empty(),
                "libz.so.1",
                "",
                false,
                Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "BROKEN,   ERROR,   ERROR,   FAIL",
        "BROKEN,   WARNING, ERROR,   PASS",
        "BROKEN,   WARNING, WARNING, FAIL",
        "UNPROVED, ERROR,   ERROR,   INCONCLUSIVE",
        "UNPROVED, WARNING, ERROR,   PASS",
        "UNPROVED, WARNING, INFO,    INCONCLUSIVE",
    })
    void severityDecidesWhatCounts(Finding.Kind ruling, Severity severity, Severity failOn, Verdict verdict) {
        assertThat(Verdict.of(List.of(finding(ruling, severity, 0)), failOn)).isEqualTo(verdict);
    }

    @Test
    void aBreachOutweighsADoubt() {
        Finding doubt = finding(Finding.Kind.UNPROVED, Severity.ERROR, 0);
        Finding breach = finding(Finding.Kind.BROKEN, Severity.ERROR, 0);
        assertThat(Verdict.of(List.of(doubt, breach, doubt), Severity.ERROR)).isEqualTo(Verdict.FAIL);
    }

    @Test
    void whatIsWaivedOrKnownDoesNotCount() {
        Finding breach = finding(Finding.Kind.BROKEN, Severity.ERROR, 0);
        assertThat(Verdict.of(List.of(breach.asWaivedBy(waiver), breach.asKnown()), Severity.ERROR))
                .isEqualTo(Verdict.PASS);
    }

    @ParameterizedTest
    @EnumSource(names = {"MALFORMED", "NOT_ELF"})
    void whatCannotBeReadFailsAndSaysWhyWhateverASetSays(LinkageForm form) throws InvalidRuleSetException {
        RuleSet asksNothing = RuleSetReader.read("x", "name: x\nrules: {not-executable: off}", ShippedRuleSets::find);
        Facts facts = new FactsBuilder().form(form).facts();
        List<Finding> findings = asksNothing.judge(facts);
        assertThat(findings).hasSize(1);
        assertThat(asksNothing.verdict(
                        facts,
                        findings.stream()
                                .map(finding -> finding.asWaivedBy(waiver))
                                .toList(),
                        Severity.ERROR))
                .isEqualTo(Verdict.FAIL);
    }

    @Test
    void aFingerprintSurvivesARebuild() {
        Finding before = finding(Finding.Kind.BROKEN, Severity.ERROR, 0x1000);
        Finding after = finding(Finding.Kind.BROKEN, Severity.ERROR, 0x2000);
        assertThat(before.fingerprint("bin/x")).hasSize(16).isEqualTo(after.fingerprint("bin/x"));
        assertThat(before.fingerprint("bin/x")).isNotEqualTo(before.fingerprint("bin/y"));
    }

    @ParameterizedTest
    @CsvSource({
        "qemu-*-static, usr/bin/qemu-arm-static, true",
        "qemu-*-static, qemu-arm-static,         true",
        "qemu-*-static, usr/bin/xqemu-arm-static, false",
        "bin/*,         usr/bin/x,               true",
        "bin/*,         usr/bin/x/y,             false",
        "bin/**,        usr/bin/x/y,             true",
        "usr/**/x,      usr/x,                   true",
        "usr/**/x,      a/usr/b/c/x,             true",
        "/usr/bin/x,    usr/bin/x,               false",
        "/usr/bin/x,    /usr/bin/x,              true",
        "a.c+(1)?,      a.c+(1)2,                true",
        "a.c,           abc,                     false",
    })
    void aPatternMatchesTrailingComponents(String pattern, String path, boolean matches) {
        assertThat(Glob.of(pattern).matchesPath(path)).isEqualTo(matches);
    }
}
