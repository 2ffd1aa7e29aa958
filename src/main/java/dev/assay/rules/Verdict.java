package dev.assay.rules;

/** What the rules say of an artifact, a package or a run; the best first. */
public enum Verdict {
    PASS,
    INCONCLUSIVE,
    FAIL;

    /** {@return the worse of the two} */
    public Verdict worst(Verdict other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
