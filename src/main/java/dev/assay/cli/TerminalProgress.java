package dev.assay.cli;

import dev.assay.audit.Progress;
import java.io.PrintStream;
import java.util.function.LongSupplier;

/**
 * One line on standard error that is written over and over, and wiped when nothing is left to do. What takes no longer than a
 * second says nothing.
 */
final class TerminalProgress implements Progress {
    private static final long SILENT_NANOS = 1_000_000_000L;
    private static final long NANOS_BETWEEN = 100_000_000L;

    private final PrintStream err;
    private final int columns;
    private final LongSupplier nanoTime;
    private final long begun;
    private ProgressLine line = new ProgressLine(0, 0, 0, 0);
    private long nextShown;
    private String shown = "";

    TerminalProgress(Terminal terminal, LongSupplier nanoTime) {
        this.err = terminal.err();
        this.columns = terminal.columns();
        this.nanoTime = nanoTime;
        this.begun = nanoTime.getAsLong();
        this.nextShown = SILENT_NANOS;
    }

    @Override
    public synchronized void met(long bytes) {
        line = line.met(bytes);
        show();
    }

    @Override
    public synchronized void examined(long bytes) {
        line = line.examined(bytes);
        show();
    }

    @Override
    public synchronized void timePassed() {
        show();
    }

    private void show() {
        if (line.isDone()) {
            if (!shown.isEmpty()) {
                err.print("\r\u001b[K");
                err.flush();
                shown = "";
            }
            return;
        }
        long elapsed = nanoTime.getAsLong() - begun;
        if (elapsed >= nextShown) {
            nextShown = elapsed + NANOS_BETWEEN;
            String text = line.text(elapsed, columns);
            if (!text.equals(shown)) {
                shown = text;
                err.print("\r" + text + "\u001b[K");
                err.flush();
            }
        }
    }
}
