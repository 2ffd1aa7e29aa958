package dev.assay.cli;

import dev.assay.MalformedFileException;
import dev.assay.Origin.PackageId;
import dev.assay.audit.CatalogFiles;
import dev.assay.audit.CatalogMaker;
import dev.assay.input.Unreadable;
import dev.assay.report.CatalogReport;
import dev.assay.report.JsonCatalog;
import dev.assay.report.TextCatalog;
import dev.assay.report.TextStyle;
import dev.assay.rules.NearestWord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code assay catalog}: builds a reference catalog, or lists what one holds. */
final class CatalogCommand implements Command {
    private static final List<String> VERBS = List.of("build", "show");

    private final Terminal terminal;

    CatalogCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitStatus run(Options.Given given) throws UsageException, IOException {
        List<String> words = given.positional();
        if (words.isEmpty()) {
            throw new UsageException("assay catalog takes build or show; try 'assay help catalog'");
        }
        List<String> paths = words.subList(1, words.size());
        String verb = words.get(0);
        return switch (verb) {
            case "build" -> build(given, paths);
            case "show" -> show(given, paths);
            default ->
                throw new UsageException("unknown command 'catalog " + verb + "'" + NearestWord.hint(verb, VERBS)
                        + "; there are " + String.join(", ", VERBS));
        };
    }

    private ExitStatus build(Options.Given given, List<String> paths) throws UsageException {
        if (paths.isEmpty()) {
            throw new UsageException("assay catalog build takes archives, packages, or directories of them");
        }
        if (given.has("--format")) {
            throw new UsageException("--format is for 'assay catalog show'");
        }
        Path output = path(given.value("--output")
                .orElseThrow(() -> new UsageException("assay catalog build needs -o FILE: what to write")));
        CatalogMaker maker = new CatalogMaker(LimitArguments.of(given.values("--limit")), packageOfLoose(given));
        maker.make(paths);
        for (Unreadable unreadable : maker.unreadable()) {
            terminal.complain(unreadable.path() + ": " + unreadable.message());
        }
        if (!maker.unreadable().isEmpty()) {
            terminal.complain("no catalog was written");
            return ExitStatus.NOT_DONE;
        }
        try {
            ReportFile.write(output, out -> out.write(maker.file()));
        } catch (IOException e) {
            throw new UsageException("cannot write " + output + ": " + e.getMessage());
        }
        return ExitStatus.GOOD;
    }

    private static Optional<PackageId> packageOfLoose(Options.Given given) throws UsageException {
        Optional<String> stated = given.value("--package");
        if (stated.isEmpty()) {
            return Optional.empty();
        }
        int equals = stated.get().indexOf('=');
        if (equals <= 0 || equals == stated.get().length() - 1) {
            throw new UsageException("--package takes NAME=VERSION, not '" + stated.get() + "'");
        }
        String name = stated.get().substring(0, equals);
        String version = stated.get().substring(equals + 1);
        return Optional.of(new PackageId(name, version, name, version, "", ""));
    }

    private ExitStatus show(Options.Given given, List<String> files) throws UsageException, IOException {
        if (files.size() != 1) {
            throw new UsageException("assay catalog show takes one catalog file");
        }
        if (given.has("--output") || given.has("--package")) {
            throw new UsageException("--output and --package are for 'assay catalog build'");
        }
        String format = given.value("--format").orElse("text");
        if (!format.equals("text") && !format.equals("json")) {
            throw new UsageException("unknown format '" + format + "'; there are text and json");
        }
        Path file = path(files.get(0));
        if (!Files.isRegularFile(file)) {
            throw new UsageException(file + ": no such file");
        }
        try {
            print(CatalogFiles.list(files.get(0), file), format);
            return ExitStatus.GOOD;
        } catch (MalformedFileException invalid) {
            terminal.complain(invalid.getMessage());
            return ExitStatus.FINDINGS;
        }
    }

    private void print(CatalogReport report, String format) throws IOException {
        if (format.equals("json")) {
            new JsonCatalog(Main.version()).write(report, terminal.data());
        } else {
            TextStyle style =
                    new TextStyle(terminal.columns(), TextStyle.Colour.NONE, TextStyle.Amount.ALL, terminal.charset());
            new TextCatalog(style).write(report, terminal.text());
        }
    }

    private static Path path(String text) throws UsageException {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new UsageException("no file can be called '" + text + "'");
        }
    }

    @Override
    public Options options() {
        return Options.of(
                        "assay catalog",
                        "Reference catalogs: what provenance is proved against, in one small file that holds no code.",
                        "",
                        "  build PATH...    make one, from archives, .deb packages and directories",
                        "  show FILE        list the packages and archives that one holds")
                .valued("-o --output", "FILE", "build: the file to write")
                .valued("--package", "NAME=VERSION", "build: the package of archives that lie in no package file")
                .repeatable(
                        "--limit",
                        "KIND=SIZE",
                        "build: bounds on hostile input: member-size (default 2G), expansion (1000, times),"
                                + " decoder-memory (192M), listing (64M)")
                .valued("--format", "FORMAT", List.of("text", "json"), "show: text (default) or json")
                .positional("build|show", "what to do, and with what")
                .footer(
                        "One catalog is for one machine, that of the first object. Several versions of a",
                        "package in one catalog are welcome: what they have in common is kept once.",
                        "",
                        "Exit status: 0 done, 1 no valid catalog, 2 it could not be done as asked.",
                        "",
                        "Examples:",
                        "  assay catalog build -o zlib.assay zlib1g-dev_*_amd64.deb",
                        "  assay catalog build -o own.assay --package libfoo=1.2-3 build/libfoo.a",
                        "  assay catalog show zlib.assay");
    }
}
