package dev.assay.report;

import dev.assay.provenance.ReferenceSummary;
import java.util.List;

/**
 * What a catalog file holds.
 *
 * @param path as given
 * @param format version of the file's format
 * @param size of the file, in bytes
 * @param machine the machine that it is for: {@code x86-64}
 * @param archives in the catalog's order
 */
public record CatalogReport(String path, int format, long size, String machine, List<Archive> archives) {
    public CatalogReport {
        archives = List.copyOf(archives);
    }

    /**
     * An archive at a version.
     *
     * @param reference where it comes from, and what of it cannot be matched
     * @param members how many can be
     */
    public record Archive(ReferenceSummary reference, int members) {}
}
