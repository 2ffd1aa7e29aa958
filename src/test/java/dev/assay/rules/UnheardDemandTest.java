package dev.assay.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnheardDemandTest {
    private static RuleSet read(String text) throws InvalidRuleSetException {
        return RuleSetReader.read("my.yaml", text.replace("\\n", "\n"), ShippedRuleSets::find);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        components: [{name: z, archives: [libz.a], presence: required}] | component-missing: error
        rules: {component-unproved: error}\\ncomponents: [{name: z, archives: [libz.a], presence: required}] | component-missing: error
        components: [{name: z, archives: [libz.a], presence: forbidden}] | component-forbidden: error
        components: [{name: z, archives: [libz.a], version: {debian: {above: '1'}}}] | component-version: error
        other: forbidden | component-forbidden: error
        """)
    void aDemandThatNoRuleAsksForIsAMistakeThatNamesTheMend(String body, String mend) {
        String text = "name: a\\nextends: static\\n" + body;
        assertThatThrownBy(() -> read(text))
                .hasMessageStartingWith("my.yaml:1:1: ")
                .hasMessageContaining("no rule asks for it; add under 'rules' " + mend + " (or off, on purpose)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        rules: {component-missing: error, component-unproved: error}\\ncomponents: [{name: z, archives: [libz.a], presence: required}]
        rules: {component-missing: off, component-unproved: off}\\ncomponents: [{name: z, archives: [libz.a], presence: required}]
        rules: {component-forbidden: warning}\\ncomponents: [{name: z, archives: [libz.a], presence: forbidden}]\\nother: forbidden
        components: [{name: z, archives: [libz.a]}]
        rules: {component-missing: error}\\ncomponents: [{name: z, archives: [libz.a], presence: required}]
        """)
    void aDemandThatIsAskedForOrSwitchedOffOnPurposeIsNone(String body) {
        assertThatCode(() -> read("name: a\\nextends: static\\n" + body)).doesNotThrowAnyException();
    }

    @Test
    void aSetMayLeaveTheRulesToTheOneThatExtendsIt() throws InvalidRuleSetException {
        RuleSetReader.Parents base =
                name -> Optional.of(new RuleSetText("base.yaml", "name: base\nother: forbidden\n"));
        RuleSet child = RuleSetReader.read(
                "child.yaml", "name: child\nextends: base\nrules: {component-forbidden: error}", base);
        assertThat(child.others()).isEqualTo(RuleSet.Others.FORBIDDEN);
    }
}
