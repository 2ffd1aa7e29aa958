package dev.assay.audit;

import dev.assay.input.Limits;
import dev.assay.rules.Acceptance;
import dev.assay.rules.RuleSet;
import dev.assay.rules.Severity;
import java.util.List;

/**
 * What an audit is to do.
 *
 * @param ruleSets each judges, and the worst verdict counts; empty: facts only
 * @param failOn the lowest severity that fails
 * @param jobs how many artifacts are examined at a time, at least 1
 * @param limits bounds on hostile input
 * @param references what provenance is proved against
 * @param acceptance what is accepted of what the rules say
 * @param licences whether they are told; those of installed packages are looked for only then
 * @param toolVersion what the report calls this version of Assay
 */
public record AuditOptions(
        List<RuleSet> ruleSets,
        Severity failOn,
        int jobs,
        Limits limits,
        ReferenceSources references,
        Acceptance acceptance,
        Licences licences,
        String toolVersion) {
    /** Whether a report shall tell the licences that packages state. */
    public enum Licences {
        ASKED,
        NOT_ASKED
    }

    public AuditOptions {
        ruleSets = List.copyOf(ruleSets);
        if (jobs < 1) {
            throw new IllegalArgumentException("no job, no answer");
        }
    }

    /** What an audit is to do that accepts nothing and tells no licences. */
    public AuditOptions(
            List<RuleSet> ruleSets,
            Severity failOn,
            int jobs,
            Limits limits,
            ReferenceSources references,
            String toolVersion) {
        this(ruleSets, failOn, jobs, limits, references, Acceptance.NONE, Licences.NOT_ASKED, toolVersion);
    }
}
