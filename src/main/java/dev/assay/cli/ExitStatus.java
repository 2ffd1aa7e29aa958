package dev.assay.cli;

import dev.assay.linkage.LinkageForm;
import dev.assay.report.ArtifactReport;
import dev.assay.report.Report;
import dev.assay.rules.Verdict;

/** What a command tells its caller, the best first: 2 beats 1 beats 0. */
enum ExitStatus {
    /** All that was judged passes; what was asked for was found. */
    GOOD(0),
    /** A finding at or above the severity that fails, or a verdict that is inconclusive; what was asked for was not found. */
    FINDINGS(1),
    /** It could not be done as asked. */
    NOT_DONE(2);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    /** {@return the number that the process ends with} */
    int code() {
        return code;
    }

    /** {@return the status of an audit} */
    static ExitStatus ofAudit(Report report) {
        if (!isReadWhole(report)) {
            return NOT_DONE;
        }
        return report.verdict() == Verdict.PASS ? GOOD : FINDINGS;
    }

    /** {@return the status of a report of facts, which has no verdict} */
    static ExitStatus ofFacts(Report report) {
        return isReadWhole(report) ? GOOD : NOT_DONE;
    }

    private static boolean isReadWhole(Report report) {
        boolean nothingThere = report.artifacts().isEmpty() && report.packages().isEmpty();
        return !nothingThere
                && report.unreadable().isEmpty()
                && report.artifacts().stream()
                        .filter(ArtifactReport::isWholeFile)
                        .allMatch(ExitStatus::isReadable);
    }

    private static boolean isReadable(ArtifactReport artifact) {
        LinkageForm form = artifact.linkage().form();
        return form != LinkageForm.MALFORMED && form != LinkageForm.NOT_ELF;
    }
}
