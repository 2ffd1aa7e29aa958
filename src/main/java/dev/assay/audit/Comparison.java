package dev.assay.audit;

import dev.assay.packaging.Declaration;
import dev.assay.packaging.Difference;
import dev.assay.packaging.Members;
import dev.assay.packaging.Snapshot;
import dev.assay.report.ArtifactReport;
import dev.assay.report.DeclarationReport;
import dev.assay.report.DifferenceReport;
import dev.assay.report.Report;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What follows from facts alone: two builds compared, and what a package may declare. */
public final class Comparison {
    private Comparison() {}

    /**
     * Compares two builds.
     *
     * @param audit reads either; it has no rule set
     * @param old a file, a package or a folder
     * @param now a file, a package or a folder
     * @return what changed, what is lost, and what could not be read
     */
    public static DifferenceReport between(Audit audit, String old, String now) {
        Survey before = audit.survey(List.of(old));
        Survey after = audit.survey(List.of(now));
        List<Report.Unreadable> unreadable = new ArrayList<>(before.report().unreadable());
        unreadable.addAll(after.report().unreadable());
        return new DifferenceReport(
                after.report().toolVersion(),
                Difference.between(snapshot(before, old), snapshot(after, now)),
                unreadable);
    }

    /** {@return what the content of all artifacts of a report proves} */
    public static DeclarationReport declaration(Report report, DeclarationReport.Style style) {
        List<Declaration.Found> found = Declaration.found(
                report.artifacts().stream().map(ArtifactReport::components).toList());
        Declaration.Style written = switch (style) {
            case DEBIAN -> Declaration.Style.DEBIAN;
            case FEDORA -> Declaration.Style.FEDORA;
        };
        return new DeclarationReport(
                Declaration.lines(written, found),
                found.stream()
                        .map(Declaration::remark)
                        .flatMap(Optional::stream)
                        .toList());
    }

    private static Snapshot snapshot(Survey survey, String root) {
        List<Snapshot.Image> images = survey.report().artifacts().stream()
                .filter(ArtifactReport::isWholeFile) // it changes with the file around it
                .map(artifact -> image(survey, artifact, root))
                .sorted(Comparator.comparing(Snapshot.Image::path))
                .toList();
        return new Snapshot(survey.set(), images);
    }

    private static Snapshot.Image image(Survey survey, ArtifactReport artifact, String root) {
        String within = root.endsWith("/") ? root : root + "/";
        String path = artifact.container().isEmpty() && artifact.path().startsWith(within)
                ? artifact.path().substring(within.length())
                : artifact.path();
        return new Snapshot.Image(
                path,
                artifact.container().map(container -> container.id().name()),
                artifact.sha256(),
                artifact.linkage().form(),
                artifact.linkage().machine(),
                survey.sizes().getOrDefault(artifact.displayPath(), 0L),
                artifact.components(),
                Members.of(artifact.linkMap()));
    }
}
