package dev.assay.report;

import java.util.Locale;

/** How reports spell enum constants. */
final class Spelling {
    private Spelling() {}

    /** {@return the constant's name in lower case with hyphens: {@code STATIC_PIE} is {@code static-pie}} */
    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
