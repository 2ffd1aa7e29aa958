package dev.assay.cli;

import dev.assay.audit.ReferenceSources.Images;
import dev.assay.report.Report;
import dev.assay.report.ReportFormats;
import dev.assay.report.ReportView;
import java.io.IOException;

/** {@code assay show}: what files are and what they are made of, without an opinion. */
final class ShowCommand implements Command {
    private final Terminal terminal;

    ShowCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitStatus run(Options.Given given) throws UsageException, IOException {
        AuditArguments common = AuditArguments.of(given);
        Outputs outputs = Outputs.of(given, terminal);
        Report report = common.factsOnly(given, Images.STATIC, terminal).run(common.paths());
        outputs.write(report, ReportFormats.of(ReportView.FACTS));
        AuditArguments.complain(report, terminal);
        return ExitStatus.ofFacts(report);
    }

    @Override
    public Options options() {
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
