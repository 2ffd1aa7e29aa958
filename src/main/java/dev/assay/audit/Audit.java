package dev.assay.audit;

import dev.assay.Origin.PackageId;
import dev.assay.input.FileKind;
import dev.assay.input.Unreadable;
import dev.assay.input.Walker;
import dev.assay.packaging.BinfmtFiles;
import dev.assay.packaging.PackageSet;
import dev.assay.provenance.ReferenceSummary;
import dev.assay.report.ArtifactReport;
import dev.assay.report.PackageReport;
import dev.assay.report.Reason;
import dev.assay.report.Report;
import dev.assay.rules.Acceptance;
import dev.assay.rules.Finding;
import dev.assay.rules.PackageFacts;
import dev.assay.rules.RuleSet;
import dev.assay.rules.RuleSet.PackageFinding;
import dev.assay.rules.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * The pipeline, from paths to a report:
 *
 * <pre>
 *   paths -> Walker -> Intake -> Examiner (image, linkage, hash) -> Judge -> Report
 *            one       bounds    several artifacts at a time        in order of paths
 *            thread    memory
 * </pre>
 *
 * <p>The same paths give the same report, whatever the number of jobs: threads compute facts, and one puts them in order.
 */
public final class Audit {
    private static final long TICK = 200; // milliseconds

    private static final class Tick extends TimerTask {
        private final Progress progress;

        Tick(Progress progress) {
            this.progress = progress;
        }

        @Override
        public void run() {
            progress.timePassed();
        }
    }

    private final AuditOptions options;
    private final Progress progress;

    /** Makes an audit that may be run once or more. */
    public Audit(AuditOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
    }

    /**
     * Audits all that lies at the paths. What cannot be read is in the report, not an exception.
     *
     * @param paths files, directories and packages, as the user gave them
     * @return what was found
     */
    public Report run(List<String> paths) {
        return survey(paths).report();
    }

    /**
     * What was found, and why something is in an image.
     *
     * @param report as {@link #run} gives it
     * @param reasons by displayed path of the artifact that it is in
     */
    public record Explained(Report report, Map<String, Reason> reasons) {
        public Explained {
            reasons = Map.copyOf(reasons);
        }
    }

    /**
     * Audits all that lies at the paths, and finds out why something is there.
     *
     * @param what a member ({@code libc.a(getpwuid.o)}), a symbol, an address ({@code 0x401000}), or a kind of hazard ({@code
     *     nss})
     */
    public Explained explain(List<String> paths, String what) {
        Survey survey = survey(paths, Optional.of(what));
        return new Explained(survey.report(), survey.reasons());
    }

    /**
     * Audits all that lies at the paths.
     *
     * @param paths files, directories and packages, as the user gave them
     * @return what was found, with the facts about packages that a comparison needs
     */
    Survey survey(List<String> paths) {
        return survey(paths, Optional.empty());
    }

    private Survey survey(List<String> paths, Optional<String> explained) {
        ExecutorService workers = Executors.newFixedThreadPool(options.jobs(), Threads.named("examine"));
        // One less: who waits for what nobody has begun does it.
        ExecutorService aside = Executors.newFixedThreadPool(Math.max(1, options.jobs() - 1), Threads.named("aside"));
        Timer ticking = new Timer("progress", true);
        References references = new References(options.references(), options.limits());
        try {
            if (progress != Progress.NONE) {
                ticking.schedule(new Tick(progress), TICK, TICK);
            }
            DebugSymbols debugSymbols = DebugSymbols.givenWith(paths, options.limits());
            Intake intake = new Intake(
                    options.ruleSets(),
                    new Examiner(
                            Wanted.by(options.ruleSets(), explained),
                            references,
                            new LibrarySymbols(options.references(), options.limits()),
                            debugSymbols,
                            aside),
                    workers,
                    MemoryBudget.ofMachine(),
                    progress);
            new Walker(wanted(), BinfmtFiles::isOne, options.limits()).walk(paths, intake);
            return survey(intake, references, debugSymbols);
        } finally {
            ticking.cancel();
            workers.shutdownNow();
            aside.shutdownNow();
        }
    }

    private Set<FileKind> wanted() {
        boolean archives = options.ruleSets().stream().anyMatch(set -> set.kind() == RuleSet.Kind.ARCHIVE);
        return archives ? EnumSet.of(FileKind.ELF, FileKind.ARCHIVE) : EnumSet.of(FileKind.ELF);
    }

