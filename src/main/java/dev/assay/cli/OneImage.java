package dev.assay.cli;

import dev.assay.audit.Audit.Explained;
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
     * @return a report of that image, the first of its artifacts, whatever else could not be read
     * @throws UsageException when there is none, or more than one
     */
    static Report examine(Options.Given given, String path, Terminal terminal) throws UsageException {
        AuditArguments common = AuditArguments.of(given, List.of(path));
        return checked(common.factsOnly(given, Images.ALL, terminal).run(common.paths()), path, terminal);
    }

    /**
     * Examines the image, and finds out why something is in it.
     *
     * @param path as in {@link #examine}
     * @param what a member, a symbol or an address
     * @return a report of that image, and the reason by its displayed path
     * @throws UsageException when there is none, or more than one
     */
    static Explained explain(Options.Given given, String path, String what, Terminal terminal) throws UsageException {
        AuditArguments common = AuditArguments.of(given, List.of(path));
        Explained explained = common.factsOnly(given, Images.ALL, terminal).explain(common.paths(), what);
        checked(explained.report(), path, terminal);
        return explained;
    }

    private static Report checked(Report report, String path, Terminal terminal) throws UsageException {
        AuditArguments.complain(report, terminal);
        // What lies inside the image, such as a vDSO that an emulator maps, stands behind it.
        long files =
                report.artifacts().stream().filter(ArtifactReport::isWholeFile).count();
        if (files > 1) {
            throw new UsageException(path + ": holds " + files + " ELF files; name one");
        }
        if (files == 0) {
            throw new UsageException(path + ": no ELF file there that could be read");
        }
        ArtifactReport image = report.artifacts().get(0);
        if (!isImage(image.linkage().form())) {
            throw new UsageException(image.displayPath() + ": is no program and no shared object");
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
