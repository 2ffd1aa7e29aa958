package dev.assay.report;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;

/** Two blanks a level, {@code "name": value}, one element a line, the same line ends everywhere. */
final class JsonLayout extends DefaultPrettyPrinter {
    private static final long serialVersionUID = 1L;
    private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");

    JsonLayout() {
        super(Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator(""));
        indentObjectsWith(INDENT);
        indentArraysWith(INDENT);
    }

    @Override
    public JsonLayout createInstance() {
        return new JsonLayout();
    }
}
