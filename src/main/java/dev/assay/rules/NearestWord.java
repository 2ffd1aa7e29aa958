package dev.assay.rules;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The word that a misspelt one was most likely meant to be. */
public final class NearestWord {
    /** What is longer is no misspelling of any word here, and would be compared at quadratic cost. */
    private static final int LONGEST = 64;

    private NearestWord() {}

    /** {@return {@code ; did you mean 'check'}, or nothing where each candidate differs in more than a third of its letters} */
    public static String hint(String bad, Collection<String> good) {
        String compared = compared(bad);
        int most = Math.max(2, compared.length() / 3);
        return to(bad, good)
                .filter(near -> distance(compared, near) <= most)
                .map(near -> "; did you mean '" + near + "'")
                .orElse("");
    }

    /** {@return the good word that the fewest single-character changes make; the first of several; empty for none} */
    static Optional<String> to(String bad, Collection<String> good) {
        String compared = compared(bad);
        return good.stream().min(Comparator.comparingInt(word -> distance(compared, word)));
    }

    private static String compared(String bad) {
        return bad.length() > LONGEST ? bad.substring(0, LONGEST) : bad;
    }

    /** Levenshtein's distance, with one row of his table kept. */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
