package dev.assay.cli;

import dev.assay.report.Report;
import dev.assay.report.ReportFormat;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ThreadLocalRandom;

/** Writes a report file whole or not at all: beside its place first, then moved there at once. */
final class ReportFile {
    private ReportFile() {}

    static void write(Path file, ReportFormat format, Report report) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // /dev/stdout, a named pipe: there is no place beside it, and nothing to be half.
            try (Writer out = Files.newBufferedWriter(file)) {
                format.write(report, out);
            }
            return;
        }
        // What a symbolic link points to is written, not the link replaced.
        Path place = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path draft = place.resolveSibling("." + place.getFileName() + "."
                + Long.toHexString(ThreadLocalRandom.current().nextLong()));
        try {
            try (Writer out = Files.newBufferedWriter(draft)) {
                format.write(report, out);
            }
            Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
