package dev.assay.report;

import dev.assay.rules.Verdict;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The report for people. A line for each artifact, below it what is its own; then what several artifacts share, once, with
 * their number; the summary last, where a terminal shows it.
 */
public final class TextReport implements ReportFormat {
    /** Findings of this many artifacts or more are told once for all of them. */
    private static final int SHARED = 2;

    /** So many artifacts are named where a finding is shared; of more, their number says enough. */
    private static final int NAMED = 3;

    private final ReportView view;
    private final TextStyle style;

    public TextReport(ReportView view, TextStyle style) {
        this.view = view;
        this.style = style;
    }

    @Override
    public void write(Report report, Writer out) throws IOException {
        StringBuilder text = new StringBuilder();
        List<ArtifactReport> shown =
                report.artifacts().stream().filter(this::isShown).collect(Collectors.toUnmodifiableList());
        List<FindingGroup> groups = view == ReportView.JUDGED ? FindingGroup.of(counted(shown)) : List.of();
        IdentityHashMap<ArtifactReport, List<FindingGroup>> own = notShared(groups);
        TextFindings findings = new TextFindings(style, text);
        appendPackages(report, text);
        for (ArtifactReport artifact : shown) {
            new TextArtifact(view, style, text).append(artifact);
            own.getOrDefault(artifact, List.of()).forEach(findings::appendOwn);
        }
        appendUnreadable(report, text);
        appendShared(report, groups, findings, text);
        appendSummary(report, text);
        out.write(text.toString());
        out.flush();
    }

    /** {@return what stands at an artifact itself, by artifact: one like it may have other findings} */
    private static IdentityHashMap<ArtifactReport, List<FindingGroup>> notShared(List<FindingGroup> groups) {
        IdentityHashMap<ArtifactReport, List<FindingGroup>> own = new IdentityHashMap<>();
        for (FindingGroup group : groups) {
            if (group.artifacts().size() < SHARED) {
                group.artifacts()
                        .forEach(artifact -> own.computeIfAbsent(artifact, first -> new ArrayList<>())
                                .add(group));
            }
        }
        return own;
    }

    /** What lies inside another file has its line; what its rules would say of it does not count, and is in the JSON. */
    private static List<ArtifactReport> counted(List<ArtifactReport> artifacts) {
        return artifacts.stream()
                .filter(artifact -> artifact.countedVerdict().isPresent())
                .collect(Collectors.toUnmodifiableList());
    }

    private boolean isShown(ArtifactReport artifact) {
        boolean passes = artifact.countedVerdict().orElse(Verdict.PASS) == Verdict.PASS;
        return style.amount() == TextStyle.Amount.ALL || !passes;
    }

    private void appendPackages(Report report, StringBuilder text) {
        for (PackageReport packageReport : report.packages()) {
            if (style.amount() == TextStyle.Amount.NOT_PASSING && packageReport.verdict() == Verdict.PASS) {
                continue;
            }
            ContainingPackage identity = packageReport.identity();
            Paragraph line = new Paragraph(style);
            if (view == ReportView.JUDGED) {
                TextArtifact.appendVerdict(line, packageReport.verdict());
            }
            line.word(identity.path(), Ink.STRONG);
            line.word(identity.id().name(), Ink.PLAIN);
            line.word(identity.id().version(), Ink.PLAIN);
            line.word(identity.id().architecture(), Ink.FAINT);
            line.appendLineTo(text);
            TextFindings findings = new TextFindings(style, text);
            for (FindingGroup group : FindingGroup.ofFindings(packageReport.findings())) {
                findings.appendOwn(group);
            }
        }
    }

    private void appendUnreadable(Report report, StringBuilder text) {
        for (Report.Unreadable unreadable : report.unreadable()) {
            new Paragraph(style)
                    .column("unreadable", TextArtifact.VERDICT_WIDTH, Ink.BAD)
                    .word(unreadable.path() + ":", Ink.STRONG)
                    .text(describe(unreadable), Ink.PLAIN)
                    .appendTo(text, 0, TextArtifact.indent(ReportView.JUDGED));
        }
    }

    private static String describe(Report.Unreadable unreadable) {
        return unreadable.offset().isPresent()
                ? "at 0x" + Long.toHexString(unreadable.offset().getAsLong()) + ": " + unreadable.message()
                : unreadable.message();
    }

    private void appendShared(Report report, List<FindingGroup> groups, TextFindings findings, StringBuilder text) {
        List<FindingGroup> shared = groups.stream()
                .filter(group -> group.artifacts().size() >= SHARED)
                .collect(Collectors.toUnmodifiableList());
        List<FindingGroup> ownerless =
                view == ReportView.JUDGED ? FindingGroup.ofFindings(report.findings()) : List.of();
        if (!shared.isEmpty() || !ownerless.isEmpty()) {
            text.append('\n');
        }
        for (FindingGroup group : shared) {
            findings.appendShared(group, who(group, counted(report.artifacts()).size()));
        }
        for (FindingGroup group : ownerless) {
            findings.appendShared(group, "");
        }
    }

    private static String who(FindingGroup group, int all) {
        int count = group.artifacts().size();
        if (count == all) {
            return "all " + count + " artifacts";
        }
        if (count <= NAMED) {
            Set<String> names = group.artifacts().stream()
                    .map(TextArtifact::name)
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            return String.join(", ", names);
        }
        return count + " of " + all + " artifacts, "
                + TextArtifact.name(group.artifacts().get(0)) + " the first";
    }

    private void appendSummary(Report report, StringBuilder text) {
        if (style.amount() == TextStyle.Amount.NOT_PASSING && text.isEmpty()) {
            return;
        }
        if (!text.isEmpty()) {
            text.append('\n');
        }
        Paragraph line = new Paragraph(style);
        if (view == ReportView.JUDGED) {
            line.word(Spelling.of(report.verdict()) + ":", TextArtifact.inkOf(report.verdict()));
        }
        line.text(String.join(", ", counts(report)), Ink.PLAIN).appendTo(text, 0, 2);
    }

    private List<String> counts(Report report) {
        List<String> counts = new ArrayList<>();
        int all = counted(report.artifacts()).size();
        if (view == ReportView.JUDGED && all > 0) {
            List<String> verdicts = new ArrayList<>();
            for (Verdict verdict : Verdict.values()) {
                long count = report.artifacts().stream()
                        .filter(artifact -> artifact.countedVerdict().equals(Optional.of(verdict)))
                        .count();
                if (count > 0) {
                    verdicts.add(count + " " + Spelling.of(verdict));
                }
            }
            counts.add(number(all, "artifact") + " (" + String.join(", ", verdicts) + ")");
        } else {
            counts.add(number(all, "artifact"));
        }
        if (report.artifacts().size() > all) {
            counts.add(number(report.artifacts().size() - all, "ELF file") + " inside");
        }
        if (!report.packages().isEmpty()) {
            counts.add(number(report.packages().size(), "package"));
        }
        if (view == ReportView.JUDGED) {
            counts.add(findings(report));
        }
        if (report.skipped() > 0) {
            counts.add(number(report.skipped(), "other file") + " skipped");
        }
        if (!report.unreadable().isEmpty()) {
            counts.add(report.unreadable().size() + " unreadable");
        }
        return counts;
    }

    private static String findings(Report report) {
        long count = report.findings().size();
        for (ArtifactReport artifact : counted(report.artifacts())) {
            count += artifact.findings().size();
        }
        for (PackageReport packageReport : report.packages()) {
            count += packageReport.findings().size();
        }
        return count == 0 ? "no findings" : number(count, "finding");
    }

    private static String number(long count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }
}
