package dev.assay.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents say of the program, and of one another. */
class DocumentsTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

    static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.list(Path.of("docs"))) {
            return Stream.concat(
                            Stream.of(Path.of("README.md")),
                            docs.filter(page -> page.toString().endsWith(".md")))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsSomewhere(Path page) throws IOException {
        List<String> broken = new ArrayList<>();
        Matcher links = LINK.matcher(Files.readString(page));
        while (links.find()) {
            if (!Files.exists(page.resolveSibling(links.group(1)))) {
                broken.add(links.group(1));
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void theIndexNamesEveryPage() throws IOException {
        String index = Files.readString(Path.of("docs/README.md"));
        for (Path page : pages()) {
            if (page.startsWith("docs") && !page.endsWith("README.md")) {
                assertThat(index).contains("(" + page.getFileName());
            }
        }
    }

    @Test
    void theListOfRulesIsTheCatalog() throws IOException, InvalidRuleSetException {
        RuleSet standard = HeaderRulesTest.shipped("static");
        Stream<String> judged = RuleCatalog.names().stream()
                .map(rule -> row(
                        rule,
                        standard.setting(rule).severity(),
                        RuleCatalog.summary(rule).orElseThrow()));
        Stream<String> compared = RuleCatalog.ofUpgrades().stream()
                .map(rule -> row(
                        rule,
                        RuleCatalog.severityOfUpgrade(rule),
                        RuleCatalog.summary(rule).orElseThrow()));
        List<String> rows = Stream.concat(judged, compared).toList();
        assertThat(Files.readAllLines(Path.of("docs/rules.md")).stream()
                        .filter(line -> line.startsWith("| ["))
                        .toList())
                .isEqualTo(rows);
    }

    private static String row(String rule, Severity severity, String summary) {
        return "| [%s](rules/%s.md) | %s | %s |"
                .formatted(rule, rule, severity.name().toLowerCase(Locale.ROOT), summary);
    }
}
