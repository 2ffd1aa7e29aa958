package dev.assay.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.assay.rules.ComponentSpec.Presence;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleSetReaderTest {

    private static RuleSet read(String text) throws InvalidRuleSetException {
        return RuleSetReader.read("my.yaml", text, ShippedRuleSets::find);
    }

    private static String error(String text) {
        return catchThrowableOfType(InvalidRuleSetException.class, () -> read(text))
                .getMessage();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        `` | my.yaml:1:1: the file is empty
        name: [ | my.yaml:1:8: not YAML: expected the node content, but found '<stream end>'
        a text | my.yaml:1:1: expected a mapping with name, kind, extends, for, roles, rules, components, other
        kind: image | my.yaml:1:1: a rule set has a 'name'
        name: a\\nruls: {} | my.yaml:2:1: unknown key 'ruls'; nearest: 'rules'
        name: a\\nname: b | my.yaml:2:1: the key 'name' stands here twice
        name: a\\nrules:\\n  elf-neded: error | my.yaml:3:3: unknown key 'elf-neded'; nearest: 'elf-needed'
        name: a\\nrules:\\n  no-pie: eror | my.yaml:3:11: unknown severity 'eror'; nearest: 'error'
        name: a\\nrules: {elf-malformed: off} | my.yaml:2:24: the rule 'elf-malformed' is always an error
        name: a\\nrules: {no-pie: {locked: true}} | my.yaml:2:17: the rule 'no-pie' has no 'severity'
        name: a\\nrules: {no-pie: {severity: info, tolerate: 5%}} | my.yaml:2:44: only 'unexplained-code' tolerates a share
        name: a\\nrules: {unexplained-code: {severity: info, tolerate: 101%}} | my.yaml:2:54: expected a share such as 2.5%
        name: a\\nextends: statik | my.yaml:2:10: no rule set 'statik'; nearest that ships: 'static'
        name: a\\nextends: static\\nkind: archive | my.yaml:3:7: 'static', which this set extends, is of another kind
        name: a\\nfor: x | my.yaml:2:6: expected a list
        name: a\\nfor: [[x]] | my.yaml:2:7: expected a text
        name: a\\nfor: &x [y]\\nroles: *x | my.yaml:3:8: aliases are not read here
        name: a\\ncomponents: [{name: z}] | my.yaml:2:14: a component has 'archives' or 'packages' that it is made of
        name: a\\ncomponents: [{archives: [z]}] | my.yaml:2:14: a component has a 'name'
        name: a\\ncomponents: [{name: z, archives: [z]}, {name: z, archives: [y]}] | my.yaml:2:40: the component 'z' stands here twice
        name: a\\ncomponents: [{name: z, packages: {debain: [z]}}] | my.yaml:2:35: unknown key 'debain'; nearest: 'debian'
        name: a\\ncomponents: [{name: z, archives: [z], presence: required!}] | my.yaml:2:49: unknown presence 'required!'; nearest: 'required'
        name: a\\ncomponents: [{name: z, archives: [z], version: {debian: {}}}] | my.yaml:2:57: expected a bound: at-least, above, at-most, below
        name: a\\nroles: [{name: r, packages: [p]}] | my.yaml:2:9: a role has a 'linking'
        name: a\\nother: no | my.yaml:2:8: unknown word 'no'; nearest: 'allowed'
        """)
    void aMistakeNamesLineColumnTheBadWordAndTheNearestGoodOne(String text, String message) {
        assertThat(error(Optional.ofNullable(text).orElse("").replace("\\n", "\n")))
                .isEqualTo(message);
    }

    @Test
    void deepNestingIsRefusedBeforeAnyoneRecurses() {
        assertThat(error("name: a\nfor: " + "[".repeat(200_000))).isEqualTo("my.yaml:2:37: nested more than 32 deep");
    }

    @Test
    void aLockedRuleStaysAsItIs() throws InvalidRuleSetException {
        RuleSetReader.Parents parents = name -> Optional.of(
                new RuleSetText("base.yaml", "name: base\nrules: {no-pie: {severity: error, locked: true}}"));
        assertThat(RuleSetReader.read("c", "name: c\nextends: base\nrules: {no-relro: error}", parents)
                        .setting("no-pie")
                        .severity())
                .isEqualTo(Severity.ERROR);
        assertThat(catchThrowableOfType(
                        InvalidRuleSetException.class,
                        () -> RuleSetReader.read("c", "name: c\nextends: base\nrules: {no-pie: info}", parents)))
                .hasMessage("c:3:17: the rule 'no-pie' is locked by 'base'");
    }

    @Test
    void aSetDoesNotExtendItself() {
        RuleSetReader.Parents parents =
                name -> Optional.of(new RuleSetText(name, "name: x\nextends: " + (name.equals("a") ? "b" : "a")));
        assertThat(catchThrowableOfType(
                        InvalidRuleSetException.class, () -> RuleSetReader.read("a", "name: a\nextends: b", parents)))
                .hasMessage("b:2:10: 'a' extends itself: a -> b -> a");
    }

    @Test
    void whatASetDoesNotSayItInherits() throws InvalidRuleSetException {
        RuleSet mine = read("name: mine\nextends: debian-qemu-user-static\nrules: {no-pie: off}\n"
                + "components: [{name: zlib, archives: [libz.a], presence: forbidden}]");
        RuleSet debian = HeaderRulesTest.shipped("debian-qemu-user-static");
        assertThat(mine.name()).isEqualTo("mine");
        assertThat(mine.isFor("usr/bin/qemu-arm-static")).isTrue();
        assertThat(mine.setting("elf-needed").severity()).isEqualTo(Severity.ERROR);
        assertThat(mine.setting("no-pie").severity()).isEqualTo(Severity.OFF);
        assertThat(mine.component("zlib").orElseThrow().presence()).isEqualTo(Presence.FORBIDDEN);
        assertThat(mine.components()).hasSameSizeAs(debian.components());
    }

    @Test
    void versionsKeepTheirText() throws InvalidRuleSetException {
        RuleSet set = read("name: a\ncomponents: [{name: z, archives: [z.a], version: {debian: {below: 1.10}}}]");
        assertThat(set.components().get(0).versions().get(Distribution.DEBIAN)).hasToString("below 1.10");
    }
}
