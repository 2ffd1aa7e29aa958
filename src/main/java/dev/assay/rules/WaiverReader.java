package dev.assay.rules;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads waiver files. One that lacks a reason, an owner or a last day is none. */
public final class WaiverReader {
    private static final Set<String> KEYS =
            new LinkedHashSet<>(List.of("rule", "path", "component", "fingerprint", "reason", "owner", "expires"));
    private static final List<String> REQUIRED = List.of("rule", "path", "reason", "owner", "expires");

    private WaiverReader() {}

    /**
     * Reads the waivers of a file.
     *
     * @param source the file; messages name it
     * @param text YAML
     * @return the waivers, in their order
     * @throws InvalidRuleSetException when it says something it cannot say
     */
    public static List<Waiver> read(String source, String text) throws InvalidRuleSetException {
        YamlValue document = YamlValue.parse(source, text);
        Map<String, YamlValue> fields = document.fields(List.of("waivers"));
        if (!fields.containsKey("waivers")) {
            throw document.error("expected 'waivers'");
        }
        List<Waiver> waivers = new ArrayList<>();
        for (YamlValue written : fields.get("waivers").list()) {
            waivers.add(waiver(source, written));
        }
        return waivers;
    }

    private static Waiver waiver(String source, YamlValue written) throws InvalidRuleSetException {
        Map<String, YamlValue> fields = written.fields(KEYS);
        for (String key : REQUIRED) {
            if (!fields.containsKey(key)) {
                throw written.error("a waiver has " + String.join(", ", REQUIRED) + "; this one has no '" + key + "'");
            }
        }
        return new Waiver(
                source + ":" + written.line(),
                rule(fields.get("rule")),
                Glob.of(fields.get("path").text()),
                text(fields, "component"),
                text(fields, "fingerprint"),
                fields.get("reason").text(),
                fields.get("owner").text(),
                date(fields.get("expires")));
    }

    private static String rule(YamlValue written) throws InvalidRuleSetException {
        String rule = written.oneOf("rule", RuleCatalog.names());
        if (rule.equals(ElfMalformed.NAME) || RunRules.names().contains(rule)) {
            throw written.error("the rule '" + rule + "' cannot be waived");
        }
        return rule;
    }

    private static Optional<String> text(Map<String, YamlValue> fields, String key) throws InvalidRuleSetException {
        return fields.containsKey(key) ? Optional.of(fields.get(key).text()) : Optional.empty();
    }

    private static LocalDate date(YamlValue written) throws InvalidRuleSetException {
        try {
            return LocalDate.parse(written.text());
        } catch (DateTimeException noDate) {
            throw written.error("expected a day such as 2027-03-31");
        }
    }
}
