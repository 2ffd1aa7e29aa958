package dev.assay.cli;

import dev.assay.audit.Audit.Explained;
import dev.assay.report.HazardDoubt;
import dev.assay.report.Reason;
import dev.assay.report.Report;
import dev.assay.report.ReportFormats;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code assay why}: what brought something into an image. */
final class WhyCommand implements Command {
    private final Terminal terminal;

    WhyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitStatus run(Options.Given given) throws UsageException, IOException {
        List<String> words = given.positional();
        if (words.size() != 2 || words.get(1).isEmpty()) {
            throw new UsageException("assay why takes a PATH and WHAT to explain; try 'assay help why'");
        }
        Outputs outputs = Outputs.of(given, terminal);
        String what = words.get(1);
        Explained explained = OneImage.explain(given, words.get(0), what, terminal);
        Report report = explained.report();
        Optional<Reason> reason = Optional.ofNullable(
                explained.reasons().get(report.artifacts().get(0).displayPath()));
        Optional<String> doubt = reason.isPresent() && !reason.get().path().isEmpty()
                ? Optional.empty()
                : HazardDoubt.of(report.artifacts().get(0), what);
        if (doubt.isPresent()) {
            terminal.complain(what + ": " + doubt.get());
        } else if (reason.isEmpty()) {
            terminal.complain(
                    what + ": no placed member is it, defines it or holds it, and no path from the entry point to it is"
                            + " known; see 'assay map " + words.get(0) + "'");
        }
        if (reason.isEmpty()) {
            return report.unreadable().isEmpty() ? ExitStatus.FINDINGS : ExitStatus.NOT_DONE;
        }
        outputs.write(report, ReportFormats.of(reason.get()));
        return OneImage.status(report);
    }

    @Override
    public Options options() {
        Options options = Options.of(
                "assay why",
                "Says why a member, a symbol, an address or a hazard is in an image: the path of references that leads from the"
                        + " entry point to it, through the program's own code, where one can be shown.",
                "",
                "Else it is the shortest chain of members, each referred to by the one before it; its first is one that"
                        + " no other placed member refers to: the program itself asked for it.");
        OneImage.addTo(options);
        return options.positional(
                        "PATH WHAT", "an ELF file; and libc.a(getpwuid.o), getpwuid, 0x401000, or nss, iconv, dlopen")
                .footer(
                        "Exit status: 0 found, 1 not found, 2 something could not be read.",
                        "",
                        "Examples:",
                        "  assay why /usr/bin/qemu-arm-static 'libc.a(getpwuid.o)'",
                        "  assay why --no-reference /bin/bash-static nss",
                        "  assay why --format json a.out dlopen");
    }
}
