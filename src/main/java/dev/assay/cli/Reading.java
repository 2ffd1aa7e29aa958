package dev.assay.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text for people, set to a width: lines that are longer are broken at blanks, and go on below their last column. A word that
 * is longer stays whole.
 */
final class Reading {
    private static final int NARROWEST = 40;
    /** What stands before a column: the indentation, a list's mark, or two blanks and more. */
    private static final Pattern GAP = Pattern.compile("^ *(- )?(?=\\S)| {2,}(?=\\S)");

    private final int width;

    Reading(int columns) {
        this.width = Math.max(columns, NARROWEST);
    }

    /** {@return the text with no line longer than the width, as far as its words allow} */
    String set(String text) {
        StringBuilder set = new StringBuilder(text.length());
        text.lines().forEach(line -> append(line, set));
        return set.toString();
    }

    private void append(String line, StringBuilder set) {
        int from = 0;
        int indent = indent(line);
        int hanging = 0;
        while (line.length() - from > width - hanging) {
            int end = line.lastIndexOf(' ', from + width - hanging);
            if (end <= from + (from == 0 ? indent : 0)) {
                end = line.indexOf(' ', from + width - hanging); // a word that does not fit
            }
            if (end < 0) {
                break;
            }
            set.append(" ".repeat(hanging)).append(line, from, end).append('\n');
            from = end + 1;
            hanging = indent;
        }
        set.append(" ".repeat(hanging)).append(line, from, line.length()).append('\n');
    }

    private int indent(String line) {
        int last = 0;
        for (Matcher gap = GAP.matcher(line); gap.find() && gap.end() <= width * 2 / 3; ) {
            last = gap.end();
        }
        return last;
    }
}
