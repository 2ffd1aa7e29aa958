package dev.assay.rules;

import dev.assay.provenance.Component;
import dev.assay.provenance.Evidence;
import dev.assay.provenance.InputSectionId;
import dev.assay.provenance.Placement;
import dev.assay.rules.ComponentSpec.Presence;
import dev.assay.rules.Finding.MemberName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * component-forbidden: nothing is in the image that the rule set does not allow. Only code that can be of no other
 * component is a breach: libraries share sources. Page: docs/rules/component-forbidden.md
 */
final class ComponentForbidden implements Rule {
    static final String NAME = "component-forbidden";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "no component is in the image that the rule set does not allow";
    }

    @Override
    public Ruling judge(Facts facts, RuleSet ruleSet) {
        return switch (facts.linkage().form()) {
            case STATIC, STATIC_PIE, DYNAMIC, SHARED_OBJECT -> search(facts, ruleSet);
            case OPAQUE -> Ruling.unproved(Packed.hides("its code"));
            case RELOCATABLE, CORE, ARCHIVE, NOT_ELF, MALFORMED -> Ruling.notApplicable();
        };
    }

    private static Ruling search(Facts facts, RuleSet ruleSet) {
        ComponentNames names = new ComponentNames(ruleSet);
        List<Observation> broken = new ArrayList<>();
        List<Observation> doubts = new ArrayList<>(unsearched(facts, ruleSet, names));
        for (Component found : facts.components()) {
            if (!ruleSet.forbids(found.name())) {
                continue;
            }
            switch (found.evidence()) {
                case EXACT, CODE -> place(facts, ruleSet, names, found, broken, doubts);
                case SYMBOL, STRING, DECLARED -> doubts.add(weak(found));
            }
        }
        return Ruling.of(broken, doubts);
    }

    /** What was not searched for is not known to be absent. */
    private static List<Observation> unsearched(Facts facts, RuleSet ruleSet, ComponentNames names) {
        if (facts.linkMap().isEmpty() || facts.references().isEmpty()) {
            boolean forbidsAny = ruleSet.others() == RuleSet.Others.FORBIDDEN
                    || ruleSet.components().stream().anyMatch(spec -> spec.presence() == Presence.FORBIDDEN);
            return forbidsAny
                    ? List.of(Observation.of(
                                    "no reference was read: code of components that are not allowed would not be seen",
                                    "none",
                                    "any component")
                            .mendedBy("give the archives that could have been linked: --reference PATH"))
                    : List.of();
        }
        return ruleSet.components().stream()
                .filter(spec -> spec.presence() == Presence.FORBIDDEN)
                .filter(spec -> names.references(facts, spec.name()).isEmpty())
                .map(spec -> Observation.of(
                                spec.name() + " is not allowed, and no reference to look for it by was read",
                                "none",
                                spec.name())
                        .mendedBy(Proof.byReference(spec, ruleSet)))
                .toList();
    }

    private static void place(
            Facts facts,
            RuleSet ruleSet,
            ComponentNames names,
            Component found,
            List<Observation> broken,
            List<Observation> doubts) {
        List<Placement> all =
                facts.linkMap().map(map -> names.placements(map, found.name())).orElse(List.of());
        if (all.isEmpty()) {
            (found.evidence() == Evidence.EXACT ? broken : doubts).add(seen(found));
            return;
        }
        List<Placement> placements = all.stream()
                .filter(placement -> !fitsAnAllowedComponent(placement, ruleSet, names))
                .toList();
        Optional<Placement> proved = placements.stream()
                .filter(placement -> placement.evidence() == Evidence.EXACT)
                .filter(placement -> placement.alternatives().stream()
                        .allMatch(other -> names.of(other.origin()).equals(found.name())))
                .findFirst();
        if (proved.isPresent()) {
            broken.add(at(proved.get(), seen(found)));
        } else {
            placements.stream().findFirst().ifPresent(first -> doubts.add(at(first, seen(found))));
        }
    }

    private static boolean fitsAnAllowedComponent(Placement placement, RuleSet ruleSet, ComponentNames names) {
        return placement.alternatives().stream().anyMatch(other -> !ruleSet.forbids(names.of(other.origin())));
    }

    private static Observation seen(Component found) {
        String from = found.origin()
                .map(origin -> " (" + origin.name() + " " + origin.version() + ")")
                .orElse("");
        return Observation.of(
                        found.name() + from + " is in the image and not allowed: " + found.bytes() + " bytes of code, "
                                + found.dataBytes() + " of data",
                        found.evidence().name().toLowerCase(Locale.ROOT),
                        found.name())
                .mendedBy("build without it, or allow it in the rule set; assay why says what brings it in");
    }

    private static Observation weak(Component found) {
        return Observation.of(
                        found.name() + " is not allowed, and what is seen speaks for it without proving it: "
                                + String.join(", ", found.traces()),
                        found.evidence().name().toLowerCase(Locale.ROOT),
                        found.name())
                .mendedBy("give its archives, so that its code is found or not: --reference PATH");
    }

    private static Observation at(Placement placement, Observation seen) {
        InputSectionId section = placement.section();
        return seen.atAddress(placement.address())
                .in(new MemberName(section.origin().archiveName(), section.member()));
    }
}
