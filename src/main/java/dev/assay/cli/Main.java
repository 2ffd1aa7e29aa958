package dev.assay.cli;

import dev.assay.audit.MemoryBudget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Where the program starts, and its outermost boundary: whatever happens, the answer is a status and clear lines. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit status. */
    public static void main(String[] arguments) {
        Terminal terminal = Terminal.ofProcess();
        int status = run(terminal, arguments);
        System.exit(status);
    }

    // The one place that catches everything: a bug must end with status 2, as 1 would be a verdict.
    @SuppressWarnings("CatchingUnchecked")
    static int run(Terminal terminal, String... arguments) {
        try {
            return new CommandLineTool(terminal).run(arguments).code();
        } catch (UsageException wrong) {
            terminal.complain(wrong.getMessage());
        } catch (IOException failed) {
            if (!isBrokenPipe(failed)) {
                terminal.complain("cannot write the result: " + failed.getMessage());
            }
        } catch (RuntimeException | Error bug) {
            if (MemoryBudget.isExhaustion(bug)) {
                terminal.complain(MemoryBudget.exhausted());
                return ExitStatus.NOT_DONE.code();
            }
            terminal.complain("this is a bug, please report it: " + bug + origin(bug));
        }
        return ExitStatus.NOT_DONE.code();
    }

    /** Whether nobody reads on, as in {@code assay check ... | head}. */
    private static boolean isBrokenPipe(IOException failed) {
        return "Broken pipe".equals(failed.getMessage());
    }

    private static String origin(Throwable bug) {
        StackTraceElement[] trace = bug.getStackTrace();
        return trace.length == 0 ? "" : " (" + trace[0] + ")";
    }

    /** {@return the version that the jar states; {@code development} outside one} */
    static String version() {
        try (var resource = Main.class.getResourceAsStream("/dev/assay/version")) {
            return resource == null
                    ? "development"
                    : new String(resource.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "development";
        }
    }
}
