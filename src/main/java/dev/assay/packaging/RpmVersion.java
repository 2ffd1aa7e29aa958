package dev.assay.packaging;

/**
 * RPM's order of versions, {@code [epoch:]version[-release]} (rpm-version(7); rpm's rpmio/rpmvercmp.cc).
 *
 * <p>Each part is cut into runs of digits and runs of letters; what separates them does not count. Digits compare as
 * numbers and are newer than letters; the part with runs left is newer. {@code ~} sorts before the end of the part, {@code
 * ^} after it but before any further run. A version without a release is compared with one that has it by epoch and
 * version only.
 */
final class RpmVersion {
    private RpmVersion() {}

    static int compare(String left, String right) {
        int byEpoch = Digits.compare(epoch(left), epoch(right));
        if (byEpoch != 0) {
            return byEpoch;
        }
        int byVersion = compareParts(version(left), version(right));
        if (byVersion != 0 || left.indexOf('-') < 0 || right.indexOf('-') < 0) {
            return byVersion;
        }
        return compareParts(release(left), release(right));
    }

    private static String epoch(String version) {
        int colon = version.indexOf(':');
        return colon < 0 ? "" : version.substring(0, colon);
    }

    private static String version(String version) {
        int dash = version.lastIndexOf('-');
        return version.substring(version.indexOf(':') + 1, dash < 0 ? version.length() : dash);
    }

    private static String release(String version) {
        return version.substring(version.lastIndexOf('-') + 1);
    }

    private static int compareParts(String left, String right) {
        int l = 0;
        int r = 0;
        while (true) {
            l = afterSeparators(left, l);
            r = afterSeparators(right, r);
            int bySign = compareSigns(left, l, right, r);
            if (bySign != 0) {
                return bySign;
            }
            boolean sameSign = isAt(left, l, '~') || isAt(left, l, '^');
            if (sameSign) {
                l++;
                r++;
                continue;
            }
            if (l == left.length() || r == right.length()) {
                return Boolean.compare(l < left.length(), r < right.length());
            }
            int leftEnd = endOfRun(left, l);
            int rightEnd = endOfRun(right, r);
            int byRun = compareRuns(left.substring(l, leftEnd), right.substring(r, rightEnd));
            if (byRun != 0) {
                return byRun;
            }
            l = leftEnd;
            r = rightEnd;
        }
    }

    private static int compareSigns(String left, int l, String right, int r) {
        int byTilde = Boolean.compare(isAt(right, r, '~'), isAt(left, l, '~'));
        if (byTilde != 0) {
            return byTilde;
        }
        boolean leftCaret = isAt(left, l, '^');
        if (leftCaret == isAt(right, r, '^')) {
            return 0;
        }
        // One side has a caret: it is newer than the bare end, and older than any further run.
        boolean otherEnds = leftCaret ? r == right.length() : l == left.length();
        return leftCaret == otherEnds ? 1 : -1;
    }

    private static int compareRuns(String left, String right) {
        boolean leftDigits = Digits.isDigit(left.charAt(0));
        if (leftDigits != Digits.isDigit(right.charAt(0))) {
            return leftDigits ? 1 : -1;
        }
        return leftDigits ? Digits.compare(left, right) : left.compareTo(right);
    }

    private static int endOfRun(String part, int from) {
        if (Digits.isDigit(part.charAt(from))) {
            return Digits.end(part, from);
        }
        int at = from;
        while (at < part.length() && Digits.isLetter(part.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int afterSeparators(String part, int from) {
        int at = from;
        while (at < part.length() && isSeparator(part.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isSeparator(char character) {
        return !Digits.isDigit(character) && !Digits.isLetter(character) && character != '~' && character != '^';
    }

    private static boolean isAt(String part, int at, char character) {
        return at < part.length() && part.charAt(at) == character;
    }
}
