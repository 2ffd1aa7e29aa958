package dev.assay.report;

import dev.assay.packaging.Difference.Change;
import dev.assay.packaging.Difference.ComponentChange;
import dev.assay.packaging.Difference.Gravity;
import dev.assay.packaging.Difference.ImageChange;
import dev.assay.packaging.Difference.Loss;
import dev.assay.packaging.Difference.PackageChange;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;

/** A difference for people: what changed, a line each; what is lost last, where a terminal shows it. */
public final class TextDifference {
    private static final int CHANGE_WIDTH = 8;
    /** Members of archives that are named; JSON has them all. */
    private static final int NAMED = 5;

    private static final int INDENT = CHANGE_WIDTH + 1;

    private final TextStyle style;

    public TextDifference(TextStyle style) {
        this.style = style;
    }

    /** Writes it whole. */
    public void write(DifferenceReport report, Writer out) throws IOException {
        StringBuilder text = new StringBuilder();
        for (PackageChange one : report.difference().packages()) {
            if (isShown(one.change())) {
                line(one.change(), one.name() + " (package)", text);
                one.gained().forEach(relation -> detail("+ " + relation, text));
                one.lost().forEach(relation -> detail("- " + relation, text));
            }
        }
        for (ImageChange image : report.difference().images()) {
            if (isShown(image.change())) {
                line(image.change(), image.path() + sizes(image), text);
                forms(image, text);
                image.components().forEach(component -> detail(words(component), text));
                members("+", image.gained(), text);
                members("-", image.lost(), text);
            }
        }
        for (Loss loss : report.difference().losses()) {
            new Paragraph(style)
                    .word(
                            loss.rule().gravity().name().toLowerCase(Locale.ROOT),
                            loss.rule().gravity() == Gravity.ERROR ? Ink.BAD : Ink.FAINT)
                    .word(loss.rule().key() + ":", Ink.STRONG)
                    .text(loss.message(), Ink.PLAIN)
                    .appendTo(text, 0, 2);
        }
        new Paragraph(style).text(summary(report), Ink.PLAIN).appendTo(text, 0, 2);
        out.write(text.toString());
        out.flush();
    }

    private boolean isShown(Change change) {
        return change != Change.SAME && style.amount() == TextStyle.Amount.ALL;
    }

    private void line(Change change, String what, StringBuilder text) {
        new Paragraph(style)
                .column(change.name().toLowerCase(Locale.ROOT), CHANGE_WIDTH, Ink.PLAIN)
                .text(what, Ink.STRONG)
                .appendTo(text, 0, INDENT);
    }

    private void detail(String what, StringBuilder text) {
        new Paragraph(style).text(what, Ink.PLAIN).appendTo(text, INDENT, INDENT + 2);
    }

    private void forms(ImageChange image, StringBuilder text) {
        if (image.old().isPresent()
                && image.now().isPresent()
                && image.old().get().form() != image.now().get().form()) {
            detail(
                    Spelling.of(image.old().get().form()) + " -> "
                            + Spelling.of(image.now().get().form()),
                    text);
        }
    }

    private void members(String sign, List<String> members, StringBuilder text) {
        if (!members.isEmpty()) {
            int more = members.size() - NAMED;
            detail(
                    sign + " " + String.join(", ", members.subList(0, Math.min(NAMED, members.size())))
                            + (more > 0 ? " and " + more + " more" : ""),
                    text);
        }
    }

    private static String sizes(ImageChange image) {
        String old = image.old().map(one -> bytes(one.bytes())).orElse("");
        String now = image.now().map(one -> bytes(one.bytes())).orElse("");
        return old.equals(now) || old.isEmpty() || now.isEmpty()
                ? " " + old + (old.equals(now) ? "" : now)
                : " " + old + " -> " + now;
    }

    private static String bytes(long count) {
        return String.format(Locale.ROOT, "%,d B", count);
    }

    private static String words(ComponentChange component) {
        return component.name() + " " + component.old().orElse("(absent)") + " -> "
                + component.now().orElse("(absent)");
    }

    private static String summary(DifferenceReport report) {
        List<ImageChange> images = report.difference().images();
        return count(images, Change.ADDED) + " added, " + count(images, Change.REMOVED) + " removed, "
                + count(images, Change.CHANGED) + " changed, " + count(images, Change.SAME) + " the same; "
                + report.difference().losses().size() + " remarks on the upgrade";
    }

    private static long count(List<ImageChange> images, Change change) {
        return images.stream().filter(image -> image.change() == change).count();
    }
}
