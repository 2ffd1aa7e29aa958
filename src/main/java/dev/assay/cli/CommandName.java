package dev.assay.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The sub-commands. Only the one that is asked for is built: the others would cost each start their share. */
enum CommandName {
    CHECK("PATH...", "audit against a rule set; the exit status is the verdict"),
    SHOW("PATH...", "what it is and what it is made of; no rules"),
    RULES("list|show|validate|init", "rule sets and rules; check or draft one's own"),
    MAP("PATH", "the recovered link map"),
    WHY("PATH WHAT", "why a member, symbol or address is in the image"),
    DIFF("OLD NEW", "what changed between two builds"),
    DECLARE("PATH...", "the Built-Using or bundled() lines that the content proves"),
    CATALOG("build|show", "reference catalogs: build one, list what it holds");

    private final String parameters;
    private final String summary;

    CommandName(String parameters, String summary) {
        this.parameters = parameters;
        this.summary = summary;
    }

    /** {@return the command of that name} */
    static Optional<CommandName> find(String word) {
        return Arrays.stream(values()).filter(name -> name.word().equals(word)).findFirst();
    }

    /** {@return the names of all, as they are typed} */
    static List<String> words() {
        return Arrays.stream(values()).map(CommandName::word).toList();
    }

    /** {@return its name as it is typed} */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@return what stands behind its name, for the usage text} */
    String parameters() {
        return parameters;
    }

    /** {@return what it does, in one line} */
    String summary() {
        return summary;
    }

    /** {@return a new command of that name} */
    Command make(Terminal terminal) {
        return switch (this) {
            case CHECK -> new CheckCommand(terminal);
            case SHOW -> new ShowCommand(terminal);
            case RULES -> new RulesCommand(terminal);
            case MAP -> new MapCommand(terminal);
            case WHY -> new WhyCommand(terminal);
            case CATALOG -> new CatalogCommand(terminal);
            case DIFF -> new DiffCommand(terminal);
            case DECLARE -> new DeclareCommand(terminal);
        };
    }
}
