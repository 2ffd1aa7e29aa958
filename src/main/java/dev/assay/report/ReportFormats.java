package dev.assay.report;

/** Makes a format when it is written: none costs a start that does not ask for it. */
public interface ReportFormats {
    /** {@return a format for people, in that style} */
    ReportFormat text(TextStyle style);

    /** {@return a format for programs} */
    ReportFormat json();

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