    private Survey survey(Intake intake, References references, DebugSymbols debugSymbols) {
        List<Unreadable> unreadable = new ArrayList<>(intake.unreadable());
        unreadable.addAll(debugSymbols.passedOver());
        List<ArtifactReport> artifacts = artifacts(intake, unreadable);
        unreadable.addAll(references.unreadable());
        unreadable.addAll(references.linkMap().doubts(artifacts));
        PackageSet set = new PackageSets(artifacts, intake.headers()).set(intake.packages());
        List<PackageFinding> said = judgePackages(set, artifacts, references.read());
        List<Finding> between = Stream.concat(
                        said.stream().filter(one -> one.packagePath().isEmpty()).map(PackageFinding::finding),
                        judgeWaivers(artifacts, said).stream())
                .sorted(Judge.ORDER)
                .toList();
        List<PackageReport> packages =
                Packages.reports(intake.packages(), artifacts, options.ruleSets(), said, options.failOn());
        Report report = new Report(
                options.toolVersion(),
                options.ruleSets().stream().map(RuleSet::name).toList(),
                verdict(artifacts, packages, unreadable).worst(Verdict.of(between, options.failOn())),
                artifacts,
                packages,
                between,
                references.read(),
                licences(artifacts, intake, references),
                intake.skipped(),
                unreadable.stream()
                        .map(unread -> new Report.Unreadable(unread.path(), unread.offset(), unread.message()))
                        .sorted(Comparator.comparing(Report.Unreadable::path).thenComparing(Report.Unreadable::message))
                        .toList());
        return new Survey(report, set, intake.sizes(), reasons(intake));
    }

    private Map<PackageId, List<String>> licences(
            List<ArtifactReport> artifacts, Intake intake, References references) {
        return switch (options.licences()) {
            case ASKED -> StatedLicences.of(artifacts, intake.packages(), references);
            case NOT_ASKED -> Map.of();
        };
    }

    private static Map<String, Reason> reasons(Intake intake) {
        Map<String, Reason> reasons = new HashMap<>();
        for (Intake.Met met : intake.met()) {
            if (!met.examined().isCompletedExceptionally()) { // that was reported above
                met.examined().join().reason().ifPresent(reason -> reasons.put(displayed(met), reason));
            }
        }
        return reasons;
    }

    private List<PackageFinding> judgePackages(
            PackageSet set, List<ArtifactReport> artifacts, List<ReferenceSummary> references) {
        PackageFacts facts = PackageSets.facts(set, artifacts, references);
        List<PackageFinding> said = new ArrayList<>();
        for (RuleSet ruleSet : options.ruleSets()) {
            for (PackageFinding one : ruleSet.judgePackages(facts)) {
                String path = one.packagePath().orElse("");
                said.add(new PackageFinding(
                        one.packagePath(), options.acceptance().accept(one.finding(), path, ruleSet)));
            }
        }
        return said;
    }

    private List<Finding> judgeWaivers(List<ArtifactReport> artifacts, List<PackageFinding> ofPackages) {
        List<Acceptance.Located> found = new ArrayList<>();
        for (ArtifactReport artifact : artifacts) {
            artifact.findings().forEach(finding -> found.add(new Acceptance.Located(finding, artifact.path())));
        }
        ofPackages.forEach(one -> found.add(
                new Acceptance.Located(one.finding(), one.packagePath().orElse(""))));
        return options.acceptance().judgeWaivers(found, options.ruleSets());
    }

    private List<ArtifactReport> artifacts(Intake intake, List<Unreadable> unreadable) {
        Judge judge = new Judge(
                options.ruleSets(), options.failOn(), Packages.declared(intake.packages()), options.acceptance());
        List<ArtifactReport> artifacts = new ArrayList<>();
        for (Intake.Met met : intake.met()) {
            try {
                artifacts.addAll(
                        judge.judge(met.path(), met.container(), met.examined().join()));
            } catch (CompletionException failed) {
                unreadable.add(Unreadable.because(displayed(met), readFailure(failed)));
            }
        }
        // The sort is stable: what lies inside an artifact stays behind it.
        artifacts.sort(Comparator.comparing(ArtifactReport::displayPath));
        return artifacts;
    }

    private static String displayed(Intake.Met met) {
        return met.container().map(info -> info.path() + "!" + met.path()).orElse(met.path());
    }

    private static IOException readFailure(CompletionException failed) {
        if (failed.getCause() instanceof UncheckedIOException unread) {
            return unread.getCause();
        }
        throw failed;
    }

    private static Verdict verdict(
            List<ArtifactReport> artifacts, List<PackageReport> packages, List<Unreadable> unreadable) {
        boolean nothingJudged = artifacts.isEmpty() && packages.isEmpty();
        Verdict worst = nothingJudged || !unreadable.isEmpty() ? Verdict.INCONCLUSIVE : Verdict.PASS;
        for (ArtifactReport artifact : artifacts) {
            worst = artifact.countedVerdict().map(worst::worst).orElse(worst);
        }
        for (PackageReport packageReport : packages) {
            worst = worst.worst(packageReport.verdict());
        }
        return worst;
    }
}
