package dev.assay.rules;

import dev.assay.packaging.VersionOrder;
import java.util.Optional;

/**
 * Bounds on versions of packages, each optional.
 *
 * @param atLeast the lowest version within
 * @param above a version that is just too low
 * @param atMost the highest version within
 * @param below a version that is just too high
 */
public record VersionBounds(
        Optional<String> atLeast, Optional<String> above, Optional<String> atMost, Optional<String> below) {

    /**
     * Whether a version is within all bounds.
     *
     * @param version a package's version
     * @param order how its distribution compares versions
     * @return whether it is
     */
    public boolean contain(String version, VersionOrder order) {
        return atLeast.filter(bound -> order.compare(version, bound) < 0).isEmpty()
                && above.filter(bound -> order.compare(version, bound) <= 0).isEmpty()
                && atMost.filter(bound -> order.compare(version, bound) > 0).isEmpty()
                && below.filter(bound -> order.compare(version, bound) >= 0).isEmpty();
    }

    /** {@return the bounds in words: {@code at least 2.36, below 2.40}} */
    @Override
    public String toString() {
        StringBuilder words = new StringBuilder();
        append(words, "at least ", atLeast);
        append(words, "above ", above);
        append(words, "at most ", atMost);
        append(words, "below ", below);
        return words.toString();
    }

    private static void append(StringBuilder words, String what, Optional<String> bound) {
        bound.ifPresent(version ->
                words.append(words.isEmpty() ? "" : ", ").append(what).append(version));
    }
}
