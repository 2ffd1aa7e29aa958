package dev.assay.report;

import dev.assay.rules.Finding;
import dev.assay.rules.Verdict;
import java.util.List;

/**
 * One package under audit.
 *
 * @param identity its path and what it says of itself
 * @param sha256 of the package file, in lower-case hexadecimal
 * @param content what it says of itself and owns
 * @param verdict the worst of its own findings and its artifacts
 * @param asked names of the rules that were asked of it, kept ones too
 * @param findings what the packaging rules say, the gravest first
 */
public record PackageReport(
        ContainingPackage identity,
        String sha256,
        PackageContent content,
        Verdict verdict,
        List<String> asked,
        List<Finding> findings) {
    public PackageReport {
        asked = List.copyOf(asked);
        findings = List.copyOf(findings);
    }
}
