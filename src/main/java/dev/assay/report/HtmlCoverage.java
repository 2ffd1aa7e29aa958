package dev.assay.report;

import dev.assay.provenance.Coverage;
import java.util.Locale;

/** How much of a binary's code is explained: a bar, coloured as its picture is, and the share in figures. */
final class HtmlCoverage {
    private final Coverage coverage;
    private final StringBuilder bar = new StringBuilder("<span class=\"bar\" aria-hidden=\"true\">");

    private HtmlCoverage(Coverage coverage) {
        this.coverage = coverage;
    }

    /** {@return HTML of it; a dash where there is no code} */
    static String of(Coverage coverage) {
        if (coverage.executable() == 0) {
            return "-";
        }
        HtmlCoverage html = new HtmlCoverage(coverage);
        html.part("k0", coverage.exact());
        html.part("k2", coverage.code());
        html.part("k4", coverage.own());
        html.part("k5", coverage.padding());
        html.part("k6", coverage.linker());
        html.part("k7", coverage.data());
        html.part("k8", coverage.unexplained());
        return html.bar.append("</span> ").append(html.percent(coverage.executable() - coverage.unexplained())) + " %";
    }

    private void part(String colour, long bytes) {
        if (bytes > 0) {
            bar.append("<i class=\"")
                    .append(colour)
                    .append("\" style=\"width:")
                    .append(percent(bytes))
                    .append("%\"></i>");
        }
    }

    private String percent(long bytes) {
        return String.format(Locale.ROOT, "%.1f", 100.0 * bytes / coverage.executable());
    }
}
