package dev.assay.rules;

/** A rule set that says something it cannot say. Its message names source, line and column. */
public final class InvalidRuleSetException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String source;
    private final int line;
    private final int column;

    /**
     * @param source the file, or the name of a set that ships
     * @param line counted from 1
     * @param column counted from 1
     * @param problem what is wrong, in lower case, with the nearest good word where there is one
     */
    public InvalidRuleSetException(String source, int line, int column, String problem) {
        super(source + ":" + line + ":" + column + ": " + problem);
        this.source = source;
        this.line = line;
        this.column = column;
    }

    /** {@return the file, or the name of a set that ships} */
    public String source() {
        return source;
    }

    /** {@return the line, counted from 1} */
    public int line() {
        return line;
    }

    /** {@return the column, counted from 1} */
    public int column() {
        return column;
    }
}
