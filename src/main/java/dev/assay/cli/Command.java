package dev.assay.cli;

import java.io.IOException;
import java.util.List;

/** One sub-command. */
interface Command {
    /**
     * Does what it is for.
     *
     * @param arguments what stands behind its name
     * @return what to tell the caller
     * @throws UsageException when it cannot be done as asked
     * @throws IOException when the result cannot be written
     */
    ExitStatus run(List<String> arguments) throws UsageException, IOException;
}
