package dev.assay.rules;

/** How much a broken rule matters, the least first. {@code OFF}: the rule is not asked. */
public enum Severity {
    OFF,
    INFO,
    WARNING,
    ERROR
}
