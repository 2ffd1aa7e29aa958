package dev.assay.report;

/** How much of a report is written. */
public enum ReportView {
    /** Facts, findings and verdicts: {@code check}. */
    JUDGED,
    /** Facts alone: {@code show}. */
    FACTS
}
