package dev.assay.rules;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What an earlier report found: the same again is known, and does not fail. What was unproved then and is broken now is
 * new. Findings that were waived then are not in it: a waiver ends on its day, whatever a report says.
 */
public final class Baseline {
    /** Nothing was found before. */
    public static final Baseline EMPTY = new Baseline(Map.of());

    private final Map<Finding.Kind, Set<String>> fingerprints = new EnumMap<>(Finding.Kind.class);

    /**
     * Makes a baseline.
     *
     * @param found fingerprints, by what was ruled then
     */
    public Baseline(Map<Finding.Kind, Set<String>> found) {
        found.forEach((kind, prints) -> fingerprints.put(kind, new HashSet<>(prints)));
    }

    /** {@return whether the finding, of that artifact or package, was there before} */
    public boolean has(Finding finding, String foundIn) {
        if (fingerprints.isEmpty()) {
            return false;
        }
        String print = finding.fingerprint(foundIn);
        return has(Finding.Kind.BROKEN, print)
                || finding.ruling() == Finding.Kind.UNPROVED && has(Finding.Kind.UNPROVED, print);
    }

    private boolean has(Finding.Kind kind, String print) {
        return fingerprints.getOrDefault(kind, Set.of()).contains(print);
    }
}
