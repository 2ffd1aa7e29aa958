package dev.assay.audit;

import dev.assay.input.PackageInfo;
import dev.assay.linkage.EmbeddedFile;
import dev.assay.linkage.Linkage;
import dev.assay.linkage.LinkageForm;
import dev.assay.packaging.Declaration.Declared;
import dev.assay.provenance.Component;
import dev.assay.report.ArtifactReport;
import dev.assay.report.ArtifactReport.Inside;
import dev.assay.rules.Acceptance;
import dev.assay.rules.Facts;
import dev.assay.rules.Finding;
import dev.assay.rules.RuleSet;
import dev.assay.rules.Severity;
import dev.assay.rules.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Hands facts to rule sets, and joins what they say of one artifact. */
final class Judge {
    /** The gravest first, as a reader wants them; the rest makes the order total. */
    static final Comparator<Finding> ORDER = Comparator.comparing(Finding::severity)
            .reversed()
            .thenComparing(Finding::rule)
            .thenComparing(Finding::ruleSet)
            .thenComparing(Finding::subject)
            .thenComparing(Finding::message);

    private static final Comparator<Component> LARGEST_FIRST = Comparator.comparingLong(Component::bytes)
            .thenComparingLong(Component::dataBytes)
            .reversed()
            .thenComparing(Component::name);

    private final List<RuleSet> ruleSets;
    private final Severity failOn;
    private final Map<String, List<Declared>> declared;
    private final Acceptance acceptance;

    /** @param declared by path of a package, the sources that it says it was built with */
    Judge(List<RuleSet> ruleSets, Severity failOn, Map<String, List<Declared>> declared, Acceptance acceptance) {
        this.ruleSets = List.copyOf(ruleSets);
        this.failOn = failOn;
        this.declared = Map.copyOf(declared);
        this.acceptance = acceptance;
    }

    static boolean isFor(RuleSet ruleSet, String path, Optional<PackageInfo> container) {
        return container.map(info -> ruleSet.isFor(path, info.id())).orElseGet(() -> ruleSet.isFor(path));
    }

    /**
     * {@return what the rule sets that are for the artifact say of it, facts alone where there is none; then what they say
     * of each ELF file inside it}
     */
    List<ArtifactReport> judge(String path, Optional<PackageInfo> container, Examined examined) {
        List<ArtifactReport> reports = new ArrayList<>();
        reports.add(judge(path, container, Optional.empty(), examined, UnaryOperator.identity()));
        for (int i = 0; i < examined.inside().size(); i++) {
            EmbeddedFile file = examined.embedded().files().get(i);
            Inside place = new Inside(path, file.offset(), file.wrapping());
            int which = i;
            reports.add(judge(
                    path, container, Optional.of(place), examined.inside().get(i), finding -> finding.asInside(which)));
        }
        return reports;
    }

    /** Archives are judged by the sets for archives, where one was given. */
    private boolean isOfKind(RuleSet ruleSet, LinkageForm form) {
        return switch (form) {
            case ARCHIVE -> isForArchives(ruleSet, ruleSets);
            case MALFORMED -> true;
            case STATIC, STATIC_PIE, DYNAMIC, SHARED_OBJECT, RELOCATABLE, CORE, OPAQUE, NOT_ELF ->
                ruleSet.kind() == RuleSet.Kind.IMAGE;
        };
    }

    /** {@return whether the set judges archives: a set for them, or any when none is} */
    static boolean isForArchives(RuleSet ruleSet, List<RuleSet> all) {
        return ruleSet.kind() == RuleSet.Kind.ARCHIVE
                || all.stream().noneMatch(set -> set.kind() == RuleSet.Kind.ARCHIVE);
    }

    private ArtifactReport judge(
            String path,
            Optional<PackageInfo> container,
            Optional<Inside> inside,
            Examined examined,
            UnaryOperator<Finding> placed) {
        List<Finding> findings = new ArrayList<>();
        Map<String, Component> components = new LinkedHashMap<>();
        if (ruleSets.isEmpty()) {
            examined.components().forEach(component -> components.put(component.name(), component));
        }
        Set<String> asked = new LinkedHashSet<>();
        Verdict verdict = Verdict.PASS;
        for (RuleSet ruleSet : ruleSets) {
            if (!isFor(ruleSet, path, container)
                    || !isOfKind(ruleSet, examined.linkage().form())
                    || inside.isPresent() && isInert(examined.linkage())) {
                continue;
            }
            Facts facts = facts(path, container, examined, ruleSet);
            List<Finding> said = acceptance.acceptAll(
                    ruleSet.judge(facts).stream().map(placed).toList(), path, ruleSet);
            verdict = verdict.worst(ruleSet.verdict(facts, said, failOn));
            asked.addAll(ruleSet.asked(facts));
            findings.addAll(said);
            for (Component component : facts.components()) {
                components.putIfAbsent(component.name(), component);
            }
        }
        examined.declared().forEach(component -> components.putIfAbsent(component.name(), component));
        findings.sort(ORDER);
        return new ArtifactReport(
                path,
                inside,
                examined.sha256(),
                container.map(Packages::containing),
                examined.linkage(),
                components.values().stream().sorted(LARGEST_FIRST).toList(),
                examined.provenance().map().coverage(),
                examined.provenance().map(),
                examined.hazards(),
                verdict,
                List.copyOf(asked),
                findings);
    }

    /**
     * Whether what lies inside a file is no program and needs nothing: the vDSO that an emulator hands its guest, object
     * code. It is listed; that it is no executable, or not made of the file's libraries, breaks nothing.
     */
    private static boolean isInert(Linkage linkage) {
        return switch (linkage.form()) {
            case SHARED_OBJECT, RELOCATABLE, CORE -> linkage.namesNoOther();
            case STATIC, STATIC_PIE, DYNAMIC, OPAQUE, ARCHIVE, NOT_ELF, MALFORMED -> false;
        };
    }

    private Facts facts(String path, Optional<PackageInfo> container, Examined examined, RuleSet ruleSet) {
        return new Facts(
                path,
                container.map(PackageInfo::id),
                examined.linkage(),
                examined.components(ruleSet),
                examined.provenance().map().coverage(),
                examined.provenance().recovered(),
                examined.provenance().references(),
                examined.functions(),
                examined.hazards(),
                examined.embedded(),
                examined.members(),
                examined.placed(),
                container
                        .map(info -> declared.getOrDefault(info.path(), List.of()))
                        .orElse(List.of()));
    }
}
