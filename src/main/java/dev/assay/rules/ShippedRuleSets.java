package dev.assay.rules;

import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The rule sets that ship, found on the class path. */
public final class ShippedRuleSets {
    /** The set that judges when none is named. */
    public static final String DEFAULT = "static";

    private static final List<String> NAMES =
            List.of(DEFAULT, "debian-qemu-user-static", "fedora-qemu-user-static", "static-archive");

    private ShippedRuleSets() {}

    /** {@return the names of all, the default first, the others sorted} */
    public static List<String> names() {
        return NAMES;
    }

    /** {@return the text of the set of that name; empty when none ships under it} */
    public static Optional<RuleSetText> find(String name) {
        if (!NAMES.contains(name)) {
            return Optional.empty();
        }
        String resource = "dev/assay/rulesets/" + name + ".yaml";
        try {
            return Optional.of(
                    new RuleSetText(name, Resources.toString(Resources.getResource(resource), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException("the jar is damaged: " + resource, e);
        }
    }
}
