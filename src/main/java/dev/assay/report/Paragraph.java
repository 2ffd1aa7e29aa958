package dev.assay.report;

import java.nio.charset.CharsetEncoder;
import java.util.ArrayList;
import java.util.List;

/**
 * Words set into lines with a hanging indent. A word is never broken: paths and commands are there to be copied. What a
 * hostile file could put into a terminal (control characters, escapes) is written as an escape.
 */
final class Paragraph {
    private record Word(String text, Ink ink) {}

    private final TextStyle style;
    private final CharsetEncoder encoder;
    private final List<Word> words = new ArrayList<>();

    Paragraph(TextStyle style) {
        this.style = style;
        this.encoder = style.charset().newEncoder();
    }

    /** Adds the words of a sentence, which may be broken at blanks. */
    Paragraph text(String sentence, Ink ink) {
        for (String word : sentence.split(" ", -1)) {
            if (!word.isEmpty()) {
                words.add(new Word(printable(word), ink));
            }
        }
        return this;
    }

    /** Adds one word that stays together, whatever is in it. */
    Paragraph word(String word, Ink ink) {
        words.add(new Word(printable(word), ink));
        return this;
    }

    /** Adds one word, filled with blanks to a width. */
    Paragraph column(String word, int width, Ink ink) {
        String text = printable(word);
        words.add(new Word(text + " ".repeat(Math.max(0, width - text.length())), ink));
        return this;
    }

    /**
     * Appends the lines.
     *
     * @param first blanks before the first line
     * @param hanging blanks before all others
     */
    void appendTo(StringBuilder out, int first, int hanging) {
        appendTo(out, first, hanging, style.width());
    }

    private void appendTo(StringBuilder out, int first, int hanging, int width) {
        out.append(" ".repeat(first));
        int column = first;
        boolean startsLine = true;
        for (Word word : words) {
            if (!startsLine && word.text.length() >= width - column) {
                trimEnd(out);
                out.append('\n').append(" ".repeat(hanging));
                column = hanging;
                startsLine = true;
            }
            if (!startsLine) {
                out.append(' ');
                column++;
            }
            out.append(style.colour() == TextStyle.Colour.ANSI ? paint(word) : word.text);
            column += word.text.length();
            startsLine = false;
        }
        trimEnd(out);
        out.append('\n');
    }

    /** Appends all words as one line, however long: for who looks for lines with {@code grep}. */
    void appendLineTo(StringBuilder out) {
        appendTo(out, 0, 0, Integer.MAX_VALUE);
    }

    // The blanks that fill a column stay outside the colour, so that they can be cut at the end of a line.
    private static String paint(Word word) {
        String ink = word.text.stripTrailing();
        return word.ink.paint(ink) + word.text.substring(ink.length());
    }

    private static void trimEnd(StringBuilder out) {
        int end = out.length();
        while (end > 0 && out.charAt(end - 1) == ' ') {
            end--;
        }
        out.setLength(end);
    }

    private String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints().forEach(codePoint -> {
            if (isPrintable(codePoint)) {
                printable.appendCodePoint(codePoint);
            } else if (codePoint < 0x100) {
                printable.append(String.format("\\x%02x", codePoint));
            } else {
                printable.append(String.format("\\u{%x}", codePoint));
            }
        });
        return printable.toString();
    }

    private boolean isPrintable(int codePoint) {
        if (codePoint >= 0x20 && codePoint < 0x7f) {
            return true;
        }
        return switch (Character.getType(codePoint)) {
                    // FORMAT holds the marks that turn the direction of writing: they make one name look like another.
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.UNASSIGNED,
                            Character.PRIVATE_USE,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR -> false;
                    default -> true;
                }
                && encoder.canEncode(Character.toString(codePoint));
    }
}
