package dev.assay.rules;

import java.util.List;

/** What the rules say of an artifact, a package or a run; the best first. */
public enum Verdict {
    PASS,
    INCONCLUSIVE,
    FAIL;

    /** {@return the worse of the two} */
    public Verdict worst(Verdict other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /**
     * The verdict that findings amount to (cli.md, "Verdicts").
     *
     * @param findings of one artifact, package or run; those waived or known from a baseline do not count
     * @param failOn the lowest severity that fails
     * @return {@code FAIL} if a broken rule reaches that severity, else {@code INCONCLUSIVE} if an unproved one does
     */
    public static Verdict of(List<Finding> findings, Severity failOn) {
        Verdict verdict = PASS;
        for (Finding finding : findings) {
            if (finding.counts() && finding.severity().reaches(failOn)) {
                verdict = verdict.worst(
                        switch (finding.ruling()) {
                            case BROKEN -> FAIL;
                            case UNPROVED -> INCONCLUSIVE;
                        });
            }
        }
        return verdict;
    }
}
