package dev.assay.cli;

import dev.assay.audit.Progress;
import java.io.PrintStream;

/** One line on standard error that is written over and over, and wiped when nothing is left to do. */
final class TerminalProgress implements Progress {
    private static final long NANOS_BETWEEN = 100_000_000;

    private final PrintStream err;
    private int met;
    private int examined;
    private long lastShown = System.nanoTime();
    private boolean isShown;

    TerminalProgress(Terminal terminal) {
        this.err = terminal.err();
    }

    @Override
    public synchronized void met(String path) {
        met++;
        show();
    }

    @Override
    public synchronized void examined(String path) {
        examined++;
        show();
    }

    private void show() {
        if (examined == met) {
            if (isShown) {
                err.print("\r\u001b[K");
                err.flush();
                isShown = false;
            }
            return;
        }
        long now = System.nanoTime();
        if (now - lastShown >= NANOS_BETWEEN) {
            lastShown = now;
            isShown = true;
            err.print("\r" + examined + " of " + met + " files examined\u001b[K");
            err.flush();
        }
    }
}
