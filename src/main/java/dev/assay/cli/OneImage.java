package dev.assay.cli;

import dev.assay.audit.ReferenceSources.Images;
import dev.assay.linkage.LinkageForm;
import dev.assay.report.ArtifactReport;
import dev.assay.report.Report;
import java.util.List;

/** The one image that {@code map} and {@code why} are about. */
final class OneImage {
    private OneImage() {}

    static void addTo(Options options) {
        ReferenceArguments.addTo(options);
        ReferenceArguments.addLinkMapTo(options);
        AuditArguments.addBoundsTo(options);
        Outputs.addTo(options);
    }

    /**
     * Examines the image.
     *
     * @param path a file, or a directory or package that holds one image
     * @return a report of that image alone, whatever else could not be read
     * @throws UsageException when there is none, or more than one
     */
    static Report examine(Options.Given given, String path, Terminal terminal) throws UsageException {
        AuditArguments common = AuditArguments.of(given, List.of(path));
        Report report = common.factsOnly(given, Images.ALL, terminal).run(common.paths());
        AuditArguments.complain(report, terminal);
        if (report.artifacts().size() > 1) {
            throw new UsageException(path + ": holds " + report.artifacts().size() + " ELF files; name one");
        }
        for (ArtifactReport artifact : report.artifacts()) {
            if (!isImage(artifact.linkage().form())) {
                throw new UsageException(artifact.displayPath() + ": is no program and no shared object");
            }
        }
        if (report.artifacts().isEmpty()) {
            throw new UsageException(path + ": no ELF file there that could be read");
        }
        return report;
    }

    /** {@return whether all could be read that was asked for} */
    static ExitStatus status(Report report) {
        return report.unreadable().isEmpty() ? ExitStatus.GOOD : ExitStatus.NOT_DONE;
    }

    private static boolean isImage(LinkageForm form) {
        return switch (form) {
            case STATIC, STATIC_PIE, DYNAMIC, SHARED_OBJECT, OPAQUE -> true;
            case RELOCATABLE, CORE, ARCHIVE, NOT_ELF, MALFORMED -> false;
        };
    }
}
