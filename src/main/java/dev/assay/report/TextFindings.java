package dev.assay.report;

import dev.assay.rules.Finding;
import dev.assay.rules.Severity;

/** Findings for people: severity and rule, what was seen, what to do. */
final class TextFindings {
    private static final int INDENT = 2;
    private static final int DETAIL = 6;

    private final TextStyle style;
    private final StringBuilder text;

    TextFindings(TextStyle style, StringBuilder text) {
        this.style = style;
        this.text = text;
    }

    /** Appends a finding below its artifact. */
    void appendOwn(FindingGroup group) {
        append(group, "");
    }

    /**
     * Appends a finding that stands apart from its artifacts.
     *
     * @param who which artifacts have it, in words; empty when none
     */
    void appendShared(FindingGroup group, String who) {
        append(group, who);
    }

    private void append(FindingGroup group, String who) {
        Finding finding = group.first();
        Paragraph head = new Paragraph(style)
                .word(Spelling.of(finding.severity()), inkOf(finding.severity()))
                .word(finding.rule(), Ink.STRONG)
                .text(remark(finding), Ink.FAINT);
        if (!who.isEmpty()) {
            head.text("(" + who + ")", Ink.PLAIN);
        }
        head.appendTo(text, INDENT, DETAIL);
        Paragraph message = new Paragraph(style);
        if (!group.isOfOneMessage()) {
            message.text("the first of them:", Ink.FAINT);
        }
        message.text(finding.message(), Ink.PLAIN).appendTo(text, DETAIL, DETAIL);
        if (!finding.mend().isEmpty()) {
            Paragraph mend = new Paragraph(style);
            if (isCommand(finding.mend())) {
                mend.word("-> " + finding.mend(), Ink.PLAIN); // on one line, or it could not be pasted
            } else {
                mend.word("->", Ink.FAINT).text(finding.mend(), Ink.PLAIN);
            }
            mend.appendTo(text, DETAIL, DETAIL + 3);
        }
    }

    private static boolean isCommand(String mend) {
        return mend.contains(" && ") || mend.startsWith("assay ");
    }

    private static String remark(Finding finding) {
        StringBuilder remark = new StringBuilder();
        if (finding.ruling() == Finding.Kind.UNPROVED) {
            remark.append("unproved ");
        }
        if (finding.known()) {
            remark.append("known ");
        }
        finding.waiver()
                .ifPresent(waiver -> remark.append("waived until ")
                        .append(waiver.expires())
                        .append(" by ")
                        .append(waiver.owner())
                        .append(": ")
                        .append(waiver.reason()));
        return remark.toString();
    }

    private static Ink inkOf(Severity severity) {
        return switch (severity) {
            case ERROR -> Ink.BAD;
            case WARNING -> Ink.DOUBTFUL;
            case INFO, OFF -> Ink.FAINT;
        };
    }
}
