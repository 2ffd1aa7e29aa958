package dev.assay.report;

import dev.assay.provenance.ReferenceSummary;
import dev.assay.rules.Finding;
import dev.assay.rules.Verdict;
import java.util.List;
import java.util.OptionalLong;

/**
 * What an audit found: the value that every format writes. Its lists are in their final order; no format sorts, counts
 * verdicts or decides.
 *
 * @param toolVersion version of Assay
 * @param ruleSets names of the rule sets that judged, in the order they were given; empty when nothing was judged
 *     ({@code show})
 * @param verdict the worst of all
 * @param artifacts by path, then by place in their container
 * @param packages by path
 * @param findings what belongs to no artifact and no package
 * @param references what provenance was proved against
 * @param skipped files of walked directories and packages that are not ELF or that no rule set is for
 * @param unreadable what could not be read, by path
 */
public record Report(
        String toolVersion,
        List<String> ruleSets,
        Verdict verdict,
        List<ArtifactReport> artifacts,
        List<PackageReport> packages,
        List<Finding> findings,
        List<ReferenceSummary> references,
        int skipped,
        List<Unreadable> unreadable) {
    public Report {
        ruleSets = List.copyOf(ruleSets);
        artifacts = List.copyOf(artifacts);
        packages = List.copyOf(packages);
        findings = List.copyOf(findings);
        references = List.copyOf(references);
        unreadable = List.copyOf(unreadable);
    }

    /**
     * A path that could not be read, or not as it was asked for.
     *
     * @param path as given; of a file in a package {@code x.deb!usr/bin/y}
     * @param offset file offset of what is wrong, where that is known
     * @param message what went wrong, without the path
     */
    public record Unreadable(String path, OptionalLong offset, String message) {}
}
