package dev.assay.cli;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Map;
import java.util.Optional;

/**
 * Where results and messages go, and what is known of it. The launcher tells what only a shell can tell without a library:
 * {@code assay.terminal} names the streams that are terminals ({@code out}, {@code err}), {@code assay.columns} how wide
 * they are, {@code assay.charset} what they hold.
 */
final class Terminal {
    private static final int COLUMNS_OF_A_PIPE = 80;

    private final OutputStream out;
    private final PrintStream err;
    private final Map<String, String> environment;
    private final String terminals;
    private final int columns;
    private final Charset charset;

    Terminal(
            OutputStream out,
            PrintStream err,
            Map<String, String> environment,
            String terminals,
            int columns,
            Charset charset) {
        this.out = out;
        this.err = err;
        this.environment = Map.copyOf(environment);
        this.terminals = terminals;
        this.columns = columns;
        this.charset = charset;
    }

    /** {@return the terminal that this process was started in} */
    static Terminal ofProcess() {
        Map<String, String> environment = System.getenv();
        return new Terminal(
                new FileOutputStream(FileDescriptor.out),
                System.err,
                environment,
                System.getProperty("assay.terminal", ""),
                columns(System.getProperty("assay.columns", environment.getOrDefault("COLUMNS", ""))),
                charset(System.getProperty("assay.charset", System.getProperty("native.encoding", "US-ASCII"))));
    }

    private static int columns(String stated) {
        try {
            int columns = Integer.parseInt(stated);
            return columns > 0 ? columns : COLUMNS_OF_A_PIPE;
        } catch (NumberFormatException notStated) {
            return COLUMNS_OF_A_PIPE;
        }
    }

    private static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return StandardCharsets.US_ASCII;
        }
    }

    /** {@return standard output for people; what its character set lacks becomes a question mark} */
    Writer text() {
        CharsetEncoder encoder = charset.newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        return new BufferedWriter(new OutputStreamWriter(out, encoder));
    }

    /** Writes to standard output for people; that is all that a command has to do, then. */
    ExitStatus print(String message) throws IOException {
        Writer writer = text();
        writer.write(message);
        writer.flush();
        return ExitStatus.GOOD;
    }

    /** Writes text for reading, set to the terminal's width; into a pipe line by line as it is, for who looks for lines there. */
    ExitStatus explain(String text) throws IOException {
        boolean isSet = outIsTerminal() || columns < COLUMNS_OF_A_PIPE;
        return print(isSet ? new Reading(columns).set(text) : text);
    }

    /** {@return standard output for programs: UTF-8, whatever the terminal holds} */
    Writer data() {
        return new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    }

    /** Writes one line to standard error. */
    void complain(String message) {
        err.println("assay: " + printable(message));
        err.flush();
    }

    /** {@return standard error, for progress} */
    PrintStream err() {
        return err;
    }

    /** {@return how many columns a line may have} */
    int columns() {
        return columns;
    }

    /** {@return the character set of standard output} */
    Charset charset() {
        return charset;
    }

    /** {@return whether standard output is a terminal} */
    boolean outIsTerminal() {
        return terminals.contains("out");
    }

    /** {@return whether standard error is a terminal} */
    boolean errIsTerminal() {
        return terminals.contains("err");
    }

    /** {@return a variable of the environment that is set and not empty} */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    // A file's name may hold what moves a terminal's cursor.
    private static String printable(String message) {
        StringBuilder printable = new StringBuilder(message.length());
        for (int i = 0; i < message.length(); i++) {
            char c = message.charAt(i);
            printable.append(Character.isISOControl(c) ? String.format("\\x%02x", (int) c) : String.valueOf(c));
        }
        return printable.toString();
    }
}
