package dev.assay.audit;

import dev.assay.packaging.PackageSet;
import dev.assay.report.Report;
import java.util.Map;

/**
 * What an audit found.
 *
 * @param report what is reported
 * @param set the packages that were read whole, as facts
 * @param sizes of artifacts in bytes, by {@code x.deb!usr/bin/y}
 */
record Survey(Report report, PackageSet set, Map<String, Long> sizes) {
    Survey {
        sizes = Map.copyOf(sizes);
    }
}
