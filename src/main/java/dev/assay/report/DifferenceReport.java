package dev.assay.report;

import dev.assay.packaging.Difference;
import java.util.List;

/**
 * Two builds compared.
 *
 * @param toolVersion version of Assay
 * @param difference what changed
 * @param unreadable what could not be read on either side
 */
public record DifferenceReport(String toolVersion, Difference difference, List<Report.Unreadable> unreadable) {
    public DifferenceReport {
        unreadable = List.copyOf(unreadable);
    }

    /** {@return whether there was nothing to compare} */
    public boolean isEmpty() {
        return difference.images().isEmpty() && difference.packages().isEmpty();
    }

    /** {@return whether something of severity error is lost} */
    public boolean hasErrors() {
        return difference.hasErrors();
    }
}
