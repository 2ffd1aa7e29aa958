package dev.assay.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptanceTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 6, 30);
    private static final String PATH = "root/usr/bin/tool";

    private final RuleSet ruleSet = HeaderRulesTest.shipped("static");

    private static Finding finding(Finding.Kind ruling) {
        return new Finding(
                "elf-needed",
                "static",
                ruling,
                Severity.ERROR,
                "seen",
                "",
                "dynamic table",
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                "zlib",
                "",
                false,
                Optional.empty());
    }

    private static List<Waiver> waivers(String fields) throws InvalidRuleSetException {
        return WaiverReader.read("w.yaml", "waivers:\n- {" + fields + ", reason: r, owner: o}\n");
    }

    private Finding accepted(String fields) throws InvalidRuleSetException {
        return new Acceptance(waivers(fields), TODAY, Baseline.EMPTY)
                .accept(finding(Finding.Kind.BROKEN), PATH, ruleSet);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rule: elf-needed, path: usr/bin/tool, expires: 2026-06-30                     | true",
                "rule: elf-needed, path: usr/bin/*, expires: 2027-01-01                        | true",
                "rule: elf-needed, path: usr/bin/tool, expires: 2026-06-29                     | false",
                "rule: elf-needed, path: usr/bin/other, expires: 2027-01-01                    | false",
                "rule: no-relro, path: usr/bin/tool, expires: 2027-01-01                       | false",
                "rule: elf-needed, path: usr/bin/tool, component: zlib, expires: 2027-01-01    | true",
                "rule: elf-needed, path: usr/bin/tool, component: glibc, expires: 2027-01-01   | false",
                "rule: elf-needed, path: usr/bin/tool, fingerprint: 0f, expires: 2027-01-01    | false",
            })
    void aWaiverAcceptsWhatItNamesUntilItsLastDay(String fields, boolean waived) throws InvalidRuleSetException {
        assertThat(accepted(fields).waived()).isEqualTo(waived);
        assertThat(accepted(fields).counts()).isEqualTo(!waived);
    }

    @Test
    void aFingerprintNamesOneFinding() throws InvalidRuleSetException {
        String print = finding(Finding.Kind.BROKEN).fingerprint(PATH);
        assertThat(accepted("rule: elf-needed, path: '*', fingerprint: '" + print + "', expires: 2027-01-01")
                        .waived())
                .isTrue();
    }

    @Test
    void whatARuleSetLocksIsNotWaivedAndTheWaiverIsUnused() throws InvalidRuleSetException {
        RuleSet locked = RuleSetReader.read(
                "own", "name: own\nrules:\n  elf-needed: {severity: error, locked: true}\n", name -> Optional.empty());
        Acceptance acceptance =
                new Acceptance(waivers("rule: elf-needed, path: '*', expires: 2027-01-01"), TODAY, Baseline.EMPTY);
        Finding said = acceptance.accept(finding(Finding.Kind.BROKEN), PATH, locked);
        assertThat(said.waived()).isFalse();
        assertThat(acceptance.judgeWaivers(List.of(new Acceptance.Located(said, PATH)), List.of(locked)))
                .singleElement()
                .satisfies(unused -> {
                    assertThat(unused.rule()).isEqualTo("waiver-unused");
                    assertThat(unused.message()).endsWith("accepts nothing: the rule is locked");
                });
    }

    @Test
    void anExpiredWaiverIsAnErrorAndOneWithoutFindingAWarning() throws InvalidRuleSetException {
        List<Waiver> written = WaiverReader.read("w.yaml", """
                waivers:
                - {rule: elf-needed, path: '*', reason: r, owner: o, expires: 2026-01-01}
                - {rule: no-relro, path: '*', reason: r, owner: o, expires: 2027-01-01}
                """);
        assertThat(new Acceptance(written, TODAY, Baseline.EMPTY).judgeWaivers(List.of(), List.of(ruleSet)))
                .extracting(Finding::rule, Finding::severity)
                .containsExactly(tuple("waiver-expired", Severity.ERROR), tuple("waiver-unused", Severity.WARNING));
    }

    @ParameterizedTest
    @CsvSource({
        "BROKEN,   BROKEN,   true",
        "BROKEN,   UNPROVED, true",
        "UNPROVED, UNPROVED, true",
        "UNPROVED, BROKEN,   false",
    })
    void whatIsNoWorseThanInTheBaselineIsKnown(Finding.Kind then, Finding.Kind now, boolean known) {
        Map<Finding.Kind, Set<String>> found = new EnumMap<>(Finding.Kind.class);
        found.put(then, Set.of(finding(then).fingerprint(PATH)));
        Acceptance acceptance = new Acceptance(List.of(), TODAY, new Baseline(found));
        assertThat(acceptance.accept(finding(now), PATH, ruleSet).known()).isEqualTo(known);
        assertThat(acceptance.accept(finding(now), "another", ruleSet).known()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{rule: elf-needed, path: '*', owner: o, expires: 2027-01-01}            | has no 'reason'",
                "{rule: elf-needed, path: '*', reason: r, owner: o}                      | has no 'expires'",
                "{rule: elf-needed, path: '*', reason: '', owner: o, expires: 2027-01-01} | expected a text",
                "{rule: elf-needed, path: '*', reason: r, owner: o, expires: 2027-02-30}  | expected a day such as",
                "{rule: elf-neded, path: '*', reason: r, owner: o, expires: 2027-01-01}   | nearest: 'elf-needed'",
                "{rule: elf-malformed, path: '*', reason: r, owner: o, expires: 2027-01-01} | cannot be waived",
                "{rule: waiver-expired, path: '*', reason: r, owner: o, expires: 2027-01-01} | cannot be waived",
            })
    void aWaiverThatLacksSomethingIsAnError(String written, String problem) {
        assertThatThrownBy(() -> WaiverReader.read("w.yaml", "waivers:\n- " + written + "\n"))
                .isInstanceOf(InvalidRuleSetException.class)
                .hasMessageStartingWith("w.yaml:2:")
                .hasMessageContaining(problem);
    }
}
