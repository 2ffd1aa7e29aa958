package dev.assay.input;

import com.google.common.base.Splitter;
import dev.assay.Origin.PackageId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A paragraph of {@code Field: value} lines (deb822(5)): a package's control file, or its entry in dpkg's status file.
 * Lines that are neither a field nor a continuation are passed over; of a field that comes twice the first one counts.
 */
final class Stanza {
    private final Map<String, String> fields = new LinkedHashMap<>();

    /** {@return the first stanza of a text} */
    static Stanza parse(String text) {
        Stanza stanza = new Stanza();
        String name = "";
        for (String line : Splitter.on('\n').split(text.stripLeading())) {
            if (line.isBlank()) {
                break;
            }
            if (line.charAt(0) == ' ' || line.charAt(0) == '\t') {
                stanza.fields.computeIfPresent(name, (key, value) -> value + "\n" + line.strip());
            } else if (line.indexOf(':') > 0) {
                name = line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
                stanza.fields.putIfAbsent(
                        name, line.substring(line.indexOf(':') + 1).strip());
            }
        }
        return stanza;
    }

    /** {@return the value of a field, whatever the case of its name; empty when absent or without a value} */
    Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name.toLowerCase(Locale.ROOT))).filter(value -> !value.isEmpty());
    }

    /**
     * {@return the package that the stanza describes; empty when it lacks a name, version or architecture}
     *
     * @param suite the distribution's release, or empty
     */
    Optional<PackageId> packageId(String suite) {
        if (field("Package").isEmpty()
                || field("Version").isEmpty()
                || field("Architecture").isEmpty()) {
            return Optional.empty();
        }
        String name = field("Package").get();
        String version = field("Version").get();
        // "Source: glibc (2.36-9)": absent when it is the package's own name, without a version when that is the same.
        String source = field("Source").orElse(name);
        int open = source.indexOf('(');
        int close = source.indexOf(')', open + 1);
        String sourceVersion =
                open >= 0 && close > open ? source.substring(open + 1, close).strip() : version;
        String sourceName = open < 0 ? source : source.substring(0, open).strip();
        return Optional.of(new PackageId(
                name,
                version,
                sourceName,
                sourceVersion,
                suite,
                field("Architecture").get()));
    }
}
