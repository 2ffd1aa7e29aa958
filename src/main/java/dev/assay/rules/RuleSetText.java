package dev.assay.rules;

/**
 * A rule set as it is written.
 *
 * @param source the file, or the name of a set that ships; messages name it
 * @param text YAML
 */
public record RuleSetText(String source, String text) {}
