package dev.assay.report;

import com.google.common.io.Resources;
import dev.assay.rules.Finding;
import dev.assay.rules.RulePages;
import dev.assay.rules.Verdict;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The report as one HTML file that needs nothing else: style, script and data are in it, and its content policy lets it load
 * nothing. All that is said stands in the page as text; the script draws pictures of it, searches and filters.
 */
public final class HtmlReport implements ReportFormat {
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

    @Override
    public void write(Report report, Writer out) throws IOException {
        HtmlText html = new HtmlText(out);
        writeHead(report, html);
        html.raw("<body>\n<a class=\"skip\" href=\"#binaries\">Skip to the binaries</a>\n");
        writeSummary(report, html);
        html.raw("<main>\n");
        writeBinaries(report, html);
        writeFindings(report, html);
        writePackages(report, html);
        HtmlArtifact artifacts = new HtmlArtifact(html);
        html.raw("<section aria-labelledby=\"h-details\">\n<h2 id=\"h-details\">Binary by binary</h2>\n");
        for (int i = 0; i < report.artifacts().size(); i++) {
            artifacts.write(report.artifacts().get(i), i);
        }
        html.raw("</section>\n");
        writeRules(report, html);
        html.raw("</main>\n<script>\n" + resource("report.js") + "</script>\n</body>\n</html>\n");
        out.flush();
    }

    private static String resource(String name) throws IOException {
        return Resources.toString(Resources.getResource("dev/assay/report/" + name), StandardCharsets.UTF_8);
    }

    private static void writeHead(Report report, HtmlText html) throws IOException {
        html.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .raw("<meta name=\"color-scheme\" content=\"light dark\">\n")
                .raw("<meta http-equiv=\"Content-Security-Policy\" content=\"" + POLICY + "\">\n<title>")
                .text("Assay: " + Spelling.of(report.verdict()) + ", " + binaries(report))
                .raw("</title>\n<style>\n" + resource("report.css") + "</style>\n</head>\n");
    }

    private static String binaries(Report report) {
        int count = report.artifacts().size();
        return count == 1 ? "1 binary" : count + " binaries";
    }

    private static void writeSummary(Report report, HtmlText html) throws IOException {
        html.raw("<header>\n<h1>Assay: ").verdict(report.verdict()).raw("</h1>\n<p>");
        String separator = "";
        for (Verdict verdict : List.of(Verdict.FAIL, Verdict.INCONCLUSIVE, Verdict.PASS)) {
            long count = report.artifacts().stream()
                    .filter(artifact -> artifact.verdict() == verdict)
                    .count();
            if (count > 0) {
                html.raw(separator).text(count + " " + Spelling.of(verdict));
                separator = ", ";
            }
        }
        html.raw(" of " + binaries(report) + ", judged by ")
                .text(String.join(", ", report.ruleSets()))
                .raw("; " + report.skipped() + " other files skipped. Assay ")
                .text(report.toolVersion())
                .raw(".</p>\n");
        for (Report.Unreadable unreadable : report.unreadable()) {
            html.raw("<p><strong class=\"v-fail\">unreadable</strong> <code>")
                    .text(unreadable.path())
                    .raw("</code>: ")
                    .text(unreadable.message())
                    .raw("</p>\n");
        }
        html.raw("<form role=\"search\" id=\"filters\">\n<label for=\"q\">Search</label>\n")
                .raw(
                        "<input type=\"search\" id=\"q\" placeholder=\"file, library, member, rule\" autocomplete=\"off\">\n")
                .raw("<fieldset><legend>Show</legend>\n");
        for (Verdict verdict : List.of(Verdict.FAIL, Verdict.INCONCLUSIVE, Verdict.PASS)) {
            String word = Spelling.of(verdict);
            html.raw("<label><input type=\"checkbox\" name=\"verdict\" value=\"" + word + "\" checked> " + word
                    + "</label>\n");
        }
        html.raw("</fieldset>\n<output id=\"count\" aria-live=\"polite\"></output>\n</form>\n</header>\n");
    }

