package dev.assay.report;

import dev.assay.reach.MemberChain;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** Why something is in an image, for people: a member a line, each referred to by the one above it. */
public final class TextReason implements ReportFormat {
    private static final int INDENT = 2;

    private final Reason reason;
    private final TextStyle style;

    public TextReason(Reason reason, TextStyle style) {
        this.reason = reason;
        this.style = style;
    }

    @Override
    public void write(Report report, Writer out) throws IOException {
        StringBuilder text = new StringBuilder();
        List<MemberChain.Link> links = reason.chain().links();
        new Paragraph(style)
                .word(reason.what(), Ink.STRONG)
                .text("is in the image at", Ink.PLAIN)
                .word(JsonMap.hex(reason.chain().address()), Ink.PLAIN)
                .appendTo(text, 0, INDENT);
        text.append('\n');
        for (int i = 0; i < links.size(); i++) {
            appendLink(links.get(i), i == 0, text);
        }
        if (links.size() == 1) {
            new Paragraph(style)
                    .text("No other placed member refers to it: the program itself does, or what starts it.", Ink.PLAIN)
                    .appendTo(text, INDENT, INDENT);
        }
        out.write(text.toString());
        out.flush();
    }

    private void appendLink(MemberChain.Link link, boolean isFirst, StringBuilder text) {
        Paragraph line = new Paragraph(style);
        if (!isFirst) {
            line.word("->", Ink.FAINT);
            link.symbol().ifPresent(symbol -> line.word(symbol, Ink.STRONG).text("of", Ink.PLAIN));
        }
        line.word(link.archive().archiveName() + "(" + link.member() + ")", Ink.PLAIN)
                .text("at", Ink.FAINT)
                .word(JsonMap.hex(link.address()), Ink.FAINT)
                .appendTo(text, INDENT, INDENT + 3);
    }
}
