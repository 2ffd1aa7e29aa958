package dev.assay.cli;

import dev.assay.report.Report;
import dev.assay.report.ReportFormat;
import dev.assay.report.ReportFormats;
import dev.assay.report.TextStyle;
import dev.assay.rules.NearestWord;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where the report goes, in which formats. A format is made when it is written: none costs a start that does not ask. */
final class Outputs {
    private static final int COLUMNS_OF_A_FILE = 80;

    /** A format and where it goes; standard output when no file is named. */
    private record Output(String format, Optional<Path> file) {}

    private final List<Output> outputs;
    private final Terminal terminal;
    private final TextStyle.Amount amount;
    private final Choice colour;

    private Outputs(List<Output> outputs, Terminal terminal, TextStyle.Amount amount, Choice colour) {
        this.outputs = List.copyOf(outputs);
        this.terminal = terminal;
        this.amount = amount;
        this.colour = colour;
    }

    static void addTo(Options options) {
        addTo(options, ReportFormats.OF_ALL);
    }

    private static String listed(List<String> names) {
        int last = names.size() - 1;
        return String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }

    static void addTo(Options options, List<String> offered) {
        options.repeatable(
                        "--format",
                        "FORMAT[=FILE]",
                        offered,
                        listed(offered).replace(" and ", " or ")
                                + ", to standard output or a file; repeatable; default: text")
                .flag("-q --quiet", "text: only what does not pass")
                .valued(
                        "--color",
                        "WHEN",
                        Choice.WORDS,
                        "auto (default: on a terminal), always, never; NO_COLOR is honoured");
    }

    static Outputs of(Options.Given given, Terminal terminal) throws UsageException {
        return of(given, terminal, ReportFormats.OF_ALL);
    }

    static Outputs of(Options.Given given, Terminal terminal, List<String> offered) throws UsageException {
        List<Output> outputs = new ArrayList<>();
        for (String argument : given.values("--format")) {
            outputs.add(output(argument, offered));
        }
        if (outputs.isEmpty()) {
            outputs.add(new Output("text", Optional.empty()));
        }
        if (outputs.stream().filter(output -> output.file().isEmpty()).count() > 1) {
            throw new UsageException("only one --format can go to standard output; name a file: --format json=FILE");
        }
        Set<Path> files = new HashSet<>();
        for (Output output : outputs) {
            if (output.file()
                    .filter(file -> !files.add(file.toAbsolutePath().normalize()))
                    .isPresent()) {
                throw new UsageException(
                        "two formats cannot go to one file: " + output.file().get());
            }
        }
        return new Outputs(
                outputs,
                terminal,
                given.has("--quiet") ? TextStyle.Amount.NOT_PASSING : TextStyle.Amount.ALL,
                Choice.of(given, "--color"));
    }

    private static Output output(String argument, List<String> offered) throws UsageException {
        int equals = argument.indexOf('=');
        String format = equals < 0 ? argument : argument.substring(0, equals);
        if (!offered.contains(format) && ReportFormats.OF_JUDGED.contains(format)) {
            throw new UsageException(
                    "--format " + format + " is one of assay check; here there are " + listed(offered));
        }
        if (!offered.contains(format)) {
            throw new UsageException("unknown format '" + format + "'" + NearestWord.hint(format, offered)
                    + "; there are " + listed(offered));
        }
        String file = equals < 0 ? "-" : argument.substring(equals + 1);
        try {
            if (file.isEmpty()) {
                throw new UsageException("--format " + argument + ": no file behind the =");
            }
            return new Output(format, file.equals("-") ? Optional.empty() : Optional.of(Path.of(file)));
        } catch (InvalidPathException e) {
            throw new UsageException("--format " + argument + ": no file can be called so");
        }
    }

    /** {@return whether one of the formats tells licences} */
    boolean tellsLicences() {
        return outputs.stream().anyMatch(output -> output.format().equals("cyclonedx"));
    }

    /**
     * Writes the report in every format asked for, files first: standard output may be closed early.
     *
     * @param formats makes them
     * @throws UsageException when a file cannot be written; all that can be is, and each other that cannot is complained of
     */
    void write(Report report, ReportFormats formats) throws UsageException, IOException {
        List<UsageException> failed = new ArrayList<>();
        for (Output output : outputs) {
            if (output.file().isPresent()) {
                writeFile(
                                report,
                                format(output, formats, styleOfFile()),
                                output.file().get())
                        .ifPresent(failed::add);
            }
        }
        for (Output output : outputs) {
            if (output.file().isEmpty()) {
                Writer out = output.format().equals("text") ? terminal.text() : terminal.data();
                format(output, formats, styleOfTerminal()).write(report, out);
            }
        }
        if (!failed.isEmpty()) {
            UsageException last = failed.remove(failed.size() - 1);
            failed.forEach(one -> terminal.complain(one.getMessage()));
            throw last;
        }
    }

    private static Optional<UsageException> writeFile(Report report, ReportFormat format, Path file) {
        try {
            ReportFile.write(file, format, report);
            return Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.of(new UsageException("cannot write " + file + ": its directory is not there"));
        } catch (AccessDeniedException e) {
            return Optional.of(new UsageException("cannot write " + file + ": permission denied"));
        } catch (IOException e) {
            return Optional.of(new UsageException("cannot write " + file + ": " + e.getMessage()));
        }
    }

    private static ReportFormat format(Output output, ReportFormats formats, TextStyle style) {
        return switch (output.format()) {
            case "text" -> formats.text(style);
            case "json" -> formats.json();
            default -> formats.other(output.format());
        };
    }

    private TextStyle styleOfTerminal() {
        boolean wanted = switch (colour) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO ->
                terminal.outIsTerminal()
                        && terminal.variable("NO_COLOR").isEmpty()
                        && !terminal.variable("TERM").equals(Optional.of("dumb"));
        };
        return new TextStyle(
                terminal.columns(), wanted ? TextStyle.Colour.ANSI : TextStyle.Colour.NONE, amount, terminal.charset());
    }

    private TextStyle styleOfFile() {
        return new TextStyle(
                COLUMNS_OF_A_FILE,
                colour == Choice.ALWAYS ? TextStyle.Colour.ANSI : TextStyle.Colour.NONE,
                amount,
                StandardCharsets.UTF_8);
    }
}
