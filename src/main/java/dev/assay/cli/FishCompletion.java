package dev.assay.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completion for fish, which picocli does not make: one {@code complete} line for each command and option. */
final class FishCompletion {
    private FishCompletion() {}

    static String of(CommandSpec program) {
        StringBuilder fish = new StringBuilder("# Completion of assay for fish; made by 'assay generate fish'.\n");
        for (CommandLine command : program.subcommands().values()) {
            fish.append("complete -c assay -n __fish_use_subcommand -f -a ")
                    .append(command.getCommandName())
                    .append(" -d ")
                    .append(quoted(first(command.getCommandSpec().usageMessage().description())))
                    .append('\n');
        }
        for (CommandLine command : program.subcommands().values()) {
            for (OptionSpec option : command.getCommandSpec().options()) {
                if (!option.hidden()) {
                    append(fish, command.getCommandName(), option);
                }
            }
        }
        return fish.toString();
    }

    private static void append(StringBuilder fish, String command, OptionSpec option) {
        fish.append("complete -c assay -n '__fish_seen_subcommand_from ")
                .append(command)
                .append('\'');
        for (String name : option.names()) {
            fish.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        if (option.arity().max() > 0) {
            fish.append(" -r");
        }
        if (option.completionCandidates() != null) {
            fish.append(" -a ").append(quoted(String.join(" ", option.completionCandidates())));
        }
        fish.append(" -d ").append(quoted(first(option.description()))).append('\n');
    }

    private static String first(String... description) {
        return description.length == 0 ? "" : description[0];
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
