package dev.assay.cli;

import java.util.Collection;
import java.util.Optional;

/** What somebody may have meant who mistyped a word. */
final class NearestWord {
    private NearestWord() {}

    /** {@return {@code ; did you mean 'check'}, or nothing where no candidate is near} */
    static String hint(String word, Collection<String> candidates) {
        return to(word, candidates).map(near -> "; did you mean '" + near + "'").orElse("");
    }

    /** {@return the candidate with the fewest changed letters, if at most a third of them are} */
    static Optional<String> to(String word, Collection<String> candidates) {
        Optional<String> nearest = Optional.empty();
        int fewest = Math.max(2, word.length() / 3) + 1;
        for (String candidate : candidates) {
            int changes = distance(word, candidate);
            if (changes < fewest) {
                fewest = changes;
                nearest = Optional.of(candidate);
            }
        }
        return nearest;
    }

    /** Levenshtein's distance, row by row. */
    private static int distance(String from, String to) {
        int[] above = new int[to.length() + 1];
        for (int i = 0; i <= to.length(); i++) {
            above[i] = i;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] row = new int[to.length() + 1];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[to.length()];
    }
}
