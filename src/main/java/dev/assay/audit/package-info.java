/** The pipeline from paths to a report. Opens and maps files; concurrency and progress live here alone. */
package dev.assay.audit;
