package dev.assay.cli;

import java.io.IOException;

/** One sub-command. */
interface Command {
    /** {@return what it takes, and its usage text} */
    Options options();

    /**
     * Does what it is for.
     *
     * @param given what stands behind its name; help was not asked for
     * @return what to tell the caller
     * @throws UsageException when it cannot be done as asked
     * @throws IOException when the result cannot be written
     */
    ExitStatus run(Options.Given given) throws UsageException, IOException;
}
