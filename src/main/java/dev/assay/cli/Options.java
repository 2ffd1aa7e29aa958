package dev.assay.cli;

import dev.assay.rules.NearestWord;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * The options of one sub-command, built in code: picocli's annotations would be read by reflection at each start. A few
 * verbs over picocli's model, so that a command's options read like its manual.
 */
final class Options {
    private final CommandSpec spec;

    private Options(CommandSpec spec) {
        this.spec = spec;
    }

    /**
     * Options of a command.
     *
     * @param name the whole of it: {@code assay check}
     * @param description what it does, a paragraph a string
     */
    static Options of(String name, String... description) {
        CommandSpec spec = CommandSpec.create().name(name);
        spec.usageMessage().description(description).sortOptions(false).abbreviateSynopsis(true);
        spec.usageMessage()
                .optionListHeading("%nOptions:%n")
                .descriptionHeading("%n")
                .parameterListHeading("%n");
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .type(boolean.class)
                .arity("0")
                .description("show this and end")
                .build());
        return new Options(spec);
    }

    /** {@return picocli's model of them} */
    CommandSpec spec() {
        return spec;
    }

    /** Adds an option with a value. */
    Options valued(String name, String value, String description) {
        spec.addOption(valued(name, value).description(description).build());
        return this;
    }

    /**
     * Adds an option with a value.
     *
     * @param words what a shell offers for the value
     */
    Options valued(String name, String value, List<String> words, String description) {
        spec.addOption(valued(name, value)
                .completionCandidates(words)
                .description(description)
                .build());
        return this;
    }

    private static OptionSpec.Builder valued(String name, String value) {
        return OptionSpec.builder(name.split(" "))
                .paramLabel(value)
                .type(String.class)
                .arity("1");
    }

    /** Adds an option with a value that may be given several times. */
    Options repeatable(String name, String value, String description) {
        spec.addOption(repeatable(name, value).description(description).build());
        return this;
    }

    /**
     * Adds an option with a value that may be given several times.
     *
     * @param words what a shell offers for the value; it may be something else
     */
    Options repeatable(String name, String value, List<String> words, String description) {
        spec.addOption(repeatable(name, value)
                .completionCandidates(words)
                .description(description)
                .build());
        return this;
    }

    private static OptionSpec.Builder repeatable(String name, String value) {
        return OptionSpec.builder(name.split(" "))
                .paramLabel(value)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1");
    }

    /** Adds an option without a value. */
    Options flag(String name, String description) {
        spec.addOption(OptionSpec.builder(name.split(" "))
                .type(boolean.class)
                .arity("0")
                .description(description)
                .build());
        return this;
    }

    /** Adds what stands behind the options. */
    Options positional(String label, String description) {
        spec.addPositional(PositionalParamSpec.builder()
                .index("0..*")
                .arity("0..*")
                .paramLabel(label)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .description(description)
                .build());
        return this;
    }

    /** Sets what stands below the options in the usage text. */
    Options footer(String... lines) {
        spec.usageMessage().footerHeading("%n").footer(lines);
        return this;
    }

    /**
     * Reads arguments.
     *
     * @return what was given; empty when help was asked for, which was printed then
     * @throws UsageException when they cannot be read, with what may have been meant
     */
    Optional<Given> parse(List<String> arguments, Terminal terminal) throws UsageException, IOException {
        CommandLine commandLine = new CommandLine(spec);
        ParseResult result = parse(commandLine, arguments);
        if (result.isUsageHelpRequested()) {
            printUsage(commandLine, terminal);
            return Optional.empty();
        }
        return Optional.of(new Given(result));
    }

    private ParseResult parse(CommandLine commandLine, List<String> arguments) throws UsageException {
        try {
            return commandLine.parseArgs(arguments.toArray(new String[0]));
        } catch (CommandLine.UnmatchedArgumentException unknown) {
            String word = unknown.getUnmatched().get(0);
            String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
            throw new UsageException("unknown option '" + name + "'"
                    + NearestWord.hint(name, List.copyOf(spec.optionsMap().keySet())) + "; try '" + spec.name()
                    + " --help'");
        } catch (CommandLine.ParameterException wrong) {
            String message = wrong.getMessage();
            throw new UsageException(message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1) + "; try '"
                    + spec.name() + " --help'");
        }
    }

    private static void printUsage(CommandLine commandLine, Terminal terminal) throws IOException {
        commandLine.setUsageHelpWidth(Math.min(Math.max(terminal.columns(), 60), 100));
        Writer out = terminal.text();
        PrintWriter writer = new PrintWriter(out);
        commandLine.usage(writer, CommandLine.Help.Ansi.OFF);
        writer.flush();
        out.flush();
    }

    /** What was given on the command line. */
    static final class Given {
        private final ParseResult result;

        private Given(ParseResult result) {
            this.result = result;
        }

        /** {@return whether the option stands there} */
        boolean has(String option) {
            return result.hasMatchedOption(option);
        }

        /** {@return the option's value} */
        Optional<String> value(String option) {
            return Optional.ofNullable(result.matchedOptionValue(option, (String) null));
        }

        /** {@return the values of an option that may be given several times, in their order} */
        List<String> values(String option) {
            return result.matchedOptionValue(option, List.of());
        }

        /** {@return what stands behind the options} */
        List<String> positional() {
            return result.matchedPositionalValue(0, List.of());
        }
    }
}
