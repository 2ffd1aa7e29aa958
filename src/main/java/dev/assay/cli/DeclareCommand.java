package dev.assay.cli;

import dev.assay.audit.Comparison;
import dev.assay.audit.ReferenceSources.Images;
import dev.assay.report.DeclarationReport;
import dev.assay.report.Report;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** {@code assay declare}: the lines about built-in sources that the content proves. */
final class DeclareCommand implements Command {
    private final Terminal terminal;

    DeclareCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitStatus run(Options.Given given) throws UsageException, IOException {
        AuditArguments common = AuditArguments.of(given);
        DeclarationReport.Style style = style(given);
        Report report = common.factsOnly(given, Images.STATIC, terminal).run(common.paths());
        DeclarationReport declaration = Comparison.declaration(report, style);
        Writer out = terminal.text();
        for (String line : declaration.lines()) {
            out.write(line + "\n");
        }
        out.flush();
        declaration.remarks().forEach(terminal::complain);
        AuditArguments.complain(report, terminal);
        if (declaration.lines().isEmpty()) {
            terminal.complain("no source found: give the archives that could have been linked, --reference PATH");
        }
        return status(report, declaration, given);
    }

    private static ExitStatus status(Report report, DeclarationReport declaration, Options.Given given) {
        if (ExitStatus.ofFacts(report) != ExitStatus.GOOD) {
            return ExitStatus.NOT_DONE;
        }
        boolean doubtful = given.has("--strict") && !declaration.remarks().isEmpty();
        return declaration.lines().isEmpty() || doubtful ? ExitStatus.FINDINGS : ExitStatus.GOOD;
    }

    private static DeclarationReport.Style style(Options.Given given) throws UsageException {
        String word = given.value("--style").orElse("debian");
        return switch (word) {
            case "debian" -> DeclarationReport.Style.DEBIAN;
            case "fedora" -> DeclarationReport.Style.FEDORA;
            default -> throw new UsageException("--style takes debian or fedora, not '" + word + "'");
        };
    }

    @Override
    public Options options() {
        Options options = Options.of(
                        "assay declare",
                        "Prints the lines about sources that are built in, as the content proves them: ready to paste"
                                + " into debian/control or a spec file.")
                .valued(
                        "--style",
                        "STYLE",
                        List.of("debian", "fedora"),
                        "debian (default): Built-Using; fedora: Provides: bundled()")
                .flag("--strict", "exit status 1 when a version is not proved");
        ReferenceArguments.addTo(options);
        AuditArguments.addTo(options);
        return options.positional("PATH", "what to read: ELF files, directories, .deb or .rpm packages")
                .footer("Exit status: 0 printed, 1 no source found, 2 something could not be read.");
    }
}
