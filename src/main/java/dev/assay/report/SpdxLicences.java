package dev.assay.report;

import com.google.common.io.Resources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells which of the texts that packages write for a licence are identifiers or expressions of SPDX (SPDX specification 2.3,
 * annex D; the list is the one that CycloneDX's schema has). Identifiers count in any case, operators in capitals only, as
 * there. What is neither is somebody's name for a licence: Debian's {@code GPL-2+}, and {@code GPLv2+ and BSD} of older Fedora.
 */
final class SpdxLicences {
    private static final Pattern TOKEN = Pattern.compile("[()]|[^\\s()]+");
    private static final Pattern REFERENCE = Pattern.compile("(DocumentRef-[a-zA-Z0-9.-]+:)?LicenseRef-[a-zA-Z0-9.-]+");

    /** What may come next in an expression. */
    private enum Expected {
        LICENCE,
        OPERATOR_OR_WITH,
        EXCEPTION,
        OPERATOR
    }

    private final Map<String, String> licences;
    private final Map<String, String> exceptions;

    private SpdxLicences(Map<String, String> licences, Map<String, String> exceptions) {
        this.licences = licences;
        this.exceptions = exceptions;
    }

    /** {@return the list, read anew} */
    static SpdxLicences read() throws IOException {
        return new SpdxLicences(list("spdx-licences.txt"), list("spdx-exceptions.txt"));
    }

    private static Map<String, String> list(String name) throws IOException {
        Map<String, String> list = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Resources.toString(Resources.getResource("dev/assay/report/" + name), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(id -> list.put(id, id));
        return list;
    }

    /** {@return the identifier as the list spells it; empty for what is none} */
    Optional<String> identifier(String written) {
        return Optional.ofNullable(licences.get(written));
    }

    /** {@return whether a text is an expression whose licences and exceptions are all in the list, or references} */
    boolean isExpression(String written) {
        Expected expected = Expected.LICENCE;
        int open = 0;
        Matcher tokens = TOKEN.matcher(written);
        while (tokens.find()) {
            String token = tokens.group();
            boolean opens = token.equals("(");
            boolean closes = token.equals(")");
            open += opens ? 1 : closes ? -1 : 0;
            boolean fits = open >= 0
                    && switch (expected) {
                        case LICENCE -> opens || isLicence(token);
                        case OPERATOR_OR_WITH -> closes || isOperator(token) || token.equals("WITH");
                        case EXCEPTION -> exceptions.containsKey(token);
                        case OPERATOR -> closes || isOperator(token);
                    };
            if (!fits) {
                return false;
            }
            expected = switch (expected) {
                case LICENCE -> opens ? Expected.LICENCE : Expected.OPERATOR_OR_WITH;
                case OPERATOR_OR_WITH, OPERATOR ->
                    closes ? Expected.OPERATOR : token.equals("WITH") ? Expected.EXCEPTION : Expected.LICENCE;
                case EXCEPTION -> Expected.OPERATOR;
            };
        }
        return open == 0 && (expected == Expected.OPERATOR_OR_WITH || expected == Expected.OPERATOR);
    }

    private static boolean isOperator(String token) {
        return token.equals("AND") || token.equals("OR");
    }

    private boolean isLicence(String token) {
        String withoutPlus = token.endsWith("+") ? token.substring(0, token.length() - 1) : token;
        return licences.containsKey(token)
                || licences.containsKey(withoutPlus)
                || REFERENCE.matcher(token).matches();
    }
}
