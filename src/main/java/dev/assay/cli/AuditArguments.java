package dev.assay.cli;

import dev.assay.audit.Audit;
import dev.assay.audit.AuditOptions;
import dev.assay.audit.Progress;
import dev.assay.audit.ReferenceSources;
import dev.assay.audit.ReferenceSources.Images;
import dev.assay.input.Limits;
import dev.assay.input.PathList;
import dev.assay.report.Report;
import dev.assay.rules.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the commands that examine files have in common: which paths, how many at a time, within what bounds.
 *
 * @param paths in the order they were given
 * @param jobs artifacts examined at a time
 * @param limits bounds on hostile input
 * @param progress {@code auto}, {@code always} or {@code never}
 */
record AuditArguments(List<String> paths, int jobs, Limits limits, Choice progress) {
    AuditArguments {
        paths = List.copyOf(paths);
    }

    static void addTo(Options options) {
        options.repeatable(
                "--files-from", "FILE", "read paths from a file too, separated by NUL or newline; - is standard input");
        addBoundsTo(options);
    }

    /** Adds what a command takes that is about one file. */
    static void addBoundsTo(Options options) {
        options.repeatable(
                        "--limit",
                        "KIND=SIZE",
                        List.of("member-size=", "expansion=", "decoder-memory=", "listing="),
                        "bounds on hostile input: member-size (default 2G), expansion (1000, times),"
                                + " decoder-memory (192M), listing (64M)")
                .valued("-j --jobs", "N", "files examined at a time; default: the number of processors")
                .flag("--no-cache", "neither read nor write a cache (there is none yet)")
                .valued("--progress", "WHEN", Choice.WORDS, "auto (default: on a terminal), always, never");
    }

    static AuditArguments of(Options.Given given) throws UsageException {
        return of(given, given.positional());
    }

    /**
     * What was given.
     *
     * @param positional the paths among what stands behind the options
     */
    static AuditArguments of(Options.Given given, List<String> positional) throws UsageException {
        List<String> paths = new ArrayList<>(positional);
        for (String list : given.values("--files-from")) {
            paths.addAll(readList(list));
        }
        if (paths.isEmpty() && !given.has("--files-from")) {
            throw new UsageException("no PATH given; try 'assay help check'");
        }
        if (paths.contains("")) {
            throw new UsageException("a PATH is empty");
        }
        return new AuditArguments(
                paths, jobs(given), LimitArguments.of(given.values("--limit")), Choice.of(given, "--progress"));
    }

    /**
     * An audit by no rules: what it reports has no verdict.
     *
     * @param images which images are compared where no reference is named
     */
    Audit factsOnly(Options.Given given, Images images, Terminal terminal) throws UsageException {
        ReferenceSources references = ReferenceArguments.of(given, images);
        return audit(new AuditOptions(List.of(), Severity.ERROR, jobs, limits, references, Main.version()), terminal);
    }

    /** {@return an audit that tells the terminal how far it is, where that is wanted} */
    Audit audit(AuditOptions options, Terminal terminal) {
        boolean told = switch (progress) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO -> terminal.errIsTerminal() && !terminal.variable("TERM").equals(Optional.of("dumb"));
        };
        return new Audit(options, told ? new TerminalProgress(terminal, System::nanoTime) : Progress.NONE);
    }

    /** Names on standard error what could not be read, and members of references that can be matched with nothing. */
    static void complain(Report report, Terminal terminal) {
        report.unmatched().forEach(terminal::complain);
        for (Report.Unreadable unreadable : report.unreadable()) {
            String where = unreadable.offset().isPresent()
                    ? "at 0x" + Long.toHexString(unreadable.offset().getAsLong()) + ": "
                    : "";
            terminal.complain(unreadable.path() + ": " + where + unreadable.message());
        }
        if (report.artifacts().isEmpty()
                && report.packages().isEmpty()
                && report.unreadable().isEmpty()) {
            terminal.complain("nothing judged: no ELF file at the paths given, or none that the rule set is for ("
                    + report.skipped() + " other files skipped)");
        }
    }

    private static List<String> readList(String file) throws UsageException {
        try {
            byte[] list = file.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
            return PathList.parse(list);
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new UsageException("--files-from " + file + ": no such file");
        } catch (IOException e) {
            throw new UsageException("--files-from " + file + ": cannot be read: " + e.getMessage());
        }
    }

    private static int jobs(Options.Given given) throws UsageException {
        String stated = given.value("--jobs").orElse("");
        if (stated.isEmpty() && !given.has("--jobs")) {
            return Runtime.getRuntime().availableProcessors();
        }
        try {
            int jobs = Integer.parseInt(stated);
            if (jobs >= 1) {
                return jobs;
            }
        } catch (NumberFormatException noNumber) {
            // Said below, as for a number that is too small.
        }
        throw new UsageException("--jobs takes a number from 1 up, not '" + stated + "'");
    }
}
