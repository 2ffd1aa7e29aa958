package dev.assay.audit;

import dev.assay.packaging.PackageSet;
import dev.assay.report.Reason;
import dev.assay.report.Report;
import java.util.Map;

/**
 * What an audit found.
 *
 * @param report what is reported
 * @param set the packages that were read whole, as facts
 * @param sizes of artifacts in bytes, by {@code x.deb!usr/bin/y}
 * @param reasons why something is in an artifact, when that was asked, by {@code x.deb!usr/bin/y}
 */
record Survey(Report report, PackageSet set, Map<String, Long> sizes, Map<String, Reason> reasons) {
    Survey {
        sizes = Map.copyOf(sizes);
        reasons = Map.copyOf(reasons);
    }
}
