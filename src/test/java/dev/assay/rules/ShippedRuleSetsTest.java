package dev.assay.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.assay.Origin;
import dev.assay.Origin.PackageId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedRuleSetsTest {

    private static List<String> baseNames(String directory, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(directory))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(suffix))
                    .map(name -> name.substring(0, name.length() - suffix.length()))
                    .toList();
        }
    }

    static List<String> names() {
        return ShippedRuleSets.names();
    }

    @Test
    void whatLiesInRulesShips() throws IOException {
        assertThat(names()).containsExactlyInAnyOrderElementsOf(baseNames("rules", ".yaml"));
    }

    @Test
    void eachRuleHasAPageAndEachPageARule() throws IOException {
        List<String> rules = Stream.concat(RuleCatalog.names().stream(), RuleCatalog.ofUpgrades().stream())
                .toList();
        assertThat(rules).containsExactlyInAnyOrderElementsOf(baseNames("docs/rules", ".md"));
        for (String rule : rules) {
            assertThat(RulePages.find(rule).orElseThrow()).startsWith("# " + rule + "\n");
        }
        assertThat(RulePages.find("no-such-rule")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("names")
    void aSetThatShipsIsReadAndBearsItsName(String name) {
        assertThat(HeaderRulesTest.shipped(name).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void aSetThatShipsKeepsToTheSchema(String name) throws IOException {
        String schema = Files.readString(Path.of("docs/rule-set.schema.json"));
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(schema, InputFormat.JSON)
                        .validate(ShippedRuleSets.find(name).orElseThrow().text(), InputFormat.YAML))
                .isEmpty();
    }

    @Test
    void staticLocksNothingAndAsksNothingOfComponents() {
        RuleSet set = HeaderRulesTest.shipped("static");
        assertThat(set.rules().values()).allMatch(setting -> setting.locking() == RuleSetting.Locking.OPEN);
        assertThat(set.rules().keySet()).noneMatch(rule -> rule.startsWith("component"));
    }

    private static PackageId shippedBy(String name, String version) {
        return new PackageId(name, version, "qemu", version, "", "amd64");
    }

    @ParameterizedTest
    @CsvSource({
        "qemu-user-static, 1:7.2+dfsg-7, usr/bin/qemu-arm-static, STATIC",
        "qemu-user,        1:7.2+dfsg-7, usr/bin/qemu-arm,        DYNAMIC",
        "qemu-user,        1:10.0.2+ds-2, usr/bin/qemu-arm,       STATIC",
        "qemu-system-arm,  1:7.2+dfsg-7, usr/bin/qemu-system-arm, DYNAMIC",
    })
    void debianKnowsBothLayouts(String name, String version, String path, Role.Linking linking) {
        RuleSet set = HeaderRulesTest.shipped("debian-qemu-user-static");
        assertThat(set.isFor(path, shippedBy(name, version))).isTrue();
        assertThat(set.roleOf(path, shippedBy(name, version)).map(Role::linking))
                .contains(linking);
    }

    @Test
    void aFileInNoPackageGoesByItsName() {
        RuleSet set = HeaderRulesTest.shipped("debian-qemu-user-static");
        assertThat(set.isFor("x/usr/bin/qemu-arm-static")).isTrue();
        assertThat(set.isFor("qemu-arm")).isFalse();
        assertThat(set.isFor("qemu-arm-static/README")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "libc.a,         libc6-dev,      glibc",
        "libc.a,         '',             glibc",
        "libm-2.36.a,    '',             glibc",
        "libc.a,         musl-dev,       ''",
        "libglib-2.0.a,  libgio-2.0-dev, glib2",
        "libgcc_eh.a,    libgcc-14-dev,  libgcc",
        "libgnutls.a,    '',             ''",
    })
    void anArchiveIsOfItsPackagesComponentElseOfTheOneThatNamesIt(String archive, String owner, String component) {
        Origin origin =
                owner.isEmpty() ? Origin.ofPath("lib/" + archive) : FactsBuilder.origin(archive, owner, owner, "1");
        assertThat(HeaderRulesTest.shipped("debian-qemu-user-static").componentOf(origin))
                .isEqualTo(Optional.of(component).filter(name -> !name.isEmpty()));
    }
}
