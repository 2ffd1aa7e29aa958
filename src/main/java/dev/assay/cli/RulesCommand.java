package dev.assay.cli;

import dev.assay.rules.InvalidRuleSetException;
import dev.assay.rules.NearestWord;
import dev.assay.rules.RuleCatalog;
import dev.assay.rules.RulePages;
import dev.assay.rules.RuleSet;
import dev.assay.rules.RuleSetText;
import dev.assay.rules.Severity;
import dev.assay.rules.ShippedRuleSets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code assay rules}: lists what ships, shows a rule's page or a rule set, checks one's own. */
final class RulesCommand implements Command {
    private static final List<String> VERBS = List.of("list", "show", "validate", "init");
    private static final List<String> OF_INIT = List.of(
            "--output", "--reference", "--no-reference", "--objects", "--limit", "--jobs", "--no-cache", "--progress");

    private final Terminal terminal;

    RulesCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitStatus run(Options.Given given) throws UsageException, IOException {
        List<String> words = given.positional();
        if (words.isEmpty()) {
            throw new UsageException("assay rules takes list, show NAME, validate FILE or init PATH");
        }
        List<String> names = words.subList(1, words.size());
        String verb = words.get(0);
        for (String option : OF_INIT) {
            if (given.has(option) && !verb.equals("init")) {
                throw new UsageException(option + " is for 'assay rules init'");
            }
        }
        return switch (verb) {
            case "list" -> list(names);
            case "show" -> show(names);
            case "validate" -> validate(names);
            case "init" -> new RulesInit(given, terminal).draft(names);
            default ->
                throw new UsageException("unknown command 'rules " + verb + "'" + NearestWord.hint(verb, VERBS)
                        + "; there are " + String.join(", ", VERBS));
        };
    }

    private ExitStatus list(List<String> names) throws UsageException, IOException {
        if (!names.isEmpty()) {
            throw new UsageException("assay rules list takes no name; try 'assay rules show " + names.get(0) + "'");
        }
        RuleSet standard = RuleSets.load(List.of()).get(0);
        StringBuilder text = new StringBuilder("Rule sets:\n");
        for (String name : ShippedRuleSets.names()) {
            text.append("  ").append(name).append(name.equals(ShippedRuleSets.DEFAULT) ? " (default)\n" : "\n");
        }
        text.append("\nRules, and their severity in ").append(standard.name()).append(":\n");
        for (String rule : RuleCatalog.names()) {
            appendRule(text, rule, standard.setting(rule).severity());
        }
        text.append("\nWhat assay diff asks of an upgrade:\n");
        for (String rule : RuleCatalog.ofUpgrades()) {
            appendRule(text, rule, RuleCatalog.severityOfUpgrade(rule));
        }
        return terminal.explain(
                text.append("\nassay rules show NAME shows any of them.\n").toString());
    }

    private static void appendRule(StringBuilder text, String rule, Severity severity) {
        String summary = RuleCatalog.summary(rule).orElseThrow();
        text.append(String.format("  %-28s %-8s %s\n", rule, severity.name().toLowerCase(Locale.ROOT), summary));
    }

    private ExitStatus show(List<String> names) throws UsageException, IOException {
        if (names.size() != 1) {
            throw new UsageException("assay rules show takes the name of one rule or rule set");
        }
        String name = names.get(0);
        Optional<String> page = RulePages.find(name);
        if (page.isPresent()) {
            return terminal.explain(page.get());
        }
        Optional<String> text = ShippedRuleSets.find(name).map(RuleSetText::text);
        if (text.isEmpty()) {
            List<String> all = new ArrayList<>(RuleCatalog.names());
            all.addAll(RuleCatalog.ofUpgrades());
            all.addAll(ShippedRuleSets.names());
            terminal.complain(
                    "no rule or rule set '" + name + "'" + NearestWord.hint(name, all) + "; see 'assay rules list'");
            return ExitStatus.FINDINGS;
        }
        return terminal.print(text.get());
    }

    private ExitStatus validate(List<String> files) throws UsageException, IOException {
        if (files.isEmpty()) {
            throw new UsageException("assay rules validate takes files");
        }
        ExitStatus status = ExitStatus.GOOD;
        for (String file : files) {
            try {
                RuleSet ruleSet = RuleSets.read(file);
                terminal.print(file + ": valid, rule set '" + ruleSet.name() + "'\n");
            } catch (InvalidRuleSetException invalid) {
                terminal.complain(invalid.getMessage());
                status = ExitStatus.FINDINGS;
            }
        }
        return status;
    }

    @Override
    public Options options() {
        Options options = Options.of(
                        "assay rules",
                        "Rule sets and rules.",
                        "",
                        "  list             the rule sets that ship, and every rule",
                        "  show NAME        the page of a rule, or the text of a rule set",
                        "  validate FILE... whether one's own rule sets say what they can say",
                        "  init PATH...     a rule set of what binaries are made of today, to tighten")
                .valued(
                        "-o --output",
                        "FILE",
                        "init: the file to write, which is not there yet; default: standard output");
        ReferenceArguments.addTo(options);
        AuditArguments.addBoundsTo(options);
        return options.positional("list|show|validate|init", "what to do, and with what")
                .footer(
                        "init takes the options about references and bounds; the others take none.",
                        "",
                        "Exit status: 0 done, 1 not found or not valid, 2 it could not be done as asked.",
                        "",
                        "Examples:",
                        "  assay rules init -o my.yaml build/my-tool",
                        "  assay check --rules my.yaml build/my-tool");
    }
}
