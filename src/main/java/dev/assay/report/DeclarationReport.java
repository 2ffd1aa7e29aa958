package dev.assay.report;

import java.util.List;

/**
 * What a package may declare by what its content proves.
 *
 * @param lines to paste into debian/control or a spec file; empty when no source is found
 * @param remarks on versions that are not proved
 */
public record DeclarationReport(List<String> lines, List<String> remarks) {
    /** How a distribution writes it. */
    public enum Style {
        DEBIAN,
        FEDORA
    }

    public DeclarationReport {
        lines = List.copyOf(lines);
        remarks = List.copyOf(remarks);
    }
}
