package dev.assay.audit;

import dev.assay.input.ArtifactSink.Completeness;
import dev.assay.input.PackageDescription;
import dev.assay.input.PackageEntry;
import dev.assay.input.PackageInfo;
import dev.assay.input.WrittenRelation;
import dev.assay.packaging.Declaration;
import dev.assay.packaging.Declaration.Declared;
import dev.assay.packaging.Relation;
import dev.assay.report.ArtifactReport;
import dev.assay.report.ContainingPackage;
import dev.assay.report.PackageContent;
import dev.assay.report.PackageReport;
import dev.assay.rules.Finding;
import dev.assay.rules.Role;
import dev.assay.rules.RuleSet;
import dev.assay.rules.RuleSet.PackageFinding;
import dev.assay.rules.Severity;
import dev.assay.rules.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    /** {@return whether the package is for debuggers or of sources: what is in it is used, and not judged} */
    static boolean isForDebuggersOrBuilders(PackageInfo info) {
        String name = info.name();
        return info.architecture().equals("src")
                || name.endsWith("-debuginfo")
                || name.endsWith("-debugsource")
                || name.endsWith("-dbgsym")
                || name.endsWith("-dbg");
    }

    /** {@return what a package says of others, in its order} */
    static List<Relation> relations(PackageInfo info, Optional<PackageDescription> description) {
        List<Relation> relations = new ArrayList<>();
        for (WrittenRelation written :
                description.map(PackageDescription::relations).orElse(List.of())) {
            switch (info.format()) {
                case DEB -> relations.addAll(Relation.ofDebian(written.field(), written.text()));
                case RPM -> Relation.ofRpm(written.field(), written.text()).ifPresent(relations::add);
            }
        }
        return relations;
    }

    /** {@return by path of a package, the sources that it says it was built with} */
    static Map<String, List<Declared>> declared(List<Intake.MetPackage> packages) {
        Map<String, List<Declared>> declared = new HashMap<>();
        for (Intake.MetPackage met : packages) {
            declared.put(met.info().path(), Declaration.declaredBy(relations(met.info(), met.description())));
        }
        return declared;
    }

    /**
     * {@return one report a package, by path}
     *
     * @param said what the rules of packages say
     */
    static List<PackageReport> reports(
            List<Intake.MetPackage> packages,
            List<ArtifactReport> artifacts,
            List<RuleSet> ruleSets,
            List<PackageFinding> said,
            Severity failOn) {
        return packages.stream()
                .map(met -> report(met, artifacts, ruleSets, said, failOn))
                .sorted(Comparator.comparing(one -> one.identity().path()))
                .toList();
    }

    private static PackageReport report(
            Intake.MetPackage met,
            List<ArtifactReport> artifacts,
            List<RuleSet> ruleSets,
            List<PackageFinding> said,
            Severity failOn) {
        List<Finding> findings = said.stream()
                .filter(one -> one.packagePath().equals(Optional.of(met.info().path())))
                .map(PackageFinding::finding)
                .sorted(Judge.ORDER)
                .toList();
        return new PackageReport(
                containing(met.info()),
                met.info().sha256(),
                content(met),
                verdict(met, artifacts, ruleSets).worst(Verdict.of(findings, failOn)),
                asked(met, ruleSets),
                findings);
    }

    private static PackageContent content(Intake.MetPackage met) {
        return new PackageContent(
                met.description().map(PackageDescription::multiArch).orElse(""),
                relations(met.info(), met.description()),
                met.description().map(PackageDescription::scripts).orElse(List.of()).stream()
                        .map(script -> new PackageContent.Script(script.name(), script.interpreter(), script.text()))
                        .toList(),
                owned(met.entries()));
    }

    private static List<PackageContent.OwnedFile> owned(List<PackageEntry> entries) {
        Map<String, PackageEntry> before = new HashMap<>();
        List<PackageContent.OwnedFile> owned = new ArrayList<>();
        for (PackageEntry entry : entries) {
            before.put(entry.path(), entry);
            PackageEntry content =
                    entry.kind() == PackageEntry.Kind.HARD_LINK ? before.getOrDefault(entry.target(), entry) : entry;
            owned.add(new PackageContent.OwnedFile(
                    entry.path(), kind(entry), content.mode(), content.size(), entry.target(), content.sha256()));
        }
        owned.sort(Comparator.comparing(PackageContent.OwnedFile::path));
        return owned;
    }

    private static PackageContent.Kind kind(PackageEntry entry) {
        return switch (entry.kind()) {
            case FILE -> PackageContent.Kind.FILE;
            case SYMBOLIC_LINK -> PackageContent.Kind.SYMLINK;
            case HARD_LINK -> PackageContent.Kind.HARD_LINK;
            case DIRECTORY -> PackageContent.Kind.DIRECTORY;
            case SPECIAL -> PackageContent.Kind.SPECIAL;
        };
    }

    /** Of a package that could not be read whole, is not for use, or has no role, nothing is asked. */
    private static List<String> asked(Intake.MetPackage met, List<RuleSet> ruleSets) {
        if (met.completeness() == Completeness.PARTIAL || isForDebuggersOrBuilders(met.info())) {
            return List.of();
        }
        return ruleSets.stream()
                .filter(set -> set.roleOf(met.info().id()).isPresent())
                .flatMap(set -> set.askedOfPackages().stream())
                .distinct()
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
        boolean lacking = verdicts.isEmpty()
                && !isForDebuggersOrBuilders(met.info())
                && ruleSets.stream().anyMatch(set -> expectsArtifacts(set, met.info()));
        Verdict least = lacking || met.completeness() == Completeness.PARTIAL ? Verdict.INCONCLUSIVE : Verdict.PASS;
        return verdicts.stream().reduce(least, Verdict::worst);
    }

    private static boolean expectsArtifacts(RuleSet ruleSet, PackageInfo info) {
        return ruleSet.roleOf(info.id())
                .filter(role -> role.linking() != Role.Linking.NONE)
                .isPresent();
    }
}
