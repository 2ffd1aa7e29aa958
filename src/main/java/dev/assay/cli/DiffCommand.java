package dev.assay.cli;

import dev.assay.audit.Comparison;
import dev.assay.audit.ReferenceSources.Images;
import dev.assay.report.DifferenceReport;
import dev.assay.report.JsonDifference;
import dev.assay.report.Report;
import dev.assay.report.TextDifference;
import dev.assay.report.TextStyle;
import java.io.IOException;
import java.util.List;

/** {@code assay diff}: what changed between two builds, and what an upgrade loses. */
final class DiffCommand implements Command {
    private final Terminal terminal;

    DiffCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitStatus run(Options.Given given) throws UsageException, IOException {
        AuditArguments common = AuditArguments.of(given);
        if (common.paths().size() != 2) {
            throw new UsageException("assay diff takes two paths, OLD and NEW, not "
                    + common.paths().size());
        }
        String format = given.value("--format").orElse("text");
        if (!format.equals("text") && !format.equals("json")) {
            throw new UsageException("--format takes text or json here, not '" + format + "'");
        }
        DifferenceReport report = Comparison.between(
                common.factsOnly(given, Images.STATIC, terminal),
                common.paths().get(0),
                common.paths().get(1));
        write(report, format, given);
        complain(report);
        return status(report);
    }

    private void write(DifferenceReport report, String format, Options.Given given) throws IOException {
        if (format.equals("json")) {
            new JsonDifference().write(report, terminal.data());
            return;
        }
        TextStyle style = new TextStyle(
                terminal.columns(),
                TextStyle.Colour.NONE,
                given.has("--quiet") ? TextStyle.Amount.NOT_PASSING : TextStyle.Amount.ALL,
                terminal.charset());
        new TextDifference(style).write(report, terminal.text());
    }

    private void complain(DifferenceReport report) {
        for (Report.Unreadable unreadable : report.unreadable()) {
            terminal.complain(unreadable.path() + ": " + unreadable.message());
        }
        if (report.isEmpty() && report.unreadable().isEmpty()) {
            terminal.complain("nothing to compare: no ELF file and no package at either path");
        }
    }

    private static ExitStatus status(DifferenceReport report) {
        if (report.isEmpty() || !report.unreadable().isEmpty()) {
            return ExitStatus.NOT_DONE;
        }
        return report.hasErrors() ? ExitStatus.FINDINGS : ExitStatus.GOOD;
    }

    @Override
    public Options options() {
        Options options = Options.of(
                        "assay diff",
                        "Compares two builds: files, packages or folders of packages, which are a set. Says what an"
                                + " installation loses by the upgrade: binfmt rules, static linking, components.")
                .valued("--format", "FORMAT", List.of("text", "json"), "text (default) or json")
                .flag("-q --quiet", "text: only what is lost");
        ReferenceArguments.addTo(options);
        AuditArguments.addTo(options);
        return options.positional("OLD NEW", "what to compare")
                .footer(
                        "Exit status: 0 compared, 1 something of severity error is lost, 2 something could not be read.");
    }
}
