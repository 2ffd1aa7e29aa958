package dev.assay.report;

import dev.assay.rules.Finding;
import dev.assay.rules.Severity;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The report as JUnit XML, as GitLab, Jenkins and Tekton read it (docs/junit.xsd says which reads what): a suite for each artifact and
 * package, in it a case for each rule that was asked, so that what is kept shows, too. What fails the run is a {@code
 * failure}; what keeps it from passing for want of proof an {@code error}; what is waived or known is {@code skipped}. Some case
 * is red where the verdict is not pass, and none where it is.
 */
public final class JunitReport implements ReportFormat {
    private final Severity failOn;

    /**
     * Makes the format.
     *
     * @param failOn the lowest severity that fails
     */
    public JunitReport(Severity failOn) {
        this.failOn = failOn;
    }

    private record Suite(String name, List<JunitCase> cases) {}

    @Override
    public void write(Report report, Writer out) throws IOException {
        List<Suite> suites = suites(report);
        XmlText xml = new XmlText(out);
        xml.declaration();
        xml.open(
                "testsuites",
                counts(
                        "assay",
                        suites.stream().flatMap(one -> one.cases().stream()).toList()));
        for (Suite suite : suites) {
            xml.open("testsuite", counts(suite.name(), suite.cases()));
            for (JunitCase one : suite.cases()) {
                one.write(suite.name(), xml);
            }
            xml.close("testsuite");
        }
        xml.close("testsuites");
        out.flush();
    }

    private List<Suite> suites(Report report) {
        List<Suite> suites = new ArrayList<>();
        for (PackageReport one : report.packages()) {
            suites.add(new Suite(one.identity().path(), cases(one.asked(), one.findings())));
        }
        for (ArtifactReport one : report.artifacts()) {
            suites.add(new Suite(one.distinctPath(), cases(one)));
        }
        if (!report.findings().isEmpty()) {
            suites.add(new Suite("run", cases(List.of(), report.findings())));
        }
        if (!report.unreadable().isEmpty()) {
            suites.add(new Suite(
                    "unreadable",
                    report.unreadable().stream()
                            .map(one -> JunitCase.error(one.path(), one.message()))
                            .toList()));
        }
        List<JunitCase> shown =
                suites.stream().flatMap(one -> one.cases().stream()).toList();
        JunitCase.of(report.verdict(), shown).ifPresent(red -> suites.add(new Suite("run", List.of(red))));
        return suites;
    }

    /** What lies inside another file counts for no verdict: the rules of the one around it answer for it. */
    private List<JunitCase> cases(ArtifactReport artifact) {
        List<JunitCase> cases = cases(artifact.asked(), artifact.findings());
        if (artifact.countedVerdict().isEmpty()) {
            return cases.stream().map(JunitCase::asRemark).toList();
        }
        JunitCase.of(artifact.verdict(), cases).ifPresent(cases::add);
        return cases;
    }

    private List<JunitCase> cases(List<String> asked, List<Finding> findings) {
        Map<String, List<Finding>> byRule = new LinkedHashMap<>();
        asked.forEach(rule -> byRule.put(rule, new ArrayList<>()));
        findings.forEach(finding -> byRule.computeIfAbsent(finding.rule(), none -> new ArrayList<>())
                .add(finding));
        List<JunitCase> cases = new ArrayList<>();
        byRule.forEach((rule, found) -> cases.add(JunitCase.of(rule, found, failOn)));
        return cases;
    }

    private static Map<String, String> counts(String name, List<JunitCase> cases) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("name", name);
        attributes.put("tests", Integer.toString(cases.size()));
        attributes.put("failures", count(cases, JunitCase.Outcome.FAILURE));
        attributes.put("errors", count(cases, JunitCase.Outcome.ERROR));
        attributes.put("skipped", count(cases, JunitCase.Outcome.SKIPPED));
        return attributes;
    }

    private static String count(List<JunitCase> cases, JunitCase.Outcome outcome) {
        return Long.toString(
                cases.stream().filter(one -> one.outcome() == outcome).count());
    }
}
