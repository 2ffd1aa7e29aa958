package dev.assay.input;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Writes {@code ar} archives a header at a time, whatever their dialect. */
public final class ArWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private ArWriter(String magic) {
        out.writeBytes(ascii(magic));
    }

    public static ArWriter plain() {
        return new ArWriter("!<arch>\n");
    }

    public static ArWriter thin() {
        return new ArWriter("!<thin>\n");
    }

    /** A member with its name field as it stands in the file: {@code crc32.o/}, {@code /17}, {@code #1/20}. */
    public ArWriter member(String field, byte[] content) {
        header(field, content.length);
        out.writeBytes(content);
        if ((content.length & 1) == 1) {
            out.write('\n');
        }
        return this;
    }

    public ArWriter member(String field, String content) {
        return member(field, ascii(content));
    }

    /** A header alone, as thin archives have them. */
    public ArWriter header(String field, long size) {
        out.writeBytes(
                ascii(String.format(Locale.ROOT, "%-16s%-12d%-6d%-6d%-8s%-10d`\n", field, 0, 0, 0, "100644", size)));
        return this;
    }

    public byte[] bytes() {
        return out.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
