package dev.assay.provenance;

/**
 * Codes numbers of things that are numbered in the order in which they are first met, so that what was met lately is small: 0
 * is the next one that was not met yet; 1 to {@link #WINDOW} the one that was met last, the one before it, and so on; beyond,
 * how long ago one was met for the first time. Every number is met for the first time in its turn.
 */
final class RecentNumbers {
    /** How many are remembered: more cost time, and give little. */
    static final int WINDOW = 62;

    private final int[] recent = new int[WINDOW];
    private int known;
    private int next;

    /** {@return the code of the next number} */
    int code(int number) {
        if (number == next) {
            next++;
            remember(number, known);
            return 0;
        }
        for (int i = 0; i < known; i++) {
            if (recent[i] == number) {
                remember(number, i);
                return i + 1;
            }
        }
        remember(number, known);
        return WINDOW + next - number;
    }

    /** {@return the number that the next code stands for} */
    int number(int code) {
        int number;
        if (code == 0) {
            number = next++;
            remember(number, known);
        } else if (code <= WINDOW) {
            number = recent[code - 1];
            remember(number, code - 1);
        } else {
            number = next - (code - WINDOW);
            remember(number, known);
        }
        return number;
    }

    /** Puts a number to the front; what stood before its old place moves up by one, the last one out. */
    private void remember(int number, int oldPlace) {
        int moved = Math.min(oldPlace, WINDOW - 1);
        System.arraycopy(recent, 0, recent, 1, moved);
        recent[0] = number;
        known = Math.max(known, moved + 1);
    }
}
