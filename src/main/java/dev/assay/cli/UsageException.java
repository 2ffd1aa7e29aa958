package dev.assay.cli;

/** What a user asked for cannot be done as asked. Its message is the one line that they see. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
