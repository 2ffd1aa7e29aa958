package dev.assay.rules;

import java.util.Optional;

/** Reads rule sets. */
public final class RuleSetReader {

    /** Where the sets are found that others extend. */
    @FunctionalInterface
    public interface Parents {
        /**
         * Finds a set by what {@code extends} says.
         *
         * @param name the name, or a path relative to the set that extends it
         * @return its text; empty when there is none
         */
        Optional<RuleSetText> find(String name);
    }

    private RuleSetReader() {}

    /**
     * Reads a rule set with all that it extends.
     *
     * @param source the file, or the name of a set that ships; messages name it
     * @param text YAML
     * @param parents where the sets are found that it extends
     * @return the set
     * @throws InvalidRuleSetException when it, or one that it extends, says something it cannot say
     */
    public static RuleSet read(String source, String text, Parents parents) throws InvalidRuleSetException {
        throw new InvalidRuleSetException(source, 1, 1, "not read yet");
    }
}
