package dev.assay.rules;

/** Text of a file under audit, made safe to print: what is no printable ASCII is escaped. */
final class Quoted {
    private Quoted() {}

    /** {@return the path, escaped; two quotes when it is empty} */
    static String path(String path) {
        if (path.isEmpty()) {
            return "\"\"";
        }
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c >= ' ' && c < 0x7f) {
                escaped.append(c);
            } else {
                escaped.append(String.format("\\u%04x", (int) c));
            }
        }
        return escaped.toString();
    }
}
