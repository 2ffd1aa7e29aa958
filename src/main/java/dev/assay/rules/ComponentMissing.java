package dev.assay.rules;

import dev.assay.provenance.ReferenceSummary;
import dev.assay.rules.ComponentSpec.Presence;
import java.util.ArrayList;
import java.util.List;

/**
 * component-missing: what the rule set requires is in the image. Where no reference was read for it, nothing is missing
 * yet: that is for component-unproved to say, and where nobody asks that rule, for this one. Page: docs/rules/component-missing.md
 */
final class ComponentMissing implements Rule {
    static final String NAME = "component-missing";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "every component that the rule set requires is in the image";
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
        List<Observation> missing = new ArrayList<>();
        List<Observation> doubts = new ArrayList<>();
        for (ComponentSpec spec : ruleSet.components()) {
            List<ReferenceSummary> references = names.references(facts, spec.name());
            if (spec.presence() != Presence.REQUIRED || isFound(facts, spec)) {
                continue;
            }
            if (facts.linkMap().isEmpty() || references.isEmpty()) {
                if (ruleSet.setting(ComponentUnproved.NAME).severity() == Severity.OFF) {
                    doubts.add(unsearched(spec, ruleSet));
                }
                continue;
            }
            List<String> unusable = references.stream()
                    .flatMap(reference -> reference.unusable().stream())
                    .toList();
            if (unusable.isEmpty()) {
                missing.add(missing(spec, references.size(), facts));
            } else {
                doubts.add(unusable(spec, unusable, ruleSet));
            }
        }
        return Ruling.of(missing, doubts);
    }

    /** By code, or as weakly as the rule set is content with. */
    private static boolean isFound(Facts facts, ComponentSpec spec) {
        return facts.component(spec.name())
                .filter(found -> switch (found.evidence()) {
                    case EXACT, CODE -> true;
                    case SYMBOL, STRING, DECLARED -> found.evidence().compareTo(spec.evidence()) <= 0;
                })
                .isPresent();
    }

    /** Traces of it do not mend that: they may be of another library's copy, or of a release of which no function is equal. */
    private static Observation missing(ComponentSpec spec, int archives, Facts facts) {
        String traces = facts.component(spec.name())
                .flatMap(found -> found.traces().stream().findFirst())
                .map(first -> "; its traces are there: " + Quoted.path(first))
                .orElse("");
        return Observation.of(
                        spec.name() + " is required, and nothing of it is in the image: " + archives
                                + (archives == 1 ? " archive" : " archives") + " of it searched" + traces,
                        "link map",
                        spec.name())
                .mendedBy("link " + spec.name() + " statically, or set its presence to allowed");
    }

    private static Observation unsearched(ComponentSpec spec, RuleSet ruleSet) {
        return Observation.of(
                        spec.name() + " is required, and no reference to look for it by was read", "none", spec.name())
                .mendedBy(Proof.byReference(spec, ruleSet));
    }

    private static Observation unusable(ComponentSpec spec, List<String> unusable, RuleSet ruleSet) {
        return Observation.of(
                        spec.name() + " is required and was not found, but not all members of its archives can be"
                                + " matched: " + unusable.get(0)
                                + (unusable.size() == 1 ? "" : " and " + (unusable.size() - 1) + " more"),
                        "none",
                        spec.name())
                .mendedBy(Proof.byReference(spec, ruleSet));
    }
}
