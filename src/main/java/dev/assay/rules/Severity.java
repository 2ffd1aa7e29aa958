package dev.assay.rules;

/** How much a broken rule matters, the least first. {@code OFF}: the rule is not asked. */
public enum Severity {
    OFF,
    INFO,
    WARNING,
    ERROR;

    /** {@return whether it matters at least as much as the other} */
    public boolean reaches(Severity other) {
        return this != OFF && compareTo(other) >= 0;
    }
}
