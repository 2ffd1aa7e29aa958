package dev.assay.packaging;

/**
 * Debian's order of versions, {@code [epoch:]upstream[-revision]} (deb-version(7), "Sorting algorithm").
 *
 * <p>Each part is compared by turns: a run without digits, by character, where {@code ~} sorts before the end of the part,
 * the end before letters, and letters before everything else; then a run of digits, as a number of any length.
 */
final class DpkgVersion {
    private DpkgVersion() {}

    static int compare(String left, String right) {
        int byEpoch = Digits.compare(epoch(left), epoch(right));
        if (byEpoch != 0) {
            return byEpoch;
        }
        int byUpstream = compareParts(upstream(left), upstream(right));
        return byUpstream != 0 ? byUpstream : compareParts(revision(left), revision(right));
    }

    // No epoch is epoch 0, and so is no revision an empty one, which compares equal to 0.
    private static String epoch(String version) {
        int colon = version.indexOf(':');
        return colon < 0 ? "" : version.substring(0, colon);
    }

    private static String upstream(String version) {
        int dash = version.lastIndexOf('-');
        int colon = version.indexOf(':');
        return version.substring(colon + 1, dash <= colon ? version.length() : dash);
    }

    private static String revision(String version) {
        int dash = version.lastIndexOf('-');
        return dash <= version.indexOf(':') ? "" : version.substring(dash + 1);
    }

    private static int compareParts(String left, String right) {
        int l = 0;
        int r = 0;
        while (l < left.length() || r < right.length()) {
            while (isNoDigit(left, l) || isNoDigit(right, r)) {
                int byCharacter = Integer.compare(weight(left, l), weight(right, r));
                if (byCharacter != 0) {
                    return byCharacter;
                }
                l++;
                r++;
            }
            int leftEnd = Digits.end(left, l);
            int rightEnd = Digits.end(right, r);
            int byNumber = Digits.compare(left.substring(l, leftEnd), right.substring(r, rightEnd));
            if (byNumber != 0) {
                return byNumber;
            }
            l = leftEnd;
            r = rightEnd;
        }
        return 0;
    }

    private static boolean isNoDigit(String part, int at) {
        return at < part.length() && !Digits.isDigit(part.charAt(at));
    }

    private static int weight(String part, int at) {
        if (at >= part.length() || Digits.isDigit(part.charAt(at))) {
            return 0;
        }
        char character = part.charAt(at);
        if (character == '~') {
            return -1;
        }
        return Digits.isLetter(character) ? character : character + 0x10000;
    }
}
