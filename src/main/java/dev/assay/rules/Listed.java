package dev.assay.rules;

import java.util.List;

/** Things in a message: the first few by name, the others by number. */
final class Listed {
    private static final int NAMED = 3;

    private Listed() {}

    /** {@return a, b and c; a, b, c and 4 more} */
    static String of(List<String> things) {
        if (things.size() > NAMED) {
            return String.join(", ", things.subList(0, NAMED)) + " and " + (things.size() - NAMED) + " more";
        }
        int last = things.size() - 1;
        return last < 1
                ? String.join("", things)
                : String.join(", ", things.subList(0, last)) + " and " + things.get(last);
    }
}
