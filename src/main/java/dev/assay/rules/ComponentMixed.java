package dev.assay.rules;

import dev.assay.Origin;
import dev.assay.provenance.Component;
import dev.assay.provenance.Evidence;
import dev.assay.provenance.InputSectionId;
import dev.assay.provenance.LinkMap;
import dev.assay.provenance.Placement;
import dev.assay.provenance.ReferenceSummary;
import dev.assay.rules.Finding.MemberName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * component-mixed: one version of a component explains all of its code. Page: docs/rules/component-mixed.md
 *
 * <p>Most members of two versions are equal, so each proved placement stands for the set of versions that have it. Where
 * one version is in all of these sets there is no mixture. Else there is one if two placements exclude each other: a
 * version of the first lacks the second, one of the second lacks the first. That a version lacks a section is known
 * only where the archive was read in that version.
 */
final class ComponentMixed implements Rule {
    static final String NAME = "component-mixed";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "one version of each component explains all of its code";
    }

    @Override
    public Ruling judge(Facts facts, RuleSet ruleSet) {
        return switch (facts.linkage().form()) {
            case STATIC, STATIC_PIE, DYNAMIC, SHARED_OBJECT ->
                facts.linkMap()
                        .map(map -> search(facts, map, new ComponentNames(ruleSet)))
                        .orElseGet(Ruling::notApplicable);
            case OPAQUE -> Ruling.unproved(Packed.hides("its code"));
            case RELOCATABLE, CORE, ARCHIVE, NOT_ELF, MALFORMED -> Ruling.notApplicable();
        };
    }

    /**
     * A placement that is looked at.
     *
     * @param program path of the one that it lies in, where several are looked at
     */
    record Seen(Placement placement, Optional<String> program) {
        private String displayed() {
            return placement.section().origin().archiveName() + "("
                    + placement.section().member() + ")"
                    + program.map(path -> " of " + path).orElse("") + " at 0x" + Long.toHexString(placement.address());
        }
    }

    /** Placements of one archive that the same versions have; the first stands for all. */
    private record Group(String archive, Set<String> versions, Seen first) {}

    private static Ruling search(Facts facts, LinkMap map, ComponentNames names) {
        Set<String> read = versionsOf(facts.references());
        List<Observation> broken = new ArrayList<>();
        for (Component component : facts.components()) {
            List<Seen> seen = names.placements(map, component.name()).stream()
                    .map(placement -> new Seen(placement, Optional.empty()))
                    .toList();
            mixture(component.name(), seen, read).ifPresent(broken::add);
        }
        return Ruling.brokenBy(broken);
    }

    /** {@return what is mixed among placements of a component, of one image or of several} */
    static Optional<Observation> mixture(String component, List<Seen> placements, Set<String> read) {
        return mixed(groups(placements), read).map(pair -> seen(component, pair));
    }

    /** {@return the archives that were read, each in its version} */
    static Set<String> versionsOf(List<ReferenceSummary> references) {
        Set<String> read = new HashSet<>();
        for (ReferenceSummary reference : references) {
            read.add(archiveAt(reference.origin().archiveName(), version(reference.origin())));
        }
        return read;
    }

    private static List<Group> groups(List<Seen> placements) {
        Map<String, Group> groups = new LinkedHashMap<>();
        for (Seen seen : placements) {
            Placement placement = seen.placement();
            if (placement.isProved() && placement.executable() && placement.evidence() == Evidence.EXACT) {
                Set<String> versions = new TreeSet<>();
                versions.add(version(placement.section().origin()));
                placement.versions().forEach(origin -> versions.add(version(origin)));
                String archive = placement.section().origin().archiveName();
                groups.putIfAbsent(archiveAt(archive, versions.toString()), new Group(archive, versions, seen));
            }
        }
        return List.copyOf(groups.values());
    }

    /** Two placements that no version explains both of. */
    private record Pair(Group left, String leftVersion, Group right, String rightVersion) {}

    private static Optional<Pair> mixed(List<Group> groups, Set<String> read) {
        if (groups.isEmpty() || !common(groups).isEmpty()) {
            return Optional.empty();
        }
        for (Group left : groups) {
            for (Group right : groups) {
                Optional<String> onlyLeft = lacking(left, right, read);
                Optional<String> onlyRight = lacking(right, left, read);
                if (onlyLeft.isPresent() && onlyRight.isPresent()) {
                    return Optional.of(new Pair(left, onlyLeft.get(), right, onlyRight.get()));
                }
            }
        }
        return Optional.empty();
    }

    private static Set<String> common(List<Group> groups) {
        Set<String> common = new TreeSet<>(groups.get(0).versions());
        groups.forEach(group -> common.retainAll(group.versions()));
        return common;
    }

    /** {@return a version that has the first, and is known not to have the second} */
    private static Optional<String> lacking(Group has, Group lacks, Set<String> read) {
        return has.versions().stream()
                .filter(version -> !lacks.versions().contains(version))
                .filter(version -> read.contains(archiveAt(lacks.archive(), version)))
                .findFirst();
    }

    private static Observation seen(String component, Pair pair) {
        Seen left = pair.left().first();
        Seen right = pair.right().first();
        InputSectionId blamed = right.placement().section();
        return Observation.of(
                        component + " is mixed: " + left.displayed() + " is of " + pair.leftVersion() + " and not of "
                                + pair.rightVersion() + ", " + right.displayed() + " is of " + pair.rightVersion()
                                + " and not of " + pair.leftVersion(),
                        "exact",
                        component)
                .atAddress(right.placement().address())
                .in(new MemberName(blamed.origin().archiveName(), blamed.member()))
                .mendedBy("build with one version of " + component + " installed, from a clean tree");
    }

    private static String version(Origin origin) {
        return origin.owner()
                .map(owner -> owner.source() + " " + owner.sourceVersion())
                .orElseGet(origin::archive);
    }

    private static String archiveAt(String archive, String version) {
        return archive + '\0' + version;
    }
}
