package dev.assay.cli;

import dev.assay.audit.AuditOptions;
import dev.assay.audit.Drafting;
import dev.assay.audit.Drafting.Drafted;
import dev.assay.audit.ReferenceSources;
import dev.assay.audit.ReferenceSources.Images;
import dev.assay.rules.RuleSetDraft;
import dev.assay.rules.RuleSetDraftText;
import dev.assay.rules.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code assay rules init}: drafts a rule set of what binaries are made of. */
final class RulesInit {
    private final Options.Given given;
    private final Terminal terminal;

    RulesInit(Options.Given given, Terminal terminal) {
        this.given = given;
        this.terminal = terminal;
    }

    ExitStatus draft(List<String> paths) throws UsageException, IOException {
        if (paths.isEmpty()) {
            throw new UsageException("assay rules init takes a PATH: what the rule set is to be for");
        }
        Optional<Path> output = output();
        AuditArguments common = AuditArguments.of(given, paths);
        ReferenceSources references = ReferenceArguments.of(given, Images.ALL);
        Drafted drafted = Drafting.draft(
                name(paths.get(0)),
                paths,
                ruleSets -> common.audit(
                        new AuditOptions(
                                ruleSets, Severity.ERROR, common.jobs(), common.limits(), references, Main.version()),
                        terminal));
        AuditArguments.complain(drafted.report(), terminal);
        if (drafted.draft().isEmpty()) {
            terminal.complain("no rule set was drafted: it takes a program or shared object that can be read");
            return ExitStatus.NOT_DONE;
        }
        write(drafted.draft().get(), output);
        return ExitStatus.GOOD;
    }

    private Optional<Path> output() throws UsageException {
        Optional<String> file = given.value("--output");
        try {
            Optional<Path> path = file.filter(name -> !name.equals("-")).map(Path::of);
            if (path.isPresent() && Files.exists(path.get())) {
                throw new UsageException(path.get() + " is there already: a draft does not replace what someone wrote");
            }
            return path;
        } catch (InvalidPathException e) {
            throw new UsageException("no file can be called '" + file.get() + "'");
        }
    }

    /** A file's name without what a package's name ends in. */
    private static String name(String path) {
        String whole = path.replaceAll("/+$", "");
        String name = whole.substring(whole.lastIndexOf('/') + 1).replaceFirst("(_.*)?\\.(deb|rpm)$", "");
        return name.isBlank() || name.equals(".") || name.equals("..") ? "draft" : name;
    }

    private void write(RuleSetDraft draft, Optional<Path> output) throws UsageException, IOException {
        String text = RuleSetDraftText.of(draft);
        if (output.isEmpty()) {
            terminal.print(text);
            return;
        }
        try {
            ReportFile.write(output.get(), out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UsageException("cannot write " + output.get() + ": " + e.getMessage());
        }
    }
}
