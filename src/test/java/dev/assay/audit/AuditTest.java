package dev.assay.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.elf.ElfBuilder;
import dev.assay.elf.Machine;
import dev.assay.input.Limits;
import dev.assay.report.ArtifactReport;
import dev.assay.report.Report;
import dev.assay.rules.RuleSet;
import dev.assay.rules.RuleSetReader;
import dev.assay.rules.RuleSetText;
import dev.assay.rules.Severity;
import dev.assay.rules.ShippedRuleSets;
import dev.assay.rules.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditTest {
    @TempDir
    private Path folder;

    @Test
    void theReportDoesNotDependOnTheNumberOfJobs() throws Exception {
        for (int i = 0; i < 40; i++) {
            write("p" + i, i % 3 == 0 ? sound(i % 7) : Arrays.copyOf(sound(i), 100));
        }

        assertThat(audit(8)).isEqualTo(audit(1));
    }

    @Test
    void oneContentUnderSeveralNamesIsExaminedOnceAndReportedUnderEach() throws Exception {
        write("one", sound(0));
        write("two", sound(0));
        Files.createLink(folder.resolve("three"), folder.resolve("one"));

        Report report = audit(2);

        assertThat(report.artifacts())
                .extracting(ArtifactReport::path)
                .extracting(path -> Path.of(path).getFileName().toString())
                .containsExactly("one", "three", "two");
        assertThat(report.artifacts())
                .extracting(ArtifactReport::sha256)
                .containsOnly(report.artifacts().get(0).sha256());
    }

    @Test
    void aMalformedFileFailsAndTheOthersAreJudged() throws Exception {
        write("bad", Arrays.copyOf(sound(0), 100));
        write("good", sound(0));

        Report report = audit(1);

        assertThat(report.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(report.artifacts()).extracting(ArtifactReport::verdict).containsExactly(Verdict.FAIL, Verdict.PASS);
    }

    @Test
    void whatCannotBeReadKeepsTheRunFromPassing() throws Exception {
        write("good", sound(0));

        Report report = auditOf(
                1, folder.resolve("good").toString(), folder.resolve("missing").toString());

        assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(report.artifacts()).extracting(ArtifactReport::verdict).containsExactly(Verdict.PASS);
        assertThat(report.unreadable()).hasSize(1);
    }

    @Test
    void nothingJudgedIsNoPass() throws Exception {
        write("notes.txt", new byte[] {'h', 'i'});

        Report report = audit(1);

        assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(report.skipped()).isEqualTo(1);
    }

    @Test
    void progressIsToldOfEveryArtifactTwice() throws Exception {
        write("one", sound(0));
        write("two", sound(1));
        AtomicInteger met = new AtomicInteger();
        AtomicInteger examined = new AtomicInteger();
        Progress counting = new Progress() {
            @Override
            public void met(long bytes) {
                met.incrementAndGet();
            }

            @Override
            public void examined(long bytes) {
                examined.incrementAndGet();
            }

            @Override
            public void timePassed() {}
        };

        new Audit(options(2), counting).run(List.of(folder.toString()));

        assertThat(met).hasValue(2);
        assertThat(examined).hasValue(2);
    }

    @Test
    void memoryThatIsTakenIsWaitedFor() throws Exception {
        MemoryBudget budget = new MemoryBudget(10, 20);
        budget.take(8);
        Thread waiting = new Thread(() -> {
            try {
                budget.take(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        waiting.start();
        waiting.join(50);
        assertThat(waiting.isAlive()).isTrue();

        budget.giveBack(8);

        waiting.join(5_000);
        assertThat(waiting.isAlive()).isFalse();
        assertThat(budget.canHold(20)).isTrue();
        assertThat(budget.canHold(21)).isFalse();
    }

    private Report audit(int jobs) throws Exception {
        return auditOf(jobs, folder.toString());
    }

    private static Report auditOf(int jobs, String... paths) throws Exception {
        return new Audit(options(jobs), Progress.NONE).run(List.of(paths));
    }

    private static AuditOptions options(int jobs) throws Exception {
        RuleSetText text = ShippedRuleSets.find("static").orElseThrow();
        RuleSet ruleSet = RuleSetReader.read(text.source(), text.text(), name -> Optional.empty());
        return new AuditOptions(
                List.of(ruleSet), Severity.ERROR, jobs, Limits.DEFAULT, ReferenceSources.none(), "test");
    }

    private static byte[] sound(int tail) {
        return ElfBuilder.staticPie(Machine.X86_64).tail(new byte[tail]).build();
    }

    private void write(String name, byte[] content) throws IOException {
        Files.write(folder.resolve(name), content);
    }
}
