package dev.assay.report;

import dev.assay.Origin.PackageId;
import dev.assay.provenance.ReferenceSummary;
import dev.assay.rules.Finding;
import dev.assay.rules.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
 * @param licences what packages state of their licences, by package of any suite: expressions or short names, as they are
 *     written; packages that state none, or that could not be asked, are absent
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
        Map<PackageId, List<String>> licences,
        int skipped,
        List<Unreadable> unreadable) {
    /** So many members of an archive are named. */
    private static final int NAMED = 20;

    public Report {
        ruleSets = List.copyOf(ruleSets);
        artifacts = List.copyOf(artifacts);
        packages = List.copyOf(packages);
        findings = List.copyOf(findings);
        references = List.copyOf(references);
        licences = Map.copyOf(licences);
        unreadable = List.copyOf(unreadable);
    }

    /** {@return the licences that a package states, as it writes them; empty where it states none, or none is known} */
    public List<String> licences(PackageId id) {
        return licences.getOrDefault(id.ofAnySuite(), List.of());
    }

    /** {@return members of references that can be matched with nothing, a line for people each; of many, how many more} */
    public List<String> unmatched() {
        List<String> lines = new ArrayList<>();
        for (ReferenceSummary reference : references) {
            String archive = reference.origin().archive();
            List<String> members = reference.unusable();
            members.stream().limit(NAMED).forEach(member -> lines.add(archive + ": cannot be matched: " + member));
            if (members.size() > NAMED) {
                lines.add(archive + ": nor can " + (members.size() - NAMED) + " more, which --format json names");
            }
        }
        return lines;
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
