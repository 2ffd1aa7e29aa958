package dev.assay.cli;

import dev.assay.report.BaselineReader;
import dev.assay.rules.Acceptance;
import dev.assay.rules.Baseline;
import dev.assay.rules.InvalidRuleSetException;
import dev.assay.rules.Waiver;
import dev.assay.rules.WaiverReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what is accepted: waivers, the day by which they are judged, an earlier report. */
final class AcceptanceArguments {
    private AcceptanceArguments() {}

    static void addTo(Options options) {
        options.repeatable(
                        "--waivers",
                        "FILE",
                        "accepted findings, each with reason, owner and last day (YAML); repeatable")
                .valued("--baseline", "FILE", "an earlier JSON report: only what is new fails")
                .valued("--today", "DATE", "the day by which waivers are judged (YYYY-MM-DD); default: today");
    }

    static Acceptance of(Options.Given given) throws UsageException {
        List<Waiver> waivers = new ArrayList<>();
        for (String file : given.values("--waivers")) {
            waivers.addAll(waivers(file));
        }
        Optional<String> baseline = given.value("--baseline");
        return new Acceptance(waivers, today(given), baseline.isPresent() ? baseline(baseline.get()) : Baseline.EMPTY);
    }

    private static List<Waiver> waivers(String file) throws UsageException {
        try {
            return WaiverReader.read(file, read("--waivers", file));
        } catch (InvalidRuleSetException invalid) {
            throw new UsageException(invalid.getMessage());
        }
    }

    private static Baseline baseline(String file) throws UsageException {
        try (var in = Files.newBufferedReader(Path.of(file))) {
            return BaselineReader.read(in)
                    .orElseThrow(() -> new UsageException("--baseline " + file
                            + ": is no JSON report of assay check; write one with --format json=FILE"));
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new UsageException("--baseline " + file + ": no such file");
        } catch (CharacterCodingException e) {
            throw new UsageException("--baseline " + file + ": is no UTF-8 text, so no report");
        } catch (IOException e) {
            throw new UsageException("--baseline " + file + ": cannot be read: " + e.getMessage());
        }
    }

    private static String read(String option, String file) throws UsageException {
        try {
            return Files.readString(Path.of(file));
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new UsageException(option + " " + file + ": no such file");
        } catch (CharacterCodingException e) {
            throw new UsageException(option + " " + file + ": is no UTF-8 text");
        } catch (IOException e) {
            throw new UsageException(option + " " + file + ": cannot be read: " + e.getMessage());
        }
    }

    // The one place where the clock is read.
    private static LocalDate today(Options.Given given) throws UsageException {
        Optional<String> stated = given.value("--today");
        if (stated.isEmpty()) {
            return LocalDate.now(ZoneId.systemDefault());
        }
        try {
            return LocalDate.parse(stated.get());
        } catch (DateTimeException noDate) {
            throw new UsageException("--today takes a day such as 2027-03-31, not '" + stated.get() + "'");
        }
    }
}
