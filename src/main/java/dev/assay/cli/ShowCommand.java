package dev.assay.cli;

import dev.assay.audit.AuditOptions;
import dev.assay.audit.ReferenceSources.Images;
import dev.assay.report.Report;
import dev.assay.report.ReportFormats;
import dev.assay.report.ReportView;
import dev.assay.rules.Severity;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code assay show}: what files are and what they are made of, without an opinion. */
final class ShowCommand implements Command {
    private final Terminal terminal;

    ShowCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitStatus run(List<String> arguments) throws UsageException, IOException {
        Optional<Options.Given> parsed = options().parse(arguments, terminal);
        if (parsed.isEmpty()) {
            return ExitStatus.GOOD;
        }
        Options.Given given = parsed.get();
        AuditArguments common = AuditArguments.of(given);
        Outputs outputs = Outputs.of(given, terminal);
        AuditOptions options = new AuditOptions(
                List.of(),
                Severity.ERROR,
                common.jobs(),
                common.limits(),
                ReferenceArguments.of(given, Images.STATIC),
                Main.version());
        Report report = common.audit(options, terminal).run(common.paths());
        outputs.write(report, ReportFormats.of(ReportView.FACTS));
        AuditArguments.complain(report, terminal);
        return ExitStatus.ofFacts(report);
    }

    private static Options options() {
        Options options = Options.of(
                "assay show",
                "Shows what binaries are: how they start, for which machine, what they need, and of which"
                        + " libraries they are made. No rules, no verdict.");
        ReferenceArguments.addTo(options);
        ReferenceArguments.addLinkMapTo(options);
        AuditArguments.addTo(options);
        Outputs.addTo(options);
        return options.positional("PATH", "what to show: an ELF file, a directory or a package")
                .footer("Exit status: 0 all could be read, 2 something could not.");
    }
}
