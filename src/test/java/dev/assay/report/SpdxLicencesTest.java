package dev.assay.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpdxLicencesTest {
    private static SpdxLicences spdx;

    @BeforeAll
    static void read() throws IOException {
        spdx = SpdxLicences.read();
    }

    @Test
    void theListIsThatOfCycloneDx() {
        String schema = OfficialSchemas.resource("/spdx.schema.json");
        List<String> official = Pattern.compile("\"([^\"]+)\"")
                .matcher(schema.substring(schema.indexOf('[')))
                .results()
                .map(id -> id.group(1))
                .toList();
        assertThat(official).hasSizeGreaterThan(700);
        for (String id : official) {
            boolean licence = spdx.identifier(id).isPresent();
            boolean exception = spdx.isExpression("MIT WITH " + id);
            assertThat(licence ^ exception).as(id).isTrue();
            assertThat(spdx.identifier(id).orElse(id)).isEqualTo(id);
        }
    }

    @Test
    void identifiersAreSpeltAsTheListSpellsThem() {
        assertThat(spdx.identifier("bsd-3-clause")).contains("BSD-3-Clause");
        assertThat(spdx.identifier("Zlib")).contains("Zlib");
        assertThat(spdx.identifier("LGPL-2.1+")).contains("LGPL-2.1+");
        assertThat(spdx.identifier("Classpath-exception-2.0")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GPL-2+", "Expat", "GPLv2+", "public-domain", "# SPDX", "", " MIT", "BSD"})
    void namesThatOthersGiveAreNoIdentifiers(String written) {
        assertThat(spdx.identifier(written)).isEmpty();
        assertThat(spdx.isExpression(written.strip() + " AND MIT")).isEqualTo(written.equals(" MIT"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MIT",
                "Apache-2.0+",
                "GPL-2.0-only AND LGPL-2.1-or-later",
                "GPL-3.0-or-later WITH GCC-exception-3.1 AND (MIT OR BSD-3-Clause)",
                "((MIT))",
                "(GPL-2.0-only WITH Linux-syscall-note OR MIT) AND LicenseRef-Fedora-Public-Domain",
                "DocumentRef-x:LicenseRef-y",
            })
    void expressionsOfIdentifiersAreExpressions(String written) {
        assertThat(spdx.isExpression(written)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GPL-2+ or Artistic",
                "MIT or ISC",
                "MIT ISC",
                "MIT AND",
                "OR MIT",
                "MIT AND OR ISC",
                "(MIT",
                "MIT)",
                ")MIT(",
                "()",
                "MIT ()",
                "MIT WITH ISC",
                "(MIT) WITH Linux-syscall-note",
                "MIT WITH Linux-syscall-note WITH Linux-syscall-note",
                "MIT WITH",
                "Linux-syscall-note",
                "GPLv2+ and BSD",
                "LicenseRef-",
                "MIT,ISC"
            })
    void whatBreaksTheGrammarOrNamesTheUnknownIsNone(String written) {
        assertThat(spdx.isExpression(written)).isFalse();
    }

    /** Expressions are made by the grammar, and each of their beginnings is judged by whether the grammar ends there. */
    @Test
    void whatTheGrammarMakesIsAnExpressionAndItsHalvesAreNot() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            String made = made(random, 4);
            assertThat(spdx.isExpression(made)).as(made).isTrue();
            assertThat(spdx.isExpression(made + " AND")).as(made).isFalse();
            assertThat(spdx.isExpression("(" + made)).as(made).isFalse();
            assertThat(spdx.isExpression(made + " MIT")).as(made).isFalse();
        }
    }

    @Test
    void aHundredThousandParenthesesAreCounted() {
        assertThat(spdx.isExpression("(".repeat(100_000) + "MIT" + ")".repeat(100_000)))
                .isTrue();
        assertThat(spdx.isExpression("(".repeat(100_000) + "MIT" + ")".repeat(99_999)))
                .isFalse();
    }

    private static String made(Random random, int depth) {
        return switch (depth == 0 ? random.nextInt(3) : random.nextInt(6)) {
            case 0 -> "MIT";
            case 1 -> "GPL-2.0-or-later WITH Bison-exception-2.2";
            case 2 -> "MPL-1.1+";
            case 3 -> "(" + made(random, depth - 1) + ")";
            case 4 -> made(random, depth - 1) + " AND " + made(random, depth - 1);
            default -> made(random, depth - 1) + " OR " + made(random, depth - 1);
        };
    }
}
