package dev.assay.cli;

import dev.assay.rules.NearestWord;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The whole tool: finds the sub-command, or says what there is. */
final class CommandLineTool {
    private final Terminal terminal;

    CommandLineTool(Terminal terminal) {
        this.terminal = terminal;
    }

    ExitStatus run(String... arguments) throws UsageException, IOException {
        if (arguments.length == 0) {
            throw new UsageException("no command given; try 'assay --help'");
        }
        List<String> rest = Arrays.asList(arguments).subList(1, arguments.length);
        String first = arguments[0];
        return switch (first) {
            case "-h", "--help" -> terminal.explain(usage());
            case "-V", "--version" -> terminal.print("assay " + Main.version() + "\n");
            case "help" -> help(rest);
            case "generate" -> run(new GenerateCommand(terminal), rest);
            default -> run(command(first).make(terminal), rest);
        };
    }

    private ExitStatus run(Command command, List<String> arguments) throws UsageException, IOException {
        Optional<Options.Given> given = command.options().parse(arguments, terminal);
        return given.isPresent() ? command.run(given.get()) : ExitStatus.GOOD;
    }

    private ExitStatus help(List<String> arguments) throws UsageException, IOException {
        if (arguments.isEmpty()) {
            return terminal.explain(usage());
        }
        return run(command(arguments.get(0)).make(terminal), List.of("--help"));
    }

    private static CommandName command(String word) throws UsageException {
        Optional<CommandName> name = CommandName.find(word);
        if (name.isPresent()) {
            return name.get();
        }
        if (word.startsWith("-")) {
            String hint = NearestWord.hint(word, List.of("--help", "--version"));
            throw new UsageException("unknown option '" + word + "'"
                    + (hint.isEmpty() ? "; options stand behind the command: assay check " + word : hint));
        }
        throw new UsageException("unknown command '" + word + "'" + NearestWord.hint(word, CommandName.words())
                + "; try 'assay --help'");
    }

    private static String usage() {
        StringBuilder usage = new StringBuilder("""
                Assay tells of a built binary, from its bytes alone, whether it is
                self-contained (runs without any native library, as in a chroot of another
                architecture) and what it is made of.

                Usage: assay COMMAND [options] PATH...

                Commands:
                """);
        for (CommandName name : CommandName.values()) {
            usage.append(String.format("  %-27s %s%n", name.word() + " " + name.parameters(), name.summary()));
        }
        return usage.append("""
                          help COMMAND                what a command takes

                        PATH is an ELF file, a directory (walked) or a .deb or .rpm package.

                        Examples:
                          assay check /usr/bin/qemu-arm-static
                          assay check --rules debian-qemu-user-static qemu-user-static_*.deb
                          assay check --format text --format json=report.json build/

                        Exit status: 0 all passes, 1 something fails or is not proved, 2 it could not be
                        done as asked.
                        """).toString();
    }
}
