package dev.assay.rules;

import dev.assay.rules.Role.DistributionBounds;
import dev.assay.rules.Role.Linking;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what a rule set says of the roles of packages. */
final class RoleReader {
    private static final List<String> KEYS =
            List.of("name", "packages", "version", "for", "linking", "suffix", "binfmt-by", "needs");

    private RoleReader() {}

    /** {@return the roles of a list} */
    static List<Role> roles(YamlValue written) throws InvalidRuleSetException {
        List<Role> roles = new ArrayList<>();
        for (YamlValue role : written.list()) {
            roles.add(role(role));
        }
        return roles;
    }

    private static Role role(YamlValue written) throws InvalidRuleSetException {
        Map<String, YamlValue> fields = written.fields(KEYS);
        for (String required : List.of("name", "packages", "linking")) {
            if (!fields.containsKey(required)) {
                throw written.error("a role has a '" + required + "'");
            }
        }
        return new Role(
                fields.get("name").text(),
                fields.get("packages").globs(),
                fields.containsKey("version") ? version(fields.get("version")) : Optional.empty(),
                fields.containsKey("for") ? fields.get("for").globs() : List.of(),
                fields.get("linking").constant("linking", Linking.class),
                fields.containsKey("suffix") ? fields.get("suffix").text() : "",
                fields.containsKey("binfmt-by")
                        ? Optional.of(fields.get("binfmt-by").globs())
                        : Optional.empty(),
                fields.containsKey("needs") ? fields.get("needs").texts() : List.of());
    }

    private static Optional<DistributionBounds> version(YamlValue written) throws InvalidRuleSetException {
        Map<Distribution, VersionBounds> versions = ComponentReader.versions(written);
        if (versions.size() != 1) {
            throw written.error("expected the bounds of one distribution");
        }
        return versions.entrySet().stream()
                .map(bounds -> new DistributionBounds(bounds.getKey(), bounds.getValue()))
                .findFirst();
    }
}
