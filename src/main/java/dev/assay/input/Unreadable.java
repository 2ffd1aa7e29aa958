package dev.assay.input;

import dev.assay.MalformedFileException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.OptionalLong;

/**
 * Something that was asked for, or met while walking, and could not be read.
 *
 * @param path of it; in a package {@code x.deb!usr/bin/y}
 * @param offset file offset in bytes of what is wrong, when something in the file is
 * @param message why, in lower case, without the path
 */
public record Unreadable(String path, OptionalLong offset, String message) {

    /** {@return something of which no byte could be read} */
    public static Unreadable because(String path, String message) {
        return new Unreadable(path, OptionalLong.empty(), message);
    }

    /** {@return something that the operating system would not let be read} */
    public static Unreadable because(String path, IOException cause) {
        return because(path, words(cause));
    }

    /** {@return something whose content contradicts its format} */
    public static Unreadable because(MalformedFileException cause) {
        return new Unreadable(cause.path(), OptionalLong.of(cause.offset()), cause.expected());
    }

    // The message of a FileSystemException is mostly the path alone.
    private static String words(IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (cause instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
