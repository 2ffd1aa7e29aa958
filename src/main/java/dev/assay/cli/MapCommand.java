package dev.assay.cli;

import dev.assay.report.Report;
import dev.assay.report.ReportFormats;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code assay map}: the link map that was recovered of one image. */
final class MapCommand implements Command {
    private final Terminal terminal;

    MapCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitStatus run(List<String> arguments) throws UsageException, IOException {
        Optional<Options.Given> parsed = options().parse(arguments, terminal);
        if (parsed.isEmpty()) {
            return ExitStatus.GOOD;
        }
        Options.Given given = parsed.get();
        if (given.positional().size() != 1) {
            throw new UsageException("assay map takes one PATH; try 'assay help map'");
        }
        Outputs outputs = Outputs.of(given, terminal);
        Report report = OneImage.examine(given, given.positional().get(0), terminal);
        outputs.write(report, ReportFormats.ofMap());
        return OneImage.status(report);
    }

    static Options options() {
        Options options = Options.of(
                "assay map",
                "Recovers the link map of one image: which member of which archive lies where.",
                "",
                "As text it has the layout of GNU ld's map files. What nothing explains is (unexplained): mostly the"
                        + " program's own code.");
        OneImage.addTo(options);
        return options.positional("PATH", "an ELF file, or a directory or .deb package that holds one")
                .footer(
                        "Exit status: 0 made, however much is unexplained; 2 something could not be read.",
                        "",
                        "Examples:",
                        "  assay map /usr/bin/qemu-arm-static",
                        "  assay map --reference libz.a --reference /usr/lib/musl/lib --format json a.out");
    }
}
