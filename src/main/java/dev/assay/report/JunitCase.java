package dev.assay.report;

import dev.assay.rules.Finding;
import dev.assay.rules.Severity;
import dev.assay.rules.Verdict;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One rule asked of one artifact.
 *
 * @param rule the rule's name, or the path of what could not be read
 * @param outcome what became of it
 * @param message the first thing that was seen; empty when nothing
 * @param text all that was seen, a line each
 */
record JunitCase(String rule, Outcome outcome, String message, String text) {
    /** What became of a case, the best first. */
    enum Outcome {
        PASSED,
        SKIPPED,
        ERROR,
        FAILURE
    }

    /** {@return the case of a rule, of which these are the findings} */
    static JunitCase of(String rule, List<Finding> findings, Severity failOn) {
        Outcome worst = Outcome.PASSED;
        String message = "";
        for (Finding finding : findings) {
            Outcome outcome = outcome(finding, failOn);
            if (message.isEmpty() || outcome.compareTo(worst) > 0) {
                message = finding.message();
            }
            worst = outcome.compareTo(worst) > 0 ? outcome : worst;
        }
        return new JunitCase(
                rule, worst, message, findings.stream().map(JunitCase::line).collect(Collectors.joining("\n")));
    }

    /** {@return the same of what counts for no verdict} */
    JunitCase asRemark() {
        return new JunitCase(rule, Outcome.PASSED, "", text);
    }

    /** {@return the case of a verdict that no rule's case shows: where nothing was judged, or a waiver does not help} */
    static Optional<JunitCase> of(Verdict verdict, List<JunitCase> shown) {
        if (shown.stream().anyMatch(JunitCase::isRed)) {
            return Optional.empty();
        }
        return switch (verdict) {
            case PASS -> Optional.empty();
            case INCONCLUSIVE ->
                Optional.of(error("verdict", "inconclusive: what is expected is not there, or could not be judged"));
            case FAIL -> {
                String message = "fail: what cannot be read as a program fails, whatever is waived";
                yield Optional.of(new JunitCase("verdict", Outcome.FAILURE, message, message));
            }
        };
    }

    private boolean isRed() {
        return outcome == Outcome.FAILURE || outcome == Outcome.ERROR;
    }

    /** {@return the case of something that could not be read} */
    static JunitCase error(String path, String message) {
        return new JunitCase(path, Outcome.ERROR, message, message);
    }

    private static Outcome outcome(Finding finding, Severity failOn) {
        if (!finding.severity().reaches(failOn)) {
            return Outcome.PASSED;
        }
        if (!finding.counts()) {
            return Outcome.SKIPPED;
        }
        return switch (finding.ruling()) {
            case BROKEN -> Outcome.FAILURE;
            case UNPROVED -> Outcome.ERROR;
        };
    }

    /** {@return a finding as text, with what accepts it} */
    static String line(Finding finding) {
        StringBuilder line = new StringBuilder(Spelling.of(finding.severity()));
        line.append(finding.ruling() == Finding.Kind.UNPROVED ? " (unproved): " : ": ")
                .append(finding.message());
        if (finding.known()) {
            line.append(" [known]");
        }
        finding.waiver()
                .ifPresent(waiver -> line.append(" [waived until ")
                        .append(waiver.expires())
                        .append(" by ")
                        .append(waiver.owner())
                        .append(": ")
                        .append(waiver.reason())
                        .append(']'));
        return finding.mend().isEmpty() ? line.toString() : line + "\n  -> " + finding.mend();
    }

    void write(String suite, XmlText xml) throws IOException {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("name", rule);
        attributes.put("classname", suite);
        attributes.put("time", "0");
        if (text.isEmpty()) {
            xml.empty("testcase", attributes);
            return;
        }
        xml.open("testcase", attributes);
        switch (outcome) {
            case FAILURE, ERROR -> xml.text(word(), reason(), text);
            case SKIPPED -> {
                xml.empty("skipped", Map.of("message", text));
            }
            case PASSED -> xml.text("system-out", Map.of(), text);
        }
        xml.close("testcase");
    }

    private Map<String, String> reason() {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("message", message);
        attributes.put("type", outcome == Outcome.FAILURE ? "broken" : "unproved");
        return attributes;
    }

    private String word() {
        return outcome.name().toLowerCase(Locale.ROOT);
    }
}
