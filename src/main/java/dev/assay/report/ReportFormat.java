package dev.assay.report;

import java.io.IOException;
import java.io.Writer;

/** One way to write a report. The same report gives the same characters. */
public interface ReportFormat {
    /**
     * Writes a report.
     *
     * @param report what was found
     * @param out where to; flushed, not closed
     */
    void write(Report report, Writer out) throws IOException;
}
