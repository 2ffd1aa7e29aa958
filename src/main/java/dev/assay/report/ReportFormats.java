package dev.assay.report;

import dev.assay.rules.Severity;
import java.util.List;

/** Makes a format when it is written: none costs a start that does not ask for it. */
public interface ReportFormats {
    /** The names of the formats that every report has. */
    List<String> OF_ALL = List.of("text", "json");

    /** The names of the formats of a judged report. */
    List<String> OF_JUDGED = List.of("text", "json", "sarif", "junit", "cyclonedx", "html");

    /** {@return a format for people, in that style} */
    ReportFormat text(TextStyle style);

    /** {@return a format for programs} */
    ReportFormat json();

    /** {@return a format that only whole reports have; it is one that was offered} */
    default ReportFormat other(String name) {
        throw new IllegalArgumentException(name);
    }

    /**
     * {@return the formats of a judged report}
     *
     * @param failOn the lowest severity that fails
     */
    static ReportFormats judged(Severity failOn) {
        return new ReportFormats() {
            @Override
            public ReportFormat text(TextStyle style) {
                return new TextReport(ReportView.JUDGED, style);
            }

            @Override
            public ReportFormat json() {
                return new JsonReport(ReportView.JUDGED);
            }

            @Override
            public ReportFormat other(String name) {
                return switch (name) {
                    case "sarif" -> new SarifReport();
                    case "junit" -> new JunitReport(failOn);
                    case "cyclonedx" -> new CycloneDxReport();
                    case "html" -> new HtmlReport();
                    default -> throw new IllegalArgumentException(name);
                };
            }
        };
    }

    /** {@return the formats of a whole report} */
    static ReportFormats of(ReportView view) {
        return new ReportFormats() {
            @Override
            public ReportFormat text(TextStyle style) {
                return new TextReport(view, style);
            }

            @Override
            public ReportFormat json() {
                return new JsonReport(view);
            }
        };
    }

    /** {@return the formats of a link map} */
    static ReportFormats ofMap() {
        return new ReportFormats() {
            @Override
            public ReportFormat text(TextStyle style) {
                return new TextMap();
            }

            @Override
            public ReportFormat json() {
                return new JsonMap();
            }
        };
    }

    /** {@return the formats of a reason} */
    static ReportFormats of(Reason reason) {
        return new ReportFormats() {
            @Override
            public ReportFormat text(TextStyle style) {
                return new TextReason(reason, style);
            }

            @Override
            public ReportFormat json() {
                return new JsonReason(reason);
            }
        };
    }
}
