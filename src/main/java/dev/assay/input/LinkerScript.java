package dev.assay.input;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A linker script in an archive's stead, as {@code libm.a} of glibc since 2.22 is: a text that names the files to link instead
 * (ld(1) manual, "Implicit Linker Scripts" and "Commands Dealing with Files").
 *
 * @param files what it names by INPUT and GROUP, where they lie; in its order
 */
record LinkerScript(List<Path> files) {
    /** Those that stand for libraries have a few hundred bytes. */
    private static final int MOST_BYTES = 1 << 16;

    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/", Pattern.DOTALL);

    /** Names of other characters are no names of libraries, and no path for Java in every locale. */
    private static final Pattern TOKEN = Pattern.compile("\"([ -~&&[^\"]]*)\"|[()]|[!-~&&[^(),;\"]]+");

    LinkerScript {
        files = List.copyOf(files);
    }

    /**
     * Reads a script.
     *
     * @param file no archive and no ELF file
     * @return what it names; empty when it is no script, or names nothing
     * @throws IOException when it cannot be read
     */
    static Optional<LinkerScript> read(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            return Optional.empty();
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        List<Path> files = new ArrayList<>();
        for (String name : named(COMMENT.matcher(text).replaceAll(" "))) {
            files.add(place(file.toAbsolutePath(), name));
        }
        return files.isEmpty() ? Optional.empty() : Optional.of(new LinkerScript(files));
    }

    private static List<String> named(String text) {
        List<String> names = new ArrayList<>();
        String command = "";
        int depth = 0;
        for (Matcher token = TOKEN.matcher(text); token.find(); ) {
            String word = token.group();
            if (word.equals("(")) {
                depth++;
            } else if (word.equals(")")) {
                depth--;
            } else if (depth == 0) {
                command = word;
            } else if ((command.equals("INPUT") || command.equals("GROUP")) && !word.equals("AS_NEEDED")) {
                names.add(token.group(1) == null ? word : token.group(1));
            }
        }
        return names;
    }

    /**
     * Where ld finds a file that a script names: an absolute path below the system that the script lies in, if it is there
     * (ldlang.c, ldfile.c: a script in the sysroot), and other names beside the script.
     */
    private static Path place(Path script, String name) {
        String file = name.startsWith("-l") ? "lib" + name.substring(2) + ".a" : name;
        if (!file.startsWith("/")) {
            return script.resolveSibling(file);
        }
        for (Path above = script.getParent(); above != null; above = above.getParent()) {
            Path below = above.resolve(file.substring(1));
            if (Files.exists(below)) {
                return below;
            }
        }
        return Path.of(file);
    }
}
