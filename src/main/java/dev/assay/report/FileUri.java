package dev.assay.report;

import java.nio.charset.StandardCharsets;

/** Paths as URI references (RFC 3986): relative ones stay relative. */
final class FileUri {
    private static final String PLAIN = "-._~/!$&'()*+,;=@:";

    private FileUri() {}

    /** {@return the path as a URI reference} */
    static String of(String path) {
        String encoded = encoded(path);
        if (path.startsWith("/")) {
            return "file://" + encoded;
        }
        // RFC 3986, 4.2: what stands before a colon in the first segment would be a scheme.
        int slash = encoded.indexOf('/');
        int colon = encoded.indexOf(':');
        return colon >= 0 && (slash < 0 || colon < slash) ? "./" + encoded : encoded;
    }

    /** {@return the path with every byte escaped that a URI's path does not take} */
    static String encoded(String path) {
        StringBuilder uri = new StringBuilder();
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (plain || PLAIN.indexOf(c) >= 0) {
                uri.append(c);
            } else {
                uri.append(String.format("%%%02X", (int) c));
            }
        }
        return uri.toString();
    }
}
