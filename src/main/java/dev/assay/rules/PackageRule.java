package dev.assay.rules;

import java.util.List;

/** One thing that a set of packages must keep: a pure function of facts. Each rule has a page, {@code docs/rules/NAME.md}. */
public interface PackageRule {

    /** {@return the rule's name, kebab-case, stable for ever} */
    String name();

    /** {@return what the rule asks, in one line without a full stop} */
    String summary();

    /**
     * Judges a set.
     *
     * @param packages those that have a role in the rule set that asks, and what is known of the others
     * @return what is broken or unproved, in the order of the packages
     */
    List<PackageObservation> judge(PackagesInRole packages);
}
