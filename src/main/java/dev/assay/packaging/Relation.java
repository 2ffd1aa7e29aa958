package dev.assay.packaging;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a package says of another.
 *
 * @param kind what is said
 * @param alternatives any of them will do; one, but for Debian's {@code a | b}
 * @param written as the package writes it: {@code qemu-user (= 1:7.2)}, {@code qemu-user = 2:8.1.0-1}
 */
public record Relation(Kind kind, List<Alternative> alternatives, String written) {
    /** What is said. Debian's and RPM's fields of one meaning are one kind. */
    public enum Kind {
        /** Must be installed too: Pre-Depends, Depends, Requires. */
        REQUIRES,
        /** Is installed too where nobody says otherwise. */
        RECOMMENDS,
        SUGGESTS,
        /** Is installed too where the other is. */
        SUPPLEMENTS,
        ENHANCES,
        /** Must not be installed too. */
        CONFLICTS,
        /** Debian: must not be installed too, once this one works. */
        BREAKS,
        PROVIDES,
        /** Takes the place of the other on upgrade: RPM's Obsoletes. */
        OBSOLETES,
        /** May overwrite the other's files: Debian's Replaces. */
        REPLACES,
        /** Debian: sources whose code is in the package and must be kept. */
        BUILT_USING,
        /** Debian: sources whose code is in the package by static linking. */
        STATIC_BUILT_USING;

        /** {@return its name in JSON: {@code staticBuiltUsing}} */
        public String key() {
            StringBuilder key = new StringBuilder();
            for (String word : name().toLowerCase(Locale.ROOT).split("_", -1)) {
                key.append(key.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
            }
            return key.toString();
        }
    }

    /** How versions must compare. */
    public enum Comparison {
        ANY,
        LESS,
        AT_MOST,
        EQUAL,
        AT_LEAST,
        GREATER;

        private boolean holds(int order) {
            return switch (this) {
                case ANY -> true;
                case LESS -> order < 0;
                case AT_MOST -> order <= 0;
                case EQUAL -> order == 0;
                case AT_LEAST -> order >= 0;
                case GREATER -> order > 0;
            };
        }
    }

    /**
     * A package, or what packages provide, perhaps within a bound.
     *
     * @param name without an architecture
     * @param comparison how its version must compare with {@code version}
     * @param version empty for {@link Comparison#ANY}
     */
    public record Alternative(String name, Comparison comparison, String version) {
        /** {@return whether a version fits} */
        public boolean allows(String other, VersionOrder order) {
            return comparison == Comparison.ANY || comparison.holds(order.compare(other, version));
        }
    }

    public Relation {
        alternatives = List.copyOf(alternatives);
    }

    /** {@return whether this is the one package, or one of them, that is spoken of} */
    public boolean names(String name) {
        return alternatives.stream().anyMatch(alternative -> alternative.name().equals(name));
    }

    /**
     * Reads a field of a Debian package (deb-control(5); Debian policy 7.1).
     *
     * @param field its name; of other fields nothing is read
     * @param text its value: {@code a (>= 1) | b, c [amd64]}
     * @return the relations, in order
     */
    public static List<Relation> ofDebian(String field, String text) {
        Optional<Kind> kind = debianKind(field);
        List<Relation> relations = new ArrayList<>();
        if (kind.isEmpty()) {
            return relations;
        }
        for (String part : text.split(",", -1)) {
            String written = part.strip();
            List<Alternative> alternatives = new ArrayList<>();
            for (String alternative : written.split("\\|", -1)) {
                if (!alternative.isBlank()) {
                    alternatives.add(debianAlternative(alternative.strip()));
                }
            }
            if (!alternatives.isEmpty()) {
                relations.add(new Relation(kind.get(), alternatives, written));
            }
        }
        return relations;
    }

    /**
     * Reads one dependency of an RPM package (rpm-dependencies(7)). A rich one, {@code (a if b)}, is kept as a name that no
     * package has.
     *
     * @param field as a spec file writes it; of other fields nothing is read
     * @param text {@code qemu-user = 2:8.1.0-1}
     * @return the relation
     */
    public static Optional<Relation> ofRpm(String field, String text) {
        return rpmKind(field).map(kind -> {
            String[] words = text.startsWith("(") ? new String[] {text} : text.split(" ", -1);
            Alternative alternative = words.length == 3
                    ? new Alternative(words[0], comparison(words[1]), words[2])
                    : new Alternative(text, Comparison.ANY, "");
            return new Relation(kind, List.of(alternative), text);
        });
    }

    private static Alternative debianAlternative(String text) {
        int open = text.indexOf('(');
        int close = text.indexOf(')', open + 1);
        String name = text.split("[\\s(\\[<]", 2)[0];
        String plain = name.indexOf(':') < 0 ? name : name.substring(0, name.indexOf(':')); // python3:any
        if (open < 0 || close < 0) {
            return new Alternative(plain, Comparison.ANY, "");
        }
        String bound = text.substring(open + 1, close).strip();
        int version = 0;
        while (version < bound.length() && "<>=".indexOf(bound.charAt(version)) >= 0) {
            version++;
        }
        return new Alternative(
                plain,
                comparison(bound.substring(0, version)),
                bound.substring(version).strip());
    }

    // Debian's << and >> are strict; its obsolete < and > meant <= and >=, which policy 7.1 forbids to write.
    private static Comparison comparison(String sign) {
        return switch (sign) {
            case "<<", "<" -> Comparison.LESS;
            case "<=" -> Comparison.AT_MOST;
            case "=" -> Comparison.EQUAL;
            case ">=" -> Comparison.AT_LEAST;
            case ">>", ">" -> Comparison.GREATER;
            default -> Comparison.ANY;
        };
    }

    private static Optional<Kind> debianKind(String field) {
        return switch (field) {
            case "Pre-Depends", "Depends" -> Optional.of(Kind.REQUIRES);
            case "Recommends" -> Optional.of(Kind.RECOMMENDS);
            case "Suggests" -> Optional.of(Kind.SUGGESTS);
            case "Enhances" -> Optional.of(Kind.ENHANCES);
            case "Conflicts" -> Optional.of(Kind.CONFLICTS);
            case "Breaks" -> Optional.of(Kind.BREAKS);
            case "Provides" -> Optional.of(Kind.PROVIDES);
            case "Replaces" -> Optional.of(Kind.REPLACES);
            case "Built-Using" -> Optional.of(Kind.BUILT_USING);
            case "Static-Built-Using" -> Optional.of(Kind.STATIC_BUILT_USING);
            default -> Optional.empty();
        };
    }

    private static Optional<Kind> rpmKind(String field) {
        return switch (field) {
            case "Requires" -> Optional.of(Kind.REQUIRES);
            case "Recommends" -> Optional.of(Kind.RECOMMENDS);
            case "Suggests" -> Optional.of(Kind.SUGGESTS);
            case "Supplements" -> Optional.of(Kind.SUPPLEMENTS);
            case "Enhances" -> Optional.of(Kind.ENHANCES);
            case "Conflicts" -> Optional.of(Kind.CONFLICTS);
            case "Provides" -> Optional.of(Kind.PROVIDES);
            case "Obsoletes" -> Optional.of(Kind.OBSOLETES);
            default -> Optional.empty();
        };
    }
}
