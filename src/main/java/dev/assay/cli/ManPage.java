package dev.assay.cli;

import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A command's page for man(1), in roff's man macros (man(7)). */
final class ManPage {
    private final StringBuilder roff = new StringBuilder();

    private ManPage() {}

    static String of(CommandSpec spec, String version, String date) {
        ManPage page = new ManPage();
        boolean whole = spec.name().equals("assay");
        String name = whole ? "assay" : "assay-" + spec.name();
        page.macro(
                "TH",
                name.toUpperCase(Locale.ROOT) + "\" \"1\" \"" + date + "\" \"Assay " + version + "\" \"Assay manual");
        page.section("NAME");
        page.text(name + " - " + summary(spec));
        page.section("SYNOPSIS");
        page.roff
                .append(".B ")
                .append(escaped(whole ? "assay" : "assay " + spec.name()))
                .append('\n');
        String parameters = whole
                ? "COMMAND [options] PATH..."
                : String.join(" ", spec.usageMessage().customSynopsis());
        page.text(whole ? parameters : "[options] " + parameters);
        page.section("DESCRIPTION");
        for (String paragraph : spec.usageMessage().description()) {
            page.paragraph(paragraph);
        }
        if (whole) {
            page.commands(spec);
        } else {
            page.options(spec);
        }
        page.footer(spec);
        page.section("SEE ALSO");
        page.text(whole ? "assay-check(1), assay-show(1), assay-rules(1)" : "assay(1)");
        return page.roff.toString();
    }

    /** A description's first sentence begins with a capital; after "name -" it does not. */
    private static String summary(CommandSpec spec) {
        String first = spec.usageMessage().description()[0];
        int end = first.indexOf(". ");
        String sentence = end < 0 ? first : first.substring(0, end);
        String lower = sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private void commands(CommandSpec spec) {
        section("COMMANDS");
        for (CommandLine command : spec.subcommands().values()) {
            roff.append(".TP\n.B ").append(escaped(command.getCommandName())).append('\n');
            text(command.getCommandSpec().usageMessage().description()[0]);
        }
    }

    private void options(CommandSpec spec) {
        section("OPTIONS");
        for (OptionSpec option : spec.options()) {
            if (option.hidden()) {
                continue;
            }
            roff.append(".TP\n\\fB").append(escaped(String.join(", ", option.names())));
            roff.append(option.arity().max() > 0 ? "\\fR \\fI" + escaped(option.paramLabel()) + "\\fR\n" : "\\fR\n");
            text(String.join(" ", option.description()));
        }
    }

    /** What stands below a command's options: paragraphs, and lines that are indented because they are to be typed. */
    private void footer(CommandSpec spec) {
        String[] lines = spec.usageMessage().footer();
        if (lines.length == 0) {
            return;
        }
        section("NOTES");
        for (String line : lines) {
            if (line.isBlank()) {
                roff.append(".PP\n");
            } else if (line.startsWith(" ")) {
                roff.append(".br\n");
                text("    " + line.strip());
            } else {
                text(line);
            }
        }
    }

    private void section(String title) {
        roff.append(".SH ").append(title).append('\n');
    }

    private void macro(String macro, String arguments) {
        roff.append('.').append(macro).append(" \"").append(arguments).append("\"\n");
    }

    private void paragraph(String text) {
        if (!text.isBlank()) {
            // A section begins with a paragraph of its own.
            roff.append(roff.toString().endsWith("DESCRIPTION\n") ? "" : ".PP\n");
            text(text);
        }
    }

    private void text(String text) {
        roff.append(escaped(text.replaceAll("\\s+", " ").strip())).append('\n');
    }

    /** A backslash is roff's own, a hyphen is typed as one, and a dot or quote that begins a line would be a command. */
    private static String escaped(String text) {
        String safe = text.replace("\\", "\\e").replace("-", "\\-").replace("%%", "%");
        return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
    }
}
