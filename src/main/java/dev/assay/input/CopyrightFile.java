package dev.assay.input;

import com.google.common.base.Splitter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Debian's {@code usr/share/doc/PACKAGE/copyright}, where it is machine-readable (copyright-format 1.0, "Machine-readable
 * debian/copyright file"): stanzas, the first of which names the format, and one for each group of files with the short name
 * of its licence:
 *
 * <pre>
 *   Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
 *
 *   Files: *
 *   Copyright: 1995-2013 Jean-loup Gailly and Mark Adler
 *   License: Zlib
 * </pre>
 *
 * A copyright file that is prose states nothing here: a licence is never guessed.
 */
final class CopyrightFile {
    /** Bytes of a file that is read. The largest of Debian 12, libboost's, has 2 MB; what is larger states nothing. */
    static final int LARGEST = 4 << 20;

    private static final String FORMAT = "/copyright-format/1.0";
    private static final Splitter STANZAS =
            Splitter.on(Pattern.compile("\n[ \t\r]*\n")).omitEmptyStrings();
    private static final Splitter LINES = Splitter.on('\n').trimResults();
    // Debian policy 5.6.1
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9+.-]+");

    private CopyrightFile() {}

    /** {@return where a package has it, without a leading slash; empty for what no package can be called} */
    static Optional<String> path(String packageName) {
        return NAME.matcher(packageName).matches()
                ? Optional.of("usr/share/doc/" + packageName + "/copyright")
                : Optional.empty();
    }

    /** {@return the licences of its groups of files as they are written, each once, in its order; none where it is prose} */
    static List<String> licences(byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        Optional<String> format = Stanza.parse(text).field("Format");
        if (format.filter(where -> where.contains(FORMAT)).isEmpty()) {
            return List.of();
        }
        return STANZAS.splitToStream(text)
                .map(Stanza::parse)
                .filter(stanza -> stanza.field("Files").isPresent())
                .flatMap(stanza -> stanza.field("License").stream())
                .map(licence -> LINES.split(licence).iterator().next()) // below it stands the text
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }
}
