package dev.assay.report;

import java.io.IOException;
import java.io.Writer;
import java.util.Map;

/** Writes XML 1.0, indented. What that cannot hold, escaped or not (control characters, half surrogates), becomes U+FFFD. */
final class XmlText {
    private final Writer out;
    private int depth;

    XmlText(Writer out) {
        this.out = out;
    }

    void declaration() throws IOException {
        out.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    }

    void open(String element, Map<String, String> attributes) throws IOException {
        start(element, attributes);
        out.write(">\n");
        depth++;
    }

    void close(String element) throws IOException {
        depth--;
        out.write("  ".repeat(depth) + "</" + element + ">\n");
    }

    void empty(String element, Map<String, String> attributes) throws IOException {
        start(element, attributes);
        out.write("/>\n");
    }

    void text(String element, Map<String, String> attributes, String text) throws IOException {
        start(element, attributes);
        out.write(">" + escaped(text) + "</" + element + ">\n");
    }

    private void start(String element, Map<String, String> attributes) throws IOException {
        out.write("  ".repeat(depth) + "<" + element);
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            // A line end in an attribute would be read as a blank.
            out.write(" " + attribute.getKey() + "=\""
                    + escaped(attribute.getValue()).replace("\n", "&#10;") + "\"");
        }
    }

    /** {@return text as content of an element or an attribute, of XML or HTML} */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.appendCodePoint(isCharacter(c) ? c : 0xfffd);
            }
        });
        return escaped.toString();
    }

    // XML 1.0, production [2]. A carriage return is left out: unescaped it is read as a line end.
    private static boolean isCharacter(int c) {
        return c == '\t'
                || c == '\n'
                || c >= 0x20 && c < 0x7f
                || c >= 0xa0 && c < 0xd800
                || c >= 0xe000 && c < 0xfffe
                || c >= 0x10000;
    }
}
