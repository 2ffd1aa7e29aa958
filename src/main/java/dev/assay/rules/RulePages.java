package dev.assay.rules;

import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The page of each rule: {@code docs/rules/NAME.md}, found on the class path. */
public final class RulePages {
    private RulePages() {}

    /** {@return the page of the rule of that name, in Markdown; empty when there is no such rule} */
    public static Optional<String> find(String rule) {
        if (!RuleCatalog.names().contains(rule) && !RuleCatalog.ofUpgrades().contains(rule)) {
            return Optional.empty();
        }
        String resource = "dev/assay/rulepages/" + rule + ".md";
        try {
            return Optional.of(Resources.toString(Resources.getResource(resource), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the jar is damaged: " + resource, e);
        }
    }
}
