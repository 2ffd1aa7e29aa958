package dev.assay.rules;

import dev.assay.provenance.Evidence;
import dev.assay.rules.RuleSetDraft.Library;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes a drafted rule set in the language that {@link RuleSetReader} reads, with remarks on what to tighten. */
public final class RuleSetDraftText {
    /** Needs no quotes: begins with a letter, and is nothing and holds nothing that YAML, 1.1 too, gives a meaning. */
    private static final Pattern PLAIN =
            Pattern.compile("(?!(?i:true|false|null|yes|no|on|off|y|n)$)[A-Za-z_][A-Za-z0-9_.+/-]*");

    /** What says something of components; none of it is on in the set that a draft extends. */
    private static final List<String> OF_COMPONENTS = List.of(
            ComponentMissing.NAME,
            ComponentForbidden.NAME,
            ComponentUnproved.NAME,
            ComponentVersion.NAME,
            ComponentMixed.NAME,
            SymbolProvenance.NAME);

    private final RuleSetDraft draft;
    private final StringBuilder yaml = new StringBuilder();

    private RuleSetDraftText(RuleSetDraft draft) {
        this.draft = draft;
    }

    /** {@return the draft as YAML} */
    public static String of(RuleSetDraft draft) {
        RuleSetDraftText text = new RuleSetDraftText(draft);
        text.writeHead();
        text.writeRules();
        text.writeComponents();
        return text.yaml.toString();
    }

    private void writeHead() {
        yaml.append("""
                # Drafted by 'assay rules init': what these images are made of today, all of which passes.
                # To tighten it, remove what should not be there, and raise what is lowered once it is mended.
                # The language: docs/rule-sets.md. What a rule asks: assay rules show NAME.
                """);
        yaml.append("name: ").append(quoted(draft.name())).append('\n');
        yaml.append("kind: image\nextends: ").append(ShippedRuleSets.DEFAULT).append("\n\nfor:\n");
        draft.artifacts()
                .forEach(path -> yaml.append("  - ").append(pattern(path)).append('\n'));
    }

    private void writeRules() {
        yaml.append("\nrules:\n");
        Map<String, String> lowered = draft.lowered();
        if (!lowered.isEmpty()) {
            yaml.append("  # Not kept today, so lowered from error. Mend it, then raise it.\n");
            lowered.forEach((rule, why) -> {
                yaml.append("  # ").append(Quoted.path(why)).append('\n');
                yaml.append("  ").append(setting(rule, "warning")).append('\n');
            });
            yaml.append('\n');
        }
        Set<String> kept = new LinkedHashSet<>(OF_COMPONENTS);
        kept.removeAll(lowered.keySet());
        kept.forEach(rule -> yaml.append("  ").append(setting(rule, "error")).append('\n'));
        if (!lowered.containsKey(UnexplainedCode.NAME)) {
            yaml.append(
                    "  # Code that no reference explains, today's share rounded up. --objects explains one's own.\n");
            yaml.append("  ").append(setting(UnexplainedCode.NAME, "error")).append('\n');
        }
    }

    private String setting(String rule, String severity) {
        return rule.equals(UnexplainedCode.NAME)
                ? rule + ": {severity: " + severity + ", tolerate: " + draft.toleratedPercent() + "%}"
                : rule + ": " + severity;
    }

    private void writeComponents() {
        if (!draft.libraries().isEmpty()) {
            yaml.append("\ncomponents:\n");
            draft.libraries().forEach(this::writeLibrary);
        }
        yaml.append("\n# A library that is not listed above.\nother: forbidden\n");
    }

    private void writeLibrary(Library library) {
        yaml.append("  # ")
                .append(String.format(Locale.ROOT, "%,d", library.bytes()))
                .append(" bytes of code\n");
        yaml.append("  - name: ").append(quoted(library.name())).append('\n');
        field("presence", word(library.presence()));
        if (library.evidence() != Evidence.EXACT) {
            yaml.append(
                    "    # Another build or version was compared. Give the one that was linked, and remove this.\n");
            field("evidence", word(library.evidence()));
        }
        if (!library.packages().isEmpty()) {
            yaml.append("    packages:\n");
            library.packages()
                    .forEach((distribution, names) -> yaml.append("      ")
                            .append(distribution.key())
                            .append(": ")
                            .append(list(names))
                            .append('\n'));
        }
        field("archives", list(library.archives()));
        if (!library.lowest().isEmpty()) {
            yaml.append("    version:\n");
            library.lowest()
                    .forEach((distribution, version) -> yaml.append("      ")
                            .append(distribution.key())
                            .append(": {at-least: \"")
                            .append(escaped(version))
                            .append("\"}\n"));
        }
    }

    private void field(String key, String value) {
        yaml.append("    ").append(key).append(": ").append(value).append('\n');
    }

    private static String list(List<String> names) {
        return names.stream().map(RuleSetDraftText::pattern).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** A name may hold what a pattern gives a meaning, which has no other way to be written than as any character. */
    private static String pattern(String name) {
        return quoted(name.replace('*', '?'));
    }

    private static String quoted(String text) {
        return PLAIN.matcher(text).matches() ? text : "\"" + escaped(text) + "\"";
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                escaped.append('\\').append((char) c);
            } else if (c >= ' ' && c < 0x7f) {
                escaped.append((char) c);
            } else {
                escaped.append(String.format("\\U%08x", c));
            }
        });
        return escaped.toString();
    }
}