    private static void writeBinaries(Report report, HtmlText html) throws IOException {
        html.raw("<section aria-labelledby=\"h-binaries\">\n<h2 id=\"h-binaries\">Binaries</h2>\n")
                .raw("<div class=\"scroll\"><table id=\"binaries\">\n<thead><tr><th scope=\"col\">Verdict</th>")
                .raw("<th scope=\"col\">File</th><th scope=\"col\">Form</th><th scope=\"col\">Machine</th>")
                .raw("<th scope=\"col\" class=\"n\">Code, bytes</th><th scope=\"col\" class=\"n\">Explained</th>")
                .raw("<th scope=\"col\" class=\"n\">Findings</th></tr></thead>\n<tbody>\n");
        Optional<String> group = Optional.empty();
        for (int i = 0; i < report.artifacts().size(); i++) {
            ArtifactReport artifact = report.artifacts().get(i);
            Optional<String> container = artifact.container().map(ContainingPackage::path);
            if (!container.equals(group)) {
                html.raw("</tbody>\n<tbody>\n");
                if (container.isPresent()) {
                    html.raw("<tr class=\"package\"><th colspan=\"7\" scope=\"rowgroup\">in <code>")
                            .text(container.get())
                            .raw("</code></th></tr>\n");
                }
                group = container;
            }
            writeBinary(artifact, i, html);
        }
        html.raw("</tbody></table></div>\n</section>\n");
    }

    private static void writeBinary(ArtifactReport artifact, int index, HtmlText html) throws IOException {
        html.raw("<tr data-artifact=\"" + index + "\" data-verdict=\"" + Spelling.of(artifact.verdict()) + "\"><td>")
                .verdict(artifact.verdict())
                .raw("</td><td><a href=\"#artifact-" + index + "\"><code>")
                .text(artifact.path())
                .raw("</code></a></td><td>" + Spelling.of(artifact.linkage().form()) + "</td><td>")
                .text(artifact.linkage().machine())
                .raw("</td><td class=\"n\">"
                        + String.format(Locale.ROOT, "%,d", artifact.coverage().executable())
                        + "</td><td class=\"n\">");
        html.raw(HtmlCoverage.of(artifact.coverage()))
                .raw("</td><td class=\"n\">" + artifact.findings().size() + "</td></tr>\n");
    }

    private static void writeFindings(Report report, HtmlText html) throws IOException {
        html.raw(
                "<section aria-labelledby=\"h-findings\">\n<h2 id=\"h-findings\">Findings</h2>\n<ul class=\"findings\">\n");
        for (FindingGroup group : FindingGroup.of(report.artifacts())) {
            int count = group.artifacts().size();
            String who = count == 1
                    ? group.artifacts().get(0).distinctPath()
                    : count == report.artifacts().size()
                            ? "all " + count + " binaries"
                            : count + " of " + report.artifacts().size() + " binaries";
            html.finding(group, who);
        }
        for (FindingGroup group : FindingGroup.ofFindings(report.findings())) {
            html.finding(group, "");
        }
        html.raw("</ul>\n</section>\n");
    }

    private static void writePackages(Report report, HtmlText html) throws IOException {
        if (report.packages().isEmpty()) {
            return;
        }
        html.raw("<section aria-labelledby=\"h-packages\">\n<h2 id=\"h-packages\">Packages</h2>\n");
        for (PackageReport one : report.packages()) {
            html.raw("<h3>")
                    .verdict(one.verdict())
                    .raw(" <code>")
                    .text(one.identity().path());
            html.raw("</code></h3>\n<p>")
                    .text(one.identity().id().name() + " " + one.identity().id().version() + " "
                            + one.identity().id().architecture())
                    .raw("</p>\n<ul class=\"findings\">\n");
            for (Finding finding : one.findings()) {
                html.finding(finding);
            }
            html.raw("</ul>\n");
        }
        html.raw("</section>\n");
    }

    private static void writeRules(Report report, HtmlText html) throws IOException {
        TreeSet<String> rules = new TreeSet<>();
        report.artifacts().forEach(one -> one.findings().forEach(finding -> rules.add(finding.rule())));
        report.packages().forEach(one -> one.findings().forEach(finding -> rules.add(finding.rule())));
        report.findings().forEach(finding -> rules.add(finding.rule()));
        html.raw("<section aria-labelledby=\"h-rules\">\n<h2 id=\"h-rules\">Rules with findings</h2>\n");
        for (String rule : rules) {
            html.raw("<details class=\"rule\" id=\"rule-" + rule + "\"><summary><h3>" + rule + "</h3></summary>\n");
            html.raw(RulePages.find(rule).map(HtmlText::ofMarkdown).orElse(""));
            html.raw("</details>\n");
        }
        html.raw("</section>\n");
    }
}
