package dev.assay.rules;

import dev.assay.rules.RuleSet.Kind;
import dev.assay.rules.RuleSet.Others;
import dev.assay.rules.RuleSetting.Locking;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads rule sets, with all that they extend. The language: docs/rule-sets.md. */
public final class RuleSetReader {
    private static final Set<String> KEYS =
            keys("name", "kind", "extends", "for", "roles", "rules", "components", "other");
    private static final Set<String> SETTING_KEYS = keys("severity", "locked", "tolerate");
    private static final int LONGEST_CHAIN = 16;

    /** Where the sets are found that others extend. */
    @FunctionalInterface
    public interface Parents {
        /**
         * Finds a set by what {@code extends} says.
         *
         * @param name the name of a set that ships, or whatever else the one who reads knows: a file's path
         * @return its text; empty when there is none
         */
        Optional<RuleSetText> find(String name);
    }

    private final Parents parents;
    private final Set<String> reading = new LinkedHashSet<>();

    private RuleSetReader(Parents parents) {
        this.parents = parents;
    }

    /**
     * Reads a rule set with all that it extends.
     *
     * @param source the file, or the name of a set that ships; messages name it
     * @param text YAML
     * @param parents where the sets are found that it extends
     * @return the set
     * @throws InvalidRuleSetException when it, or one that it extends, says something it cannot say
     */
    public static RuleSet read(String source, String text, Parents parents) throws InvalidRuleSetException {
        RuleSet ruleSet = new RuleSetReader(parents).read(new RuleSetText(source, text));
        Optional<String> unheard = UnheardDemand.of(ruleSet);
        if (unheard.isPresent()) {
            throw YamlValue.parse(source, text).error(unheard.get());
        }
        return ruleSet;
    }

    private RuleSet read(RuleSetText written) throws InvalidRuleSetException {
        reading.add(written.source());
        YamlValue document = YamlValue.parse(written.source(), written.text());
        Map<String, YamlValue> fields = document.fields(KEYS);
        if (!fields.containsKey("name")) {
            throw document.error("a rule set has a 'name'");
        }
        Optional<RuleSet> parent =
                fields.containsKey("extends") ? Optional.of(parent(fields.get("extends"))) : Optional.empty();
        RuleSet base = parent.orElse(
                new RuleSet("", "", Kind.IMAGE, List.of(), List.of(), Map.of(), List.of(), Others.ALLOWED));
        return new RuleSet(
                fields.get("name").text(),
                written.source(),
                fields.containsKey("kind") ? kind(fields.get("kind"), parent) : base.kind(),
                fields.containsKey("for") ? fields.get("for").globs() : base.artifacts(),
                fields.containsKey("roles")
                        ? joined(base.roles(), RoleReader.roles(fields.get("roles")), Role::name)
                        : base.roles(),
                fields.containsKey("rules") ? rules(base, fields.get("rules")) : base.rules(),
                fields.containsKey("components")
                        ? joined(
                                base.components(),
                                ComponentReader.components(fields.get("components")),
                                ComponentSpec::name)
                        : base.components(),
                fields.containsKey("other") ? fields.get("other").constant("word", Others.class) : base.others());
    }

    private RuleSet parent(YamlValue name) throws InvalidRuleSetException {
        RuleSetText text = parents.find(name.text()).orElseThrow(() -> notFound(name));
        if (reading.contains(text.source())) {
            throw name.error(
                    "'" + text.source() + "' extends itself: " + String.join(" -> ", reading) + " -> " + text.source());
        }
        if (reading.size() >= LONGEST_CHAIN) {
            throw name.error("more than " + LONGEST_CHAIN + " rule sets extend one another");
        }
        return read(text);
    }

    private static InvalidRuleSetException notFound(YamlValue name) {
        try {
            return name.error("no rule set '" + name.text() + "'"
                    + NearestWord.to(name.text(), ShippedRuleSets.names())
                            .map(near -> "; nearest that ships: '" + near + "'")
                            .orElse(""));
        } catch (InvalidRuleSetException e) {
            return e;
        }
    }

    private static Kind kind(YamlValue value, Optional<RuleSet> parent) throws InvalidRuleSetException {
        Kind kind = value.constant("kind", Kind.class);
        if (parent.isPresent() && parent.get().kind() != kind) {
            throw value.error("'" + parent.get().name() + "', which this set extends, is of another kind");
        }
        return kind;
    }

    private static Map<String, RuleSetting> rules(RuleSet base, YamlValue written) throws InvalidRuleSetException {
        Map<String, RuleSetting> rules = base.rules();
        for (Map.Entry<String, YamlValue> rule :
                written.fields(RuleCatalog.names()).entrySet()) {
            RuleSetting setting = setting(rule.getKey(), rule.getValue());
            RuleSetting inherited = base.setting(rule.getKey());
            if (inherited.locking() == Locking.LOCKED && !inherited.equals(setting)) {
                throw rule.getValue().error("the rule '" + rule.getKey() + "' is locked by '" + base.name() + "'");
            }
            rules.put(rule.getKey(), setting);
        }
        return rules;
    }

    private static RuleSetting setting(String rule, YamlValue written) throws InvalidRuleSetException {
        if (!written.isMapping()) {
            return RuleSetting.of(severity(rule, written));
        }
        Map<String, YamlValue> fields = written.fields(SETTING_KEYS);
        if (!fields.containsKey("severity")) {
            throw written.error("the rule '" + rule + "' has no 'severity'");
        }
        return new RuleSetting(
                severity(rule, fields.get("severity")),
                fields.containsKey("locked") ? locking(fields.get("locked")) : Locking.OPEN,
                fields.containsKey("tolerate") ? percent(rule, fields.get("tolerate")) : 0);
    }

    private static Severity severity(String rule, YamlValue written) throws InvalidRuleSetException {
        Severity severity = written.constant("severity", Severity.class);
        // What is malformed fails whatever a set says; one that says otherwise would mislead its reader.
        if (rule.equals(ElfMalformed.NAME) && severity != Severity.ERROR) {
            throw written.error("the rule '" + rule + "' is always an error");
        }
        return severity;
    }

    private static Locking locking(YamlValue written) throws InvalidRuleSetException {
        return written.oneOf("word", List.of("true", "false")).equals("true") ? Locking.LOCKED : Locking.OPEN;
    }

    private static double percent(String rule, YamlValue written) throws InvalidRuleSetException {
        if (!rule.equals(UnexplainedCode.NAME)) {
            throw written.error("only '" + UnexplainedCode.NAME + "' tolerates a share");
        }
        String text = written.text();
        if (!text.matches("(100|[0-9]{1,2}(\\.[0-9]{1,3})?)%")) {
            throw written.error("expected a share such as 2.5%");
        }
        return Double.parseDouble(text.substring(0, text.length() - 1));
    }

    /** What a set says of a thing stands in for all that the set it extends says of the thing of that name. */
    private static <T> List<T> joined(List<T> inherited, List<T> own, Function<T, String> name) {
        Map<String, T> all = new LinkedHashMap<>();
        inherited.forEach(thing -> all.put(name.apply(thing), thing));
        own.forEach(thing -> all.put(name.apply(thing), thing));
        return new ArrayList<>(all.values());
    }

    private static Set<String> keys(String... names) {
        return new LinkedHashSet<>(List.of(names));
    }
}
