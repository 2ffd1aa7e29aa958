package dev.assay.report;

/** What a word is, for those who see colours; each is also said in words, so that nothing is lost without. */
enum Ink {
    PLAIN(""),
    /** A verdict that passes. */
    GOOD("32"),
    /** A verdict that could not be proved, or a warning. */
    DOUBTFUL("33"),
    /** A verdict that fails, or an error. */
    BAD("31"),
    /** What the eye should find first: paths and rules. */
    STRONG("1"),
    /** What is by the way. */
    FAINT("2");

    private final String code;

    Ink(String code) {
        this.code = code;
    }

    /** {@return the text in this ink, by the SGR sequences of ECMA-48} */
    String paint(String text) {
        return code.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
