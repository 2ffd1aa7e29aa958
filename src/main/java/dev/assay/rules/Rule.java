package dev.assay.rules;

/**
 * One thing that an artifact must keep: a pure function of facts. Each rule has a page, {@code docs/rules/NAME.md}.
 */
public interface Rule {

    /** {@return the rule's name, kebab-case, stable for ever} */
    String name();

    /** {@return what the rule asks, in one line without a full stop} */
    String summary();

    /**
     * Judges one artifact.
     *
     * @param facts what is known of it
     * @param ruleSet the rule set that asks: its components and settings
     * @return the answer, doubt included
     */
    Ruling judge(Facts facts, RuleSet ruleSet);
}
