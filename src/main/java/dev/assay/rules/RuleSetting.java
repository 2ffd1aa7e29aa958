package dev.assay.rules;

/**
 * How a rule set asks one rule.
 *
 * @param severity how much it matters when broken or unproved
 * @param locking whether rule sets that extend this one may change it
 * @param toleratedPercent how much of what the rule measures is tolerated, in percent; 0 for rules that measure nothing
 */
public record RuleSetting(Severity severity, Locking locking, double toleratedPercent) {

    /** Whether rule sets that extend a set may change the setting. */
    public enum Locking {
        OPEN,
        LOCKED
    }

    /** {@return an open setting that tolerates nothing} */
    public static RuleSetting of(Severity severity) {
        return new RuleSetting(severity, Locking.OPEN, 0);
    }
}
