package dev.assay.report;

import dev.assay.reach.ChainLink;
import dev.assay.reach.MemberChain;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/**
 * Why something is in an image, for people, a step a line, each referred to by the one above it: from the entry point where such
 * a path is known, else from member to member.
 */
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
        new Paragraph(style)
                .word(reason.what(), Ink.STRONG)
                .text("is in the image at", Ink.PLAIN)
                .word(JsonMap.hex(reason.address()), Ink.PLAIN)
                .text(reason.path().isEmpty() ? "" : "and is reached from the entry point", Ink.PLAIN)
                .appendTo(text, 0, INDENT);
        text.append('\n');
        if (reason.path().isEmpty()) {
            appendMembers(reason.members(), text);
        } else {
            appendPath(reason.path(), text);
        }
        out.write(text.toString());
        out.flush();
    }

    private void appendPath(List<ChainLink> path, StringBuilder text) {
        for (int i = 0; i < path.size(); i++) {
            ChainLink link = path.get(i);
            Paragraph line = new Paragraph(style);
            if (i > 0) {
                line.word("->", Ink.FAINT);
            }
            link.symbol().ifPresent(symbol -> line.word(symbol, Ink.STRONG));
            link.member().ifPresent(member -> {
                line.text(link.symbol().isPresent() ? "of" : "", Ink.PLAIN)
                        .word(link.archive().orElse("") + "(" + member + ")", Ink.PLAIN);
            });
            boolean isNamed = link.symbol().isPresent() || link.member().isPresent();
            line.text(isNamed ? "at" : "", Ink.FAINT)
                    .word(JsonMap.hex(link.address()), Ink.FAINT)
                    .appendTo(text, INDENT, INDENT + 3);
        }
    }

    private void appendMembers(List<MemberChain.Link> links, StringBuilder text) {
        for (int i = 0; i < links.size(); i++) {
            appendLink(links.get(i), i == 0, text);
        }
        if (links.size() == 1) {
            new Paragraph(style)
                    .text("No other placed member refers to it: the program itself does, or what starts it.", Ink.PLAIN)
                    .appendTo(text, INDENT, INDENT);
        }
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
