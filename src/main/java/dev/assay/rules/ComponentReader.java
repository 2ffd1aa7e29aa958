package dev.assay.rules;

import dev.assay.provenance.Evidence;
import dev.assay.rules.ComponentSpec.Presence;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads what a rule set says of components. */
final class ComponentReader {
    private static final List<String> KEYS =
            List.of("name", "archives", "packages", "symbols", "strings", "presence", "evidence", "version");
    private static final List<String> DISTRIBUTIONS =
            Stream.of(Distribution.values()).map(Distribution::key).toList();
    private static final List<String> BOUNDS = List.of("at-least", "above", "at-most", "below");

    private ComponentReader() {}

    /** {@return the components of a list, each name once} */
    static List<ComponentSpec> components(YamlValue written) throws InvalidRuleSetException {
        List<ComponentSpec> components = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlValue component : written.list()) {
            ComponentSpec spec = component(component);
            if (!names.add(spec.name())) {
                throw component.error("the component '" + spec.name() + "' stands here twice");
            }
            components.add(spec);
        }
        return components;
    }

    private static ComponentSpec component(YamlValue written) throws InvalidRuleSetException {
        Map<String, YamlValue> fields = written.fields(KEYS);
        if (!fields.containsKey("name")) {
            throw written.error("a component has a 'name'");
        }
        if (!fields.containsKey("archives") && !fields.containsKey("packages")) {
            throw written.error("a component has 'archives' or 'packages' that it is made of");
        }
        return new ComponentSpec(
                fields.get("name").text(),
                fields.containsKey("archives") ? fields.get("archives").globs() : List.of(),
                fields.containsKey("packages") ? packages(fields.get("packages")) : Map.of(),
                fields.containsKey("symbols") ? fields.get("symbols").globs() : List.of(),
                fields.containsKey("strings") ? fields.get("strings").texts() : List.of(),
                fields.containsKey("presence")
                        ? fields.get("presence").constant("presence", Presence.class)
                        : Presence.ALLOWED,
                fields.containsKey("evidence")
                        ? fields.get("evidence").constant("evidence", Evidence.class)
                        : Evidence.EXACT,
                fields.containsKey("version") ? versions(fields.get("version")) : Map.of());
    }

    private static Map<Distribution, List<Glob>> packages(YamlValue written) throws InvalidRuleSetException {
        Map<Distribution, List<Glob>> packages = new EnumMap<>(Distribution.class);
        for (Map.Entry<String, YamlValue> field : written.fields(DISTRIBUTIONS).entrySet()) {
            packages.put(distribution(field.getKey()), field.getValue().globs());
        }
        return packages;
    }

    /** {@return bounds of versions, by distribution} */
    static Map<Distribution, VersionBounds> versions(YamlValue written) throws InvalidRuleSetException {
        Map<Distribution, VersionBounds> versions = new EnumMap<>(Distribution.class);
        for (Map.Entry<String, YamlValue> field : written.fields(DISTRIBUTIONS).entrySet()) {
            versions.put(distribution(field.getKey()), bounds(field.getValue()));
        }
        return versions;
    }

    private static VersionBounds bounds(YamlValue written) throws InvalidRuleSetException {
        Map<String, YamlValue> fields = written.fields(BOUNDS);
        if (fields.isEmpty()) {
            throw written.error("expected a bound: " + String.join(", ", BOUNDS));
        }
        return new VersionBounds(
                bound(fields, "at-least"), bound(fields, "above"), bound(fields, "at-most"), bound(fields, "below"));
    }

    private static Optional<String> bound(Map<String, YamlValue> fields, String key) throws InvalidRuleSetException {
        return fields.containsKey(key) ? Optional.of(fields.get(key).text()) : Optional.empty();
    }

    private static Distribution distribution(String key) {
        return Stream.of(Distribution.values())
                .filter(distribution -> distribution.key().equals(key))
                .findFirst()
                .orElseThrow();
    }
}
