package dev.assay.cli;

import dev.assay.audit.AuditOptions;
import dev.assay.audit.AuditOptions.Licences;
import dev.assay.audit.ReferenceSources.Images;
import dev.assay.report.Report;
import dev.assay.report.ReportFormats;
import dev.assay.rules.RuleSet;
import dev.assay.rules.Severity;
import dev.assay.rules.ShippedRuleSets;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/** {@code assay check}: audits against rule sets; the exit status is the verdict. */
final class CheckCommand implements Command {
    private final Terminal terminal;

    CheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitStatus run(Options.Given given) throws UsageException, IOException {
        AuditArguments common = AuditArguments.of(given);
        Outputs outputs = Outputs.of(given, terminal, ReportFormats.OF_JUDGED);
        List<RuleSet> ruleSets = RuleSets.load(given.values("--rules"));
        Severity failOn = failOn(given);
        Optional<String> rulePages = rulePages(given);
        AuditOptions options = new AuditOptions(
                ruleSets,
                failOn,
                common.jobs(),
                common.limits(),
                ReferenceArguments.of(given, images(ruleSets)),
                AcceptanceArguments.of(given),
                outputs.tellsLicences() ? Licences.ASKED : Licences.NOT_ASKED,
                Main.version());
        Report report = common.audit(options, terminal).run(common.paths());
        outputs.write(report, ReportFormats.judged(failOn, rulePages));
        AuditArguments.complain(report, terminal);
        return ExitStatus.ofAudit(report);
    }

    /** A rule set that says what an image may be made of asks it of dynamic programs, too. */
    private static Images images(List<RuleSet> ruleSets) {
        boolean asked = ruleSets.stream()
                .anyMatch(set -> !set.components().isEmpty() || set.others() == RuleSet.Others.FORBIDDEN);
        return asked ? Images.ALL : Images.STATIC;
    }

    private static Severity failOn(Options.Given given) throws UsageException {
        Optional<String> word = given.value("--fail-on");
        if (word.isEmpty()) {
            return Severity.ERROR;
        }
        return switch (word.get()) {
            case "error" -> Severity.ERROR;
            case "warning" -> Severity.WARNING;
            case "info" -> Severity.INFO;
            default -> throw new UsageException("--fail-on takes error, warning or info, not '" + word.get() + "'");
        };
    }

    private static Optional<String> rulePages(Options.Given given) throws UsageException {
        Optional<String> stated = given.value("--rule-pages");
        if (stated.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI folder = new URI(stated.get().endsWith("/") ? stated.get() : stated.get() + "/");
            if (folder.getHost() != null && List.of("http", "https").contains(folder.getScheme())) {
                return Optional.of(folder.toString());
            }
        } catch (URISyntaxException noAddress) {
            // Said below, as of what is no address of a site.
        }
        throw new UsageException(
                "--rule-pages takes an address such as https://example.org/assay/rules/, not '" + stated.get() + "'");
    }

    @Override
    public Options options() {
        Options options = Options.of(
                        "assay check",
                        "Audits binaries against a rule set. The exit status is the verdict.",
                        "",
                        "PATH is an ELF file, a directory (walked; ELF files are recognised by their"
                                + " content) or a .deb or .rpm package. Without options it asks whether each file runs"
                                + " without any native library: no interpreter, no library needed.")
                .repeatable(
                        "--rules",
                        "NAME|FILE",
                        ShippedRuleSets.names(),
                        "rule set: one that ships (see 'assay rules list') or a YAML file; repeatable, the worst"
                                + " verdict counts; default: static");
        ReferenceArguments.addTo(options);
        ReferenceArguments.addLinkMapTo(options);
        AuditArguments.addTo(options);
        Outputs.addTo(options, ReportFormats.OF_JUDGED);
        AcceptanceArguments.addTo(options);
        return options.valued(
                        "--rule-pages", "URL", "sarif: where the pages of docs/rules/ are served, for links to them")
                .valued(
                        "--fail-on",
                        "SEVERITY",
                        List.of("error", "warning", "info"),
                        "the lowest severity that fails: error (default), warning, info")
                .positional("PATH", "what to audit")
                .footer(
                        "Exit status: 0 all passes; 1 something fails or could not be proved;",
                        "2 it could not be done as asked (no such file, not an ELF file, malformed,",
                        "bad usage, nothing to judge). What could be judged is reported all the same.",
                        "",
                        "Examples:",
                        "  assay check /usr/bin/qemu-arm-static",
                        "  assay check --rules debian-qemu-user-static qemu-user-static_*.deb",
                        "  assay check --quiet --format text --format json=report.json build/");
    }
}
