package dev.assay.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.Origin.PackageId;
import dev.assay.provenance.Evidence;
import dev.assay.rules.ComponentSpec.Presence;
import dev.assay.rules.RuleSetDraft.Library;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleSetDraftTextTest {
    private static final Library ZLIB = new Library(
            "zlib",
            Map.of(Distribution.DEBIAN, List.of("zlib1g-dev")),
            List.of("libz.a"),
            Presence.REQUIRED,
            Evidence.EXACT,
            Map.of(Distribution.DEBIAN, "1:1.2.13.dfsg-1"),
            3534);

    private static RuleSet read(RuleSetDraft draft) throws InvalidRuleSetException {
        return RuleSetReader.read("draft", RuleSetDraftText.of(draft), ShippedRuleSets::find);
    }

    @Test
    void whatIsWrittenIsReadAsItWasMeant() throws InvalidRuleSetException {
        RuleSet read = read(new RuleSetDraft("tool", List.of("usr/bin/tool"), List.of(ZLIB), 46, Map.of()));
        assertThat(read.name()).isEqualTo("tool");
        assertThat(read.isFor("x/usr/bin/tool")).isTrue();
        assertThat(read.isFor("usr/bin/toolbox")).isFalse();
        assertThat(read.others()).isEqualTo(RuleSet.Others.FORBIDDEN);
        assertThat(read.setting("unexplained-code"))
                .isEqualTo(new RuleSetting(Severity.ERROR, RuleSetting.Locking.OPEN, 46));
        assertThat(read.setting("component-version").severity()).isEqualTo(Severity.ERROR);
        ComponentSpec zlib = read.component("zlib").orElseThrow();
        assertThat(zlib.presence()).isEqualTo(Presence.REQUIRED);
        assertThat(zlib.evidence()).isEqualTo(Evidence.EXACT);
        assertThat(zlib.archives()).containsExactly(Glob.of("libz.a"));
        assertThat(zlib.packages()).isEqualTo(Map.of(Distribution.DEBIAN, List.of(Glob.of("zlib1g-dev"))));
        assertThat(zlib.versions().get(Distribution.DEBIAN).atLeast()).isEqualTo(Optional.of("1:1.2.13.dfsg-1"));
    }

    /** Editors read it by YAML's rules, where these are no texts. */
    @ParameterizedTest
    @ValueSource(strings = {"true", "False", "NULL", "no", "on", "Y", "1.0", "~"})
    void aNameThatMeansSomethingToYamlIsQuoted(String name) throws InvalidRuleSetException {
        RuleSetDraft draft = new RuleSetDraft(name, List.of(name), List.of(), 0, Map.of());
        assertThat(RuleSetDraftText.of(draft))
                .contains("name: \"" + name + "\"\n")
                .contains("  - \"" + name + "\"\n");
        assertThat(read(draft).name()).isEqualTo(name);
    }

    @Test
    void whatIsLoweredIsAWarningWithItsReason() throws InvalidRuleSetException {
        RuleSetDraft draft = new RuleSetDraft(
                "tool",
                List.of("tool"),
                List.of(),
                100,
                Map.of("elf-needed", "needs libc\n.so", "unexplained-code", "no"));
        assertThat(RuleSetDraftText.of(draft)).contains("  # needs libc\\u000a.so\n  elf-needed: warning\n");
        assertThat(read(draft).setting("elf-needed").severity()).isEqualTo(Severity.WARNING);
        assertThat(read(draft).setting("unexplained-code").severity()).isEqualTo(Severity.WARNING);
        assertThat(read(draft).setting("elf-interpreter").severity()).isEqualTo(Severity.ERROR);
    }

    @Test
    void hostileNamesStayNames() throws InvalidRuleSetException {
        String name = "a\"b\\c\n: [\u001b\u00e9\ud83d\ude00 #x";
        Library hostile =
                new Library(name, Map.of(), List.of("lib*.a", name), Presence.ALLOWED, Evidence.CODE, Map.of(), 0);
        RuleSet read = read(new RuleSetDraft(name, List.of(name), List.of(hostile), 0, Map.of()));
        assertThat(read.name()).isEqualTo(name);
        assertThat(read.isFor(name)).isTrue();
        assertThat(read.components().get(0).name()).isEqualTo(name);
        assertThat(read.components().get(0).evidence()).isEqualTo(Evidence.CODE);
        assertThat(read.components().get(0).archives()).containsExactly(Glob.of("lib?.a"), Glob.of(name));
    }

    @ParameterizedTest
    @CsvSource({
        "2.36-9+deb12u14, amd64, DEBIAN",
        "2.39-0ubuntu8, amd64, UBUNTU",
        "2.40-3.fc41, x86_64, FEDORA",
        "2.34-60.el9, s390x, CENTOS",
        "2.38-150600.14, x86_64, OPENSUSE",
        "1.0, '', DEBIAN"
    })
    void aPackageLooksLikeOneOfADistribution(String version, String architecture, Distribution expected) {
        PackageId id = new PackageId("p", version, "p", version, "", architecture);
        assertThat(Distribution.lookingAt(id)).isEqualTo(expected);
    }
}
