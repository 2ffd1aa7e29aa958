package dev.assay.audit;

import dev.assay.Origin.PackageId;
import dev.assay.provenance.Component;
import dev.assay.report.ArtifactReport;
import dev.assay.report.ContainingPackage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the packages that a report names state of their licences: those under audit and those among the references, which were
 * read anyway, and those that are installed at the very version that the report names. A catalog holds no licences.
 */
final class StatedLicences {
    private StatedLicences() {}

    /** {@return licences by package of any suite; packages that state none are absent} */
    static Map<PackageId, List<String>> of(
            List<ArtifactReport> artifacts, List<Intake.MetPackage> packages, References references) {
        Set<PackageId> wanted = named(artifacts);
        Map<PackageId, List<String>> licences = new HashMap<>();
        for (Intake.MetPackage met : packages) {
            if (!met.licences().isEmpty()) {
                licences.put(met.info().id().ofAnySuite(), met.licences());
            }
        }
        references.licences().forEach((id, stated) -> licences.putIfAbsent(id.ofAnySuite(), stated));
        licences.keySet().retainAll(wanted);
        wanted.removeAll(licences.keySet());
        licences.putAll(references.installedLicences(wanted));
        return licences;
    }

    private static Set<PackageId> named(List<ArtifactReport> artifacts) {
        Set<PackageId> named = new HashSet<>();
        for (ArtifactReport artifact : artifacts) {
            artifact.container().map(ContainingPackage::id).ifPresent(id -> named.add(id.ofAnySuite()));
            for (Component component : artifact.components()) {
                component.origin().ifPresent(id -> named.add(id.ofAnySuite()));
            }
        }
        return named;
    }
}
