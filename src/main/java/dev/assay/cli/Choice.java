package dev.assay.cli;

import java.util.List;

/** When something is done that a terminal wants and a pipe does not. */
enum Choice {
    AUTO,
    ALWAYS,
    NEVER;

    /** What a command line says for them. */
    static final List<String> WORDS = List.of("auto", "always", "never");

    static Choice of(Options.Given given, String option) throws UsageException {
        String word = given.value(option).orElse("auto");
        return switch (word) {
            case "auto" -> AUTO;
            case "always" -> ALWAYS;
            case "never" -> NEVER;
            default -> throw new UsageException(option + " takes auto, always or never, not '" + word + "'");
        };
    }
}
