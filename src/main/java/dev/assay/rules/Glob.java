package dev.assay.rules;

import java.util.regex.Pattern;

/**
 * A shell pattern on names or on paths: {@code *} and {@code ?} stay within a path component, {@code **} as a whole
 * component stands for any number of them, also none. A pattern on paths matches the trailing components of a path:
 * {@code bin/qemu-*} matches {@code usr/bin/qemu-arm}; one that begins with a slash matches whole paths.
 */
public final class Glob {
    private static final String LITERAL_IN_REGEX = "\\.[]{}()+-^$|&~";

    private final String text;
    private final boolean literal;
    private final Pattern pattern;

    private Glob(String text) {
        this.text = text;
        this.literal = text.indexOf('*') < 0 && text.indexOf('?') < 0;
        this.pattern = Pattern.compile(regex(text), Pattern.DOTALL);
    }

    /** {@return the pattern that this text writes; every text writes one} */
    public static Glob of(String text) {
        return new Glob(text);
    }

    /** {@return whether trailing components of the path match} */
    public boolean matchesPath(String path) {
        return pattern.matcher(path).matches();
    }

    /** {@return whether the name, which has no slash, matches} */
    public boolean matchesName(String name) {
        // Most patterns are plain names, and every archive that is read is compared with all of them.
        return literal
                ? text.equals(name)
                : name.indexOf('/') < 0 && pattern.matcher(name).matches();
    }

    /** {@return whether it matches one name only} */
    public boolean isLiteral() {
        return literal;
    }

    /** {@return the pattern as it was written} */
    public String text() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Glob glob && glob.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    private static String regex(String glob) {
        StringBuilder regex = new StringBuilder(glob.startsWith("/") ? "/" : "(?:.*/)?");
        String[] components = (glob.startsWith("/") ? glob.substring(1) : glob).split("/", -1);
        for (int i = 0; i < components.length; i++) {
            boolean last = i == components.length - 1;
            if (components[i].equals("**")) {
                regex.append(last ? ".*" : "(?:[^/]*/)*");
            } else {
                appendComponent(regex, components[i]);
                regex.append(last ? "" : "/");
            }
        }
        return regex.toString();
    }

    private static void appendComponent(StringBuilder regex, String component) {
        for (int i = 0; i < component.length(); i++) {
            char c = component.charAt(i);
            if (c == '*') {
                // Two stars within a component say no more than one.
                if (i == 0 || component.charAt(i - 1) != '*') {
                    regex.append("[^/]*");
                }
            } else if (c == '?') {
                regex.append("[^/]");
            } else {
                if (LITERAL_IN_REGEX.indexOf(c) >= 0) {
                    regex.append('\\');
                }
                regex.append(c);
            }
        }
    }
}
