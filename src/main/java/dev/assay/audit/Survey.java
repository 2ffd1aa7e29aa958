package dev.assay.audit;

import dev.assay.packaging.PackageSet;
import dev.assay.report.Report;

/**
 * What an audit found.
 *
 * @param report what is reported
 * @param set the packages that were read whole, as facts
 */
record Survey(Report report, PackageSet set) {}
