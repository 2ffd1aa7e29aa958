package dev.assay.linkage;

import dev.assay.MalformedFileException;
import dev.assay.elf.DynamicTable;
import dev.assay.elf.Image;
import dev.assay.elf.Symbol;
import dev.assay.linkage.FileRanges.FileRange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an image shows of names that are looked for: weak evidence, since a name is no code.
 *
 * @param symbols those of the wanted names that the symbol table or the dynamic symbol table defines, sorted
 * @param strings those of the wanted strings that occur in bytes that are loaded into memory, sorted
 */
public record Traces(List<String> symbols, List<String> strings) {
    public Traces {
        symbols = List.copyOf(symbols);
        strings = List.copyOf(strings);
    }

    /**
     * Looks for names in an image.
     *
     * @param image an image
     * @param symbols names of symbols
     * @param strings strings, looked for as their UTF-8 bytes, anywhere; empty ones are not found
     * @return those that are there
     */
    public static Traces of(Image image, Collection<String> symbols, Collection<String> strings) {
        return new Traces(definedSymbols(image, symbols), occurringStrings(image, strings));
    }

    private static List<String> definedSymbols(Image image, Collection<String> wanted) {
        Set<String> missing = new HashSet<>(wanted);
        Set<String> found = new TreeSet<>();
        takeDefined(image.symbols(), missing, found);
        takeDefined(dynamicSymbols(image), missing, found);
        return new ArrayList<>(found);
    }

    private static List<Symbol> dynamicSymbols(Image image) {
        try {
            return DynamicTable.of(image).symbols();
        } catch (MalformedFileException e) {
            return List.of(); // LinkageReader reports it; no name is shown here
        }
    }

    private static void takeDefined(List<Symbol> symbols, Set<String> missing, Set<String> found) {
        for (Symbol symbol : symbols) {
            if (symbol.isDefined() && missing.remove(symbol.name())) {
                found.add(symbol.name());
            }
        }
    }

    private static List<String> occurringStrings(Image image, Collection<String> wanted) {
        if (wanted.isEmpty()) {
            return List.of(); // one pass over 11 MB in a cold machine is 100 ms
        }
        StringSearch search = new StringSearch(wanted);
        for (FileRange range : FileRanges.loaded(image, segment -> true)) {
            search.scan(image.bytes().array(), range.from(), range.to());
        }
        return search.found();
    }

    /**
     * Finds which of some strings occur, in one pass: a table over all pairs of bytes says which strings begin with the
     * pair, so that most positions cost one look-up.
     */
    private static final class StringSearch {
        private static final int PAIRS = 1 << 16;

        private final byte[][] patterns;
        private final String[] names;
        private final boolean[] seen;
        /** Of each pair of first bytes the first pattern, as index + 1; 0 is none. */
        private final short[] firstOfPair = new short[PAIRS];
        /** Of each pattern the next one of the same pair, as index + 1. */
        private final short[] nextOfPair;

        StringSearch(Collection<String> wanted) {
            names = new TreeSet<>(wanted).toArray(String[]::new);
            if (names.length > Short.MAX_VALUE) {
                throw new IllegalArgumentException(names.length + " strings, at most " + Short.MAX_VALUE);
            }
            patterns = new byte[names.length][];
            seen = new boolean[names.length];
            nextOfPair = new short[names.length];
            for (int i = 0; i < names.length; i++) {
                patterns[i] = names[i].getBytes(StandardCharsets.UTF_8);
                if (patterns[i].length >= 2) {
                    int pair = pair(patterns[i], 0);
                    nextOfPair[i] = firstOfPair[pair];
                    firstOfPair[pair] = (short) (i + 1);
                }
            }
        }

        /** @param to end, exclusive */
        void scan(byte[] array, int from, int to) {
            // A pair is read at i and i + 1, which lies before to.
            for (int i = from; i < to - 1; i++) {
                int pattern = firstOfPair[pair(array, i)];
                while (pattern != 0) {
                    mark(array, i, to, pattern - 1);
                    pattern = nextOfPair[pattern - 1];
                }
            }
            scanSingleBytes(array, from, to);
        }

        private void mark(byte[] array, int at, int to, int pattern) {
            byte[] bytes = patterns[pattern];
            if (!seen[pattern] && bytes.length <= to - at) {
                int matched = 2;
                while (matched < bytes.length && array[at + matched] == bytes[matched]) {
                    matched++;
                }
                seen[pattern] = matched == bytes.length;
            }
        }

        private void scanSingleBytes(byte[] array, int from, int to) {
            for (int pattern = 0; pattern < patterns.length; pattern++) {
                if (patterns[pattern].length == 1) {
                    for (int i = from; i < to && !seen[pattern]; i++) {
                        seen[pattern] = array[i] == patterns[pattern][0];
                    }
                }
            }
        }

        List<String> found() {
            List<String> found = new ArrayList<>();
            for (int i = 0; i < names.length; i++) {
                if (seen[i]) {
                    found.add(names[i]);
                }
            }
            return found;
        }

        private static int pair(byte[] array, int at) {
            return ((array[at] & 0xff) << 8) | (array[at + 1] & 0xff);
        }
    }
}
