package dev.assay.report;

import java.nio.charset.Charset;

/**
 * How a text report is laid out.
 *
 * @param width columns; at least {@link #NARROWEST}
 * @param colour whether words have colours
 * @param amount how much is told
 * @param charset of where it goes; what it cannot hold is written as an escape
 */
public record TextStyle(int width, Colour colour, Amount amount, Charset charset) {
    /** Below this nothing fits any more; lines pass the edge then. */
    public static final int NARROWEST = 40;

    public TextStyle {
        width = Math.max(width, NARROWEST);
    }

    /** Whether words have colours. */
    public enum Colour {
        NONE,
        ANSI
    }

    /** How much is told. */
    public enum Amount {
        /** Everything. */
        ALL,
        /** What does not pass. */
        NOT_PASSING
    }
}
