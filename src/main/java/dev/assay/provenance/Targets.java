package dev.assay.provenance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the relocations of a member point at, each once, in the order in which they are first pointed at: a symbol, an addend,
 * and the merged string or constant that lies there. A member's relocations name few targets, often.
 */
final class Targets {
    /**
     * A target.
     *
     * @param symbol number of the symbol in its member
     * @param contentLength length of a merged constant; 0 for a string, and where there is none
     * @param content number of the hash of the merged string or constant; 0 where there is none
     */
    private record Target(int symbol, long addend, int contentLength, int content) {}

    private final int[] symbol;
    private final long[] addend;
    private final int[] contentLength;
    private final int[] content;

    private Targets(int count) {
        symbol = new int[count];
        addend = new long[count];
        contentLength = new int[count];
        content = new int[count];
    }

    int symbol(int target) {
        return symbol[target];
    }

    long addend(int target) {
        return addend[target];
    }

    /** {@return hash of the merged string or constant; 0 where there is none} */
    int content(int target) {
        return content[target];
    }

    /** {@return length of the merged constant; 0 for a string} */
    int contentLength(int target) {
        return contentLength[target];
    }

    /**
     * Reads what {@link Writer} wrote.
     *
     * @param symbolSection of the member's symbols
     */
    static Targets read(VarintReader in, int[] symbolSection, Catalog catalog) {
        Targets targets = new Targets(in.small());
        int next = 0;
        for (int i = 0; i < targets.symbol.length; i++) {
            targets.symbol[i] = next + (int) in.signed();
            next = Math.max(next, targets.symbol[i] + 1);
        }
        long[] lastAddend = new long[symbolSection.length];
        for (int i = 0; i < targets.symbol.length; i++) {
            lastAddend[targets.symbol[i]] += in.signed();
            targets.addend[i] = lastAddend[targets.symbol[i]];
        }
        FreshNumbers contents = new FreshNumbers();
        for (int i = 0; i < targets.symbol.length; i++) {
            if (symbolSection[targets.symbol[i]] == Member.MERGED) {
                targets.contentLength[i] = in.small();
                targets.content[i] = catalog.content(contents.number(in.small()));
            }
        }
        return targets;
    }

    /** Numbers targets, and writes them as {@link Targets#read} wants them. */
    static final class Writer {
        private final Map<Target, Integer> numbers = new HashMap<>();
        private final List<Target> targets = new ArrayList<>();

        /** {@return the number of a target} */
        int number(int symbol, long addend, int contentLength, int content) {
            return numbers.computeIfAbsent(new Target(symbol, addend, contentLength, content), target -> {
                targets.add(target);
                return targets.size() - 1;
            });
        }

        /** @param isMerged by symbol of the member: whether it lies in a section of which the linker merges what is equal */
        void write(VarintWriter out, boolean[] isMerged) {
            out.number(targets.size());
            int next = 0;
            for (Target target : targets) {
                // Assemblers number symbols in the order of their use: mostly the next one.
                out.signed(target.symbol - next);
                next = Math.max(next, target.symbol + 1);
            }
            long[] lastAddend = new long[isMerged.length];
            for (Target target : targets) {
                out.signed(target.addend - lastAddend[target.symbol]);
                lastAddend[target.symbol] = target.addend;
            }
            FreshNumbers contents = new FreshNumbers();
            for (Target target : targets) {
                if (isMerged[target.symbol]) {
                    out.number(target.contentLength);
                    out.number(contents.code(target.content));
                }
            }
        }
    }
}
