package dev.assay.input;

import com.google.common.base.Splitter;
import dev.assay.Origin.PackageId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A paragraph of {@code Field: value} lines (deb822(5)): a package's control file, or its entry in dpkg's status file.
 * Lines that are neither a field nor a continuation are passed over; of a field that comes twice the first one counts.
 */
final class Stanza {
    private static final Pattern CROSS_VERSION = Pattern.compile("(.+)cross\\d+");

    private final Map<String, StringBuilder> fields = new LinkedHashMap<>();

    /** {@return the first stanza of a text} */
    static Stanza parse(String text) {
        Stanza stanza = new Stanza();
        String name = "";
        for (String line : Splitter.on('\n').split(text.stripLeading())) {
            if (line.isBlank()) {
                break;
            }
            if (line.charAt(0) == ' ' || line.charAt(0) == '\t') {
                stanza.fields.computeIfPresent(
                        name, (key, value) -> value.append('\n').append(line.strip()));
            } else if (line.indexOf(':') > 0) {
                name = line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
                stanza.fields.putIfAbsent(
                        name,
                        new StringBuilder(line.substring(line.indexOf(':') + 1).strip()));
            }
        }
        return stanza;
    }

    /** {@return the value of a field, whatever the case of its name; empty when absent or without a value} */
    Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name.toLowerCase(Locale.ROOT)))
                .map(StringBuilder::toString)
                .filter(value -> !value.isEmpty());
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
        Source source =
                copied(name, version).orElseGet(() -> source(field("Source").orElse(name), version));
        return Optional.of(new PackageId(
                name,
                version,
                source.name(),
                source.version(),
                suite,
                field("Architecture").get()));
    }

    private record Source(String name, String version) {}

    /**
     * A package for cross compilers holds what another source's package holds: libc6-dev-arm64-cross 2.36-8cross1, made by
     * cross-toolchain-base, is glibc 2.36-8. Its Built-Using says of which: the one whose version its own begins with.
     */
    private Optional<Source> copied(String name, String version) {
        Matcher rebuilt = CROSS_VERSION.matcher(version);
        if (!name.endsWith("-cross") || !rebuilt.matches()) {
            return Optional.empty();
        }
        return Splitter.on(',')
                .trimResults()
                .splitToStream(field("Built-Using").orElse(""))
                .map(using -> source(using.replace("= ", ""), ""))
                .filter(using -> using.version().equals(rebuilt.group(1)))
                .findFirst();
    }

    private static Source source(String text, String version) {
        int open = text.indexOf('(');
        int close = text.indexOf(')', open + 1);
        return new Source(
                open < 0 ? text : text.substring(0, open).strip(),
                open >= 0 && close > open ? text.substring(open + 1, close).strip() : version);
    }
}
