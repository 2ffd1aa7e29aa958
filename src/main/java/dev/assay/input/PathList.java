package dev.assay.input;

import com.google.common.base.Splitter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The paths of {@code --files-from}: each ends in NUL if any does ({@code find -print0}), else in a newline. */
public final class PathList {
    private PathList() {}

    /** {@return the paths, in their order; empty ones are dropped} */
    public static List<String> parse(byte[] list) {
        String text = new String(list, StandardCharsets.UTF_8);
        char end = text.indexOf('\0') < 0 ? '\n' : '\0';
        return Splitter.on(end).omitEmptyStrings().splitToList(text);
    }
}
