package dev.assay.packaging;

import dev.assay.packaging.Difference.Gravity;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What {@code diff} asks of an upgrade. How much each matters is the same for everyone: no rule set says so. Each has a page,
 * {@code docs/rules/NAME.md}.
 */
public enum UpgradeRule {
    LOST_BINFMT_RULES(
            "lost-binfmt-rules",
            Gravity.ERROR,
            "who upgrades a package keeps the binfmt rules of every emulator that is still there"),
    LOST_STATIC("lost-static", Gravity.ERROR, "a program that was static is static still"),
    CHANGED_VERSION("changed-version", Gravity.INFO, "each library in a program is of the version that it was"),
    LOST_COMPONENT("lost-component", Gravity.INFO, "each library that was in a program is in it still");

    private final String key;
    private final Gravity gravity;
    private final String summary;

    UpgradeRule(String key, Gravity gravity, String summary) {
        this.key = key;
        this.gravity = gravity;
        this.summary = summary;
    }

    /** {@return the rule of that name} */
    public static Optional<UpgradeRule> find(String key) {
        return Arrays.stream(values()).filter(rule -> rule.key.equals(key)).findFirst();
    }

    /** {@return the names of all of them, in the order of the list of rules} */
    public static List<String> keys() {
        return Arrays.stream(values()).map(UpgradeRule::key).toList();
    }

    /** {@return its name, stable for ever: {@code lost-static}} */
    public String key() {
        return key;
    }

    /** {@return how much it matters} */
    public Gravity gravity() {
        return gravity;
    }

    /** {@return what it asks, in one line} */
    public String summary() {
        return summary;
    }
}
