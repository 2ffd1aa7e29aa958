package dev.assay.audit;

import dev.assay.input.ArtifactSink.Completeness;
import dev.assay.input.PackageInfo;
import dev.assay.report.ArtifactReport;
import dev.assay.report.ContainingPackage;
import dev.assay.report.PackageReport;
import dev.assay.rules.RuleSet;
import dev.assay.rules.Verdict;
import java.util.Comparator;
import java.util.List;

/** Packages as reports have them. */
final class Packages {
    private Packages() {}

    /** {@return the package as its artifacts name it} */
    static ContainingPackage containing(PackageInfo info) {
        ContainingPackage.PackageFormat format = switch (info.format()) {
            case DEB -> ContainingPackage.PackageFormat.DEB;
            case RPM -> ContainingPackage.PackageFormat.RPM;
        };
        return new ContainingPackage(info.path(), info.id(), format);
    }

    /** {@return one report a package, by path} */
    static List<PackageReport> reports(
            List<Intake.MetPackage> packages, List<ArtifactReport> artifacts, List<RuleSet> ruleSets) {
        return packages.stream()
                .map(met -> new PackageReport(
                        containing(met.info()), met.info().sha256(), verdict(met, artifacts, ruleSets), List.of()))
                .sorted(Comparator.comparing(one -> one.identity().path()))
                .toList();
    }

    /**
     * The worst of its artifacts. A package that could not be read whole never passes, nor one that has a role in a rule
     * set and none of the artifacts that the role expects.
     */
    private static Verdict verdict(Intake.MetPackage met, List<ArtifactReport> artifacts, List<RuleSet> ruleSets) {
        List<Verdict> verdicts = artifacts.stream()
                .filter(artifact -> artifact.container()
                        .filter(container -> container.path().equals(met.info().path()))
                        .isPresent())
                .flatMap(artifact -> artifact.countedVerdict().stream())
                .toList();
        boolean lacking = verdicts.isEmpty() && ruleSets.stream().anyMatch(set -> expectsArtifacts(set, met.info()));
        Verdict least = lacking || met.completeness() == Completeness.PARTIAL ? Verdict.INCONCLUSIVE : Verdict.PASS;
        return verdicts.stream().reduce(least, Verdict::worst);
    }

    private static boolean expectsArtifacts(RuleSet ruleSet, PackageInfo info) {
        return ruleSet.roles().stream().anyMatch(role -> role.isOf(info.id()));
    }
}
