package dev.assay.report;

import dev.assay.rules.Finding;
import dev.assay.rules.Verdict;
import java.io.IOException;
import java.io.Writer;
import java.util.regex.Pattern;

/** Writes HTML: text always escaped, the few shapes that repeat, and rule pages from Markdown. */
final class HtmlText {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern STRONG = Pattern.compile("\\*\\*([^*]+)\\*\\*");

    private final Writer out;

    HtmlText(Writer out) {
        this.out = out;
    }

    /** Writes what is HTML already. */
    HtmlText raw(String html) throws IOException {
        out.write(html);
        return this;
    }

    /** Writes text, whatever is in it. */
    HtmlText text(String text) throws IOException {
        out.write(XmlText.escaped(text));
        return this;
    }

    /** Writes a verdict. */
    HtmlText verdict(Verdict verdict) throws IOException {
        String word = Spelling.of(verdict);
        return raw("<strong class=\"v-" + word + "\">" + word + "</strong>");
    }

    /** {@return where data for the script is written} */
    Writer script() {
        return new ScriptData(out);
    }

    /**
     * Writes what is one finding to a reader as an element of a list.
     *
     * @param who which artifacts have it, in words; empty when none
     */
    void finding(FindingGroup group, String who) throws IOException {
        begin(group.first(), who);
        if (!group.isOfOneMessage()) {
            raw("<span class=\"who\">the first of them:</span> ");
        }
        end(group.first());
    }

    /** Writes a finding as an element of a list. */
    void finding(Finding finding) throws IOException {
        begin(finding, "");
        end(finding);
    }

    private void begin(Finding finding, String who) throws IOException {
        String severity = Spelling.of(finding.severity());
        raw("<li class=\"s-" + severity + (finding.counts() ? "" : " accepted") + "\"><strong>" + severity
                + "</strong> <a href=\"#rule-" + finding.rule() + "\">" + finding.rule() + "</a>");
        if (finding.ruling() == Finding.Kind.UNPROVED) {
            raw(" <em>unproved</em>");
        }
        if (finding.known()) {
            raw(" <em>known</em>");
        }
        if (finding.waiver().isPresent()) {
            raw(" <em>waived until " + finding.waiver().get().expires() + " by ")
                    .text(finding.waiver().get().owner() + ": "
                            + finding.waiver().get().reason())
                    .raw("</em>");
        }
        if (!who.isEmpty()) {
            raw(" <span class=\"who\">(").text(who).raw(")</span>");
        }
        raw("<p>");
    }

    private void end(Finding finding) throws IOException {
        text(finding.message()).raw("</p>");
        if (!finding.mend().isEmpty()) {
            raw("<p class=\"mend\"><span aria-hidden=\"true\">\u2192 </span>")
                    .text(finding.mend())
                    .raw("</p>");
        }
        raw("</li>\n");
    }

    /** {@return HTML of a rule page: it has headings, paragraphs, lists and indented code, and no more} */
    static String ofMarkdown(String markdown) {
        StringBuilder html = new StringBuilder();
        for (String block : markdown.split("\n\n+", -1)) {
            if (block.startsWith("## ")) {
                html.append("<h4>").append(inline(block.substring(3))).append("</h4>\n");
            } else if (block.startsWith("    ")) {
                html.append("<pre tabindex=\"0\">")
                        .append(XmlText.escaped(block.replaceAll("(?m)^ {4}", "")))
                        .append("</pre>\n");
            } else if (!block.isBlank() && !block.startsWith("# ")) { // The name stands above the page.
                html.append("<p>").append(inline(block)).append("</p>\n");
            }
        }
        return html.toString();
    }

    private static String inline(String text) {
        String coded = CODE.matcher(XmlText.escaped(text)).replaceAll("<code>$1</code>");
        return STRONG.matcher(coded).replaceAll("<strong>$1</strong>");
    }

    /** JSON within a script element, which ends at the first {@code </script}: no less-than sign goes through. */
    private static final class ScriptData extends Writer {
        private final Writer out;

        ScriptData(Writer out) {
            this.out = out;
        }

        @Override
        public void write(char[] text, int offset, int length) throws IOException {
            int done = offset;
            for (int i = offset; i < offset + length; i++) {
                if (text[i] == '<') {
                    out.write(text, done, i - done);
                    out.write("\\u003c");
                    done = i + 1;
                }
            }
            out.write(text, done, offset + length - done);
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() {}
    }
}
