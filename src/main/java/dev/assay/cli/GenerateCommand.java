package dev.assay.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code assay generate}: what is made of the options for shells and for man. Not listed in the help: the release does it, and
 * whoever packages Assay.
 */
final class GenerateCommand implements Command {
    /**
     * picocli's script for bash serves zsh as well, for it turns on bash's completion there. That lacks compopt, for which the
     * script has an alias, too late for a file that is read as one function, as compinit does.
     */
    private static final String ZSH_HEAD = """
            #compdef assay
            (( $+functions[compopt] )) || compopt() { : }
            """;

    /** compinit reads the file when the first completion is asked for, and that one is to be answered. */
    private static final String ZSH_TAIL = """
            (( ${+compstate} )) && _bash_complete -o default -F _complete_assay
            """;

    private final Terminal terminal;

    GenerateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Options options() {
        return Options.of("assay generate", "Makes what shells and man read, from the commands' own options.")
                .positional("bash|zsh|fish|man DIRECTORY [DATE]", "what to make");
    }

    @Override
    public ExitStatus run(Options.Given given) throws UsageException, IOException {
        List<String> words = given.positional();
        String what = words.isEmpty() ? "" : words.get(0);
        if (what.equals("man") && (words.size() == 2 || words.size() == 3)) {
            return man(Path.of(words.get(1)), words.size() == 3 ? words.get(2) : "");
        }
        return switch (words.size() == 1 ? what : "") {
            case "bash" -> terminal.print(AutoComplete.bash("assay", new CommandLine(program())));
            case "zsh" -> terminal.print(ZSH_HEAD + AutoComplete.bash("assay", new CommandLine(program())) + ZSH_TAIL);
            case "fish" -> terminal.print(FishCompletion.of(program()));
            default -> throw new UsageException("assay generate takes bash, zsh, fish or man DIRECTORY [DATE]");
        };
    }

    private ExitStatus man(Path directory, String date) throws IOException {
        Files.createDirectories(directory);
        CommandSpec program = program();
        Files.writeString(directory.resolve("assay.1"), ManPage.of(program, Main.version(), date));
        for (CommandLine command : program.subcommands().values()) {
            Files.writeString(
                    directory.resolve("assay-" + command.getCommandName() + ".1"),
                    ManPage.of(command.getCommandSpec(), Main.version(), date));
        }
        return ExitStatus.GOOD;
    }

    /** {@return the whole program as picocli models it} */
    private CommandSpec program() {
        CommandSpec program = CommandSpec.create().name("assay");
        program.usageMessage()
                .description("Assay tells of a built binary, from its bytes alone, whether it is self-contained and"
                        + " what it is made of.");
        for (CommandName name : CommandName.values()) {
            CommandSpec spec = name.make(terminal).options().spec().name(name.word());
            spec.usageMessage().customSynopsis(name.parameters());
            program.addSubcommand(name.word(), new CommandLine(spec));
        }
        return program;
    }
}
