package dev.assay.audit;

import dev.assay.Origin;
import dev.assay.Origin.PackageId;
import dev.assay.linkage.LinkageForm;
import dev.assay.provenance.Component;
import dev.assay.provenance.Coverage;
import dev.assay.provenance.Evidence;
import dev.assay.provenance.Placement;
import dev.assay.report.ArtifactReport;
import dev.assay.report.Report;
import dev.assay.rules.ComponentSpec.Presence;
import dev.assay.rules.Distribution;
import dev.assay.rules.Finding;
import dev.assay.rules.InvalidRuleSetException;
import dev.assay.rules.RuleSet;
import dev.assay.rules.RuleSetDraft;
import dev.assay.rules.RuleSetDraft.Library;
import dev.assay.rules.RuleSetDraftText;
import dev.assay.rules.RuleSetReader;
import dev.assay.rules.Severity;
import dev.assay.rules.ShippedRuleSets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Drafts a rule set from what images are made of. They are audited twice: for their facts, and by the draft itself; what that
 * finds to be an error is lowered, so that a draft passes for what it was made from, and says what it lowered.
 */
public final class Drafting {
    private static final Comparator<Library> LARGEST_FIRST =
            Comparator.comparingLong(Library::bytes).reversed().thenComparing(Library::name);

    private Drafting() {}

    /**
     * What came of it.
     *
     * @param report the facts, and what could not be read
     * @param draft empty where something could not be read or was no image
     */
    public record Drafted(Report report, Optional<RuleSetDraft> draft) {}

    /**
     * Drafts a rule set.
     *
     * @param name what the set is called
     * @param paths of images, or of what holds them
     * @param audits makes an audit by the rule sets given, or of facts alone
     * @return the draft
     */
    public static Drafted draft(String name, List<String> paths, Function<List<RuleSet>, Audit> audits) {
        Report facts = audits.apply(List.of()).run(paths);
        List<ArtifactReport> images = facts.artifacts().stream()
                .filter(artifact ->
                        artifact.isWholeFile() && isImage(artifact.linkage().form()))
                .toList();
        if (images.isEmpty() || !facts.unreadable().isEmpty()) {
            return new Drafted(facts, Optional.empty());
        }
        RuleSetDraft first = new RuleSetDraft(
                name,
                images.stream().map(Drafting::place).distinct().sorted().toList(),
                libraries(images),
                images.stream().mapToInt(Drafting::unexplainedPercent).max().orElse(0),
                Map.of());
        Report judged = audits.apply(List.of(read(first))).run(paths);
        return new Drafted(facts, Optional.of(first.lowering(notKept(judged))));
    }

    private static boolean isImage(LinkageForm form) {
        return switch (form) {
            case STATIC, STATIC_PIE, DYNAMIC, SHARED_OBJECT -> true;
            case OPAQUE, RELOCATABLE, CORE, ARCHIVE, NOT_ELF, MALFORMED -> false;
        };
    }

    /** In a package the whole path; elsewhere the name, for a build's directory is no one's business. */
    private static String place(ArtifactReport image) {
        return image.container().isPresent()
                ? image.path()
                : image.path().substring(image.path().lastIndexOf('/') + 1);
    }

    private static int unexplainedPercent(ArtifactReport image) {
        Coverage coverage = image.coverage();
        return coverage.executable() == 0 ? 0 : (int) Math.ceil(100.0 * coverage.unexplained() / coverage.executable());
    }

    private static List<Library> libraries(List<ArtifactReport> images) {
        Map<String, List<Found>> found = new TreeMap<>();
        for (ArtifactReport image : images) {
            for (Component component : image.components()) {
                found.computeIfAbsent(component.name(), none -> new ArrayList<>())
                        .add(new Found(component, image));
            }
        }
        return found.entrySet().stream()
                .map(entry -> library(entry.getKey(), entry.getValue(), images.size()))
                .sorted(LARGEST_FIRST)
                .toList();
    }

    /** A library in an image. */
    private record Found(Component component, ArtifactReport image) {
        Stream<Origin> origins() {
            return image.linkMap().placements().stream()
                    .map(Placement::section)
                    .map(section -> section.origin())
                    .filter(origin -> origin.owner()
                            .map(PackageId::source)
                            .orElseGet(origin::archiveName)
                            .equals(component.name()))
                    .distinct();
        }
    }

    private static Library library(String name, List<Found> found, int images) {
        Map<Distribution, TreeSet<String>> packages = new EnumMap<>(Distribution.class);
        TreeSet<String> archives = new TreeSet<>();
        found.stream().flatMap(Found::origins).forEach(origin -> {
            archives.add(origin.archiveName());
            origin.owner()
                    .ifPresent(id -> packages.computeIfAbsent(Distribution.lookingAt(id), none -> new TreeSet<>())
                            .add(id.name()));
        });
        Map<Distribution, List<String>> named = new LinkedHashMap<>();
        packages.forEach((distribution, names) -> named.put(distribution, List.copyOf(names)));
        Evidence weakest = found.stream()
                .map(one -> one.component().evidence())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return new Library(
                name,
                named,
                List.copyOf(archives),
                found.size() == images ? Presence.REQUIRED : Presence.ALLOWED,
                weakest,
                weakest == Evidence.EXACT ? lowest(found) : Map.of(),
                found.stream().mapToLong(one -> one.component().bytes()).sum());
    }

    private static Map<Distribution, String> lowest(List<Found> found) {
        Map<Distribution, String> lowest = new EnumMap<>(Distribution.class);
        for (Found one : found) {
            one.component().origin().ifPresent(id -> {
                Distribution distribution = Distribution.lookingAt(id);
                for (String version : one.component().versions()) {
                    lowest.merge(
                            distribution,
                            version,
                            (a, b) -> distribution.order().compare(a, b) <= 0 ? a : b);
                }
            });
        }
        return lowest;
    }

    private static RuleSet read(RuleSetDraft draft) {
        try {
            return RuleSetReader.read(draft.name(), RuleSetDraftText.of(draft), ShippedRuleSets::find);
        } catch (InvalidRuleSetException e) {
            throw new IllegalStateException("a draft that is no rule set", e);
        }
    }

    /** {@return by rule, the first that it says of an image that would fail it} */
    private static Map<String, String> notKept(Report judged) {
        Map<String, String> said = new TreeMap<>();
        Stream.of(
                        judged.artifacts().stream().flatMap(one -> one.findings().stream()),
                        judged.packages().stream().flatMap(one -> one.findings().stream()),
                        judged.findings().stream())
                .flatMap(findings -> findings)
                .filter(finding -> finding.severity() == Severity.ERROR)
                .forEach(finding -> said.putIfAbsent(finding.rule(), because(finding)));
        return said;
    }

    private static String because(Finding finding) {
        return switch (finding.ruling()) {
            case BROKEN -> finding.message();
            case UNPROVED -> "unproved: " + finding.message();
        };
    }
}
