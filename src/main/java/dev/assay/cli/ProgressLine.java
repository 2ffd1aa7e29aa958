package dev.assay.cli;

import java.util.Locale;

/**
 * How far the work is: what was met so far, which grows while directories are walked and packages unpacked, and how much of
 * that is done.
 *
 * @param files artifacts examined
 * @param ofFiles artifacts met
 * @param bytes of the artifacts examined
 * @param ofBytes of the artifacts met
 */
record ProgressLine(int files, int ofFiles, long bytes, long ofBytes) {
    private static final long NANOS = 1_000_000_000L;
    private static final double MEGA = 1_000_000;

    ProgressLine met(long size) {
        return new ProgressLine(files, ofFiles + 1, bytes, ofBytes + size);
    }

    ProgressLine examined(long size) {
        return new ProgressLine(files + 1, ofFiles, bytes + size, ofBytes);
    }

    boolean isDone() {
        return files == ofFiles;
    }

    /**
     * {@return the line for a terminal} What is left is reckoned by bytes, for small files cost nothing.
     *
     * @param nanos since the work began
     * @param columns that a line may have; the last one stays free, or a terminal begins a new line
     */
    String text(long nanos, int columns) {
        String line = String.format(
                Locale.ROOT,
                "%d of %d file%s, %.1f of %.1f MB%s",
                files,
                ofFiles,
                ofFiles == 1 ? "" : "s",
                bytes / MEGA,
                ofBytes / MEGA,
                bytes == 0 ? "" : ", " + left((double) nanos / bytes * (ofBytes - bytes) / NANOS));
        return line.length() < columns ? line : line.substring(0, Math.max(0, columns - 1));
    }

    private static String left(double seconds) {
        long whole = (long) Math.ceil(seconds);
        return whole < 60 ? whole + " s left" : String.format(Locale.ROOT, "%d min %d s left", whole / 60, whole % 60);
    }
}
