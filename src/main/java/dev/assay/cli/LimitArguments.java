package dev.assay.cli;

import dev.assay.input.Limits;
import dev.assay.rules.NearestWord;
import java.util.List;
import java.util.Locale;

/** Reads {@code --limit KIND=SIZE}. */
final class LimitArguments {
    private static final List<String> KINDS = List.of("member-size", "expansion", "decoder-memory", "listing");

    private LimitArguments() {}

    static Limits of(List<String> arguments) throws UsageException {
        Limits limits = Limits.DEFAULT;
        for (String argument : arguments) {
            limits = with(limits, argument);
        }
        return limits;
    }

    private static Limits with(Limits limits, String argument) throws UsageException {
        int equals = argument.indexOf('=');
        if (equals < 0) {
            throw new UsageException("--limit takes KIND=SIZE, not '" + argument + "'");
        }
        String kind = argument.substring(0, equals);
        long size = size(argument.substring(equals + 1), argument);
        return switch (kind) {
            case "member-size" ->
                new Limits(
                        Math.min(size, Limits.DEFAULT.memberSize()),
                        limits.expansion(),
                        limits.decoderMemory(),
                        limits.listing());
            case "expansion" -> new Limits(limits.memberSize(), size, limits.decoderMemory(), limits.listing());
            case "decoder-memory" -> new Limits(limits.memberSize(), limits.expansion(), size, limits.listing());
            case "listing" -> new Limits(limits.memberSize(), limits.expansion(), limits.decoderMemory(), size);
            default ->
                throw new UsageException("--limit knows " + String.join(", ", KINDS) + ", not '" + kind + "'"
                        + NearestWord.hint(kind, KINDS));
        };
    }

    /** Reads a number with K, M, G or T behind it: powers of 1024. */
    private static long size(String text, String argument) throws UsageException {
        int power = text.isEmpty()
                ? -1
                : "KMGT".indexOf(text.substring(text.length() - 1).toUpperCase(Locale.ROOT));
        String digits = power < 0 ? text : text.substring(0, text.length() - 1);
        try {
            long size = Math.multiplyExact(Long.parseLong(digits), 1L << (10 * (power + 1)));
            if (size >= 1) {
                return size;
            }
        } catch (NumberFormatException | ArithmeticException noSize) {
            // Said below, as for a size that is too small.
        }
        throw new UsageException("--limit " + argument + ": expected a size from 1 up, with K, M, G or T behind it");
    }
}
