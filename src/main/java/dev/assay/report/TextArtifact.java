package dev.assay.report;

import dev.assay.linkage.Linkage;
import dev.assay.provenance.CheckedVariants;
import dev.assay.provenance.Component;
import dev.assay.provenance.Coverage;
import dev.assay.provenance.Evidence;
import dev.assay.reach.ChainLink;
import dev.assay.reach.Hazard;
import dev.assay.rules.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** One artifact for people: verdict, path and form on a line, below it what it asks for and what it is made of. */
final class TextArtifact {
    /** As wide as the longest verdict, {@code inconclusive}. */
    static final int VERDICT_WIDTH = 12;

    /** As wide as the usual ones, {@code static-pie x86-64}. */
    private static final int FORM_WIDTH = 18;

    private final ReportView view;
    private final TextStyle style;
    private final StringBuilder text;

    TextArtifact(ReportView view, TextStyle style, StringBuilder text) {
        this.view = view;
        this.style = style;
        this.text = text;
    }

    void append(ArtifactReport artifact) {
        Linkage linkage = artifact.linkage();
        Paragraph line = new Paragraph(style);
        if (view == ReportView.JUDGED) {
            appendVerdict(line, artifact.verdict());
        }
        // What varies most stands last: forms and machines make columns, and a long path breaks none.
        line.column(form(linkage), FORM_WIDTH, Ink.PLAIN).word(name(artifact), Ink.STRONG);
        artifact.inside().ifPresent(inside -> line.text("inside " + inside.displayed(), Ink.FAINT));
        line.appendLineTo(text);
        if (view == ReportView.FACTS) {
            appendFacts(linkage);
            appendHazards(artifact.hazards());
            appendChecks(CheckedVariants.of(artifact.linkMap()));
        }
        appendComponents(artifact);
        appendCoverage(artifact.coverage());
    }

    /** {@return the path, of a file in a package behind the package's file name; the package's own line has its path} */
    static String name(ArtifactReport artifact) {
        return artifact.container()
                .map(ContainingPackage::path)
                .map(path -> path.substring(path.lastIndexOf('/') + 1) + "!" + artifact.path())
                .orElse(artifact.path());
    }

    static void appendVerdict(Paragraph line, Verdict verdict) {
        line.column(Spelling.of(verdict), VERDICT_WIDTH, inkOf(verdict));
    }

    static Ink inkOf(Verdict verdict) {
        return switch (verdict) {
            case PASS -> Ink.GOOD;
            case INCONCLUSIVE -> Ink.DOUBTFUL;
            case FAIL -> Ink.BAD;
        };
    }

    /** {@return where the text below an artifact's line begins} */
    static int indent(ReportView view) {
        return view == ReportView.JUDGED ? VERDICT_WIDTH + 1 : 4;
    }

    private static String form(Linkage linkage) {
        String form = Spelling.of(linkage.form());
        return linkage.machine().isEmpty() ? form : form + " " + linkage.machine();
    }

    private void appendFacts(Linkage linkage) {
        linkage.interpreter().ifPresent(path -> appendFact("interpreter", List.of(path)));
        appendFact(
                "needs",
                linkage.needed().stream().map(Linkage.DynamicString::value).toList());
        for (Linkage.DynamicString load : linkage.loads()) {
            appendFact(load.tag(), List.of(load.value()));
        }
        for (Linkage.DynamicString path : linkage.searchPaths()) {
            appendFact(path.tag(), List.of(path.value()));
        }
        linkage.packing().ifPresent(packing -> appendFact("packed", List.of(packing.sign())));
        linkage.malformation()
                .ifPresent(malformation -> appendFact(
                        "malformed",
                        List.of("at 0x" + Long.toHexString(malformation.offset()) + ": " + malformation.expected())));
    }

    private void appendHazards(List<Hazard> hazards) {
        for (Hazard hazard : hazards) {
            String reached = switch (hazard.reachable()) {
                case YES ->
                    "reached by "
                            + hazard.chain().stream().map(ChainLink::displayed).collect(Collectors.joining(" > "));
                case NO -> "not reached";
                case UNKNOWN -> "not known whether it is reached";
            };
            appendFact("hazard", List.of(Spelling.of(hazard.kind()) + ", " + hazard.evidence() + ": " + reached));
        }
    }

    private void appendChecks(CheckedVariants checks) {
        if (checks.stackProtector()) {
            appendFact("stack protector", List.of("used by some code"));
        }
        if (!checks.fortified().isEmpty()) {
            appendFact("fortified", List.of("some calls of " + String.join(", ", checks.fortified())));
        }
    }

    private void appendFact(String name, List<String> values) {
        if (values.isEmpty()) {
            return;
        }
        new Paragraph(style)
                .word(name, Ink.FAINT)
                .text(String.join(" ", values), Ink.PLAIN)
                .appendTo(text, indent(view), indent(view) + 2);
    }

    private void appendComponents(ArtifactReport artifact) {
        List<String> weak = new ArrayList<>();
        for (Component component : artifact.components()) {
            if (component.bytes() == 0 && component.dataBytes() == 0) {
                weak.add(component.name() + " (" + Spelling.of(component.evidence()) + ")");
            } else {
                appendProved(component);
            }
        }
        if (!weak.isEmpty()) {
            new Paragraph(style).text(String.join(", ", weak), Ink.PLAIN).appendTo(text, indent(view), indent(view));
        }
    }

    private void appendProved(Component component) {
        Paragraph line = new Paragraph(style).column(component.name(), 12, Ink.PLAIN);
        component
                .origin()
                .ifPresent(origin -> line.word(origin.name(), Ink.PLAIN)
                        .text(String.join(", ", versions(component, origin.version())), Ink.PLAIN));
        line.word(Spelling.of(component.evidence()), inkOf(component.evidence()));
        line.text(bytes(component.bytes()), Ink.PLAIN);
        component
                .functions()
                .ifPresent(functions -> line.text(
                        "(functions: " + functions.agree() + " agree, "
                                + functions.differ().size() + " differ)",
                        Ink.PLAIN));
        line.appendTo(text, indent(view), indent(view) + 2);
    }

    /** All versions that explain as much; most often that is one. */
    private static List<String> versions(Component component, String best) {
        return component.versions().size() > 1 ? component.versions() : List.of(best);
    }

    private static Ink inkOf(Evidence evidence) {
        return evidence == Evidence.EXACT ? Ink.FAINT : Ink.DOUBTFUL;
    }

    private void appendCoverage(Coverage coverage) {
        if (coverage.executable() == coverage.unexplained()) {
            return; // Nothing was compared with anything: a line of zeros would tell nothing.
        }
        List<String> shares = new ArrayList<>();
        shares.add(share(coverage.exact(), coverage) + " proved");
        addShare(shares, coverage.code(), coverage, "of other builds");
        addShare(shares, coverage.own(), coverage, "its own objects");
        addShare(
                shares,
                coverage.unexplained(),
                coverage,
                coverage.own() > 0 ? "unexplained" : "its own or unexplained");
        new Paragraph(style)
                .text(bytes(coverage.executable()) + " of code: " + String.join(", ", shares), Ink.FAINT)
                .appendTo(text, indent(view), indent(view) + 2);
    }

    private static void addShare(List<String> shares, long count, Coverage coverage, String what) {
        if (count > 0) {
            shares.add(share(count, coverage) + " " + what);
        }
    }

    private static String share(long count, Coverage coverage) {
        return String.format(Locale.ROOT, "%.1f %%", 100.0 * count / coverage.executable());
    }

    private static String bytes(long count) {
        return String.format(Locale.ROOT, "%,d B", count);
    }
}
