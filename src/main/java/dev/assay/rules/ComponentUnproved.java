package dev.assay.rules;

import dev.assay.provenance.Component;
import dev.assay.rules.ComponentSpec.Presence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * component-unproved: each component that an image has, or must have, is known by evidence as strong as the rule set
 * demands. Always a doubt, never a breach. Page: docs/rules/component-unproved.md
 */
final class ComponentUnproved implements Rule {
    static final String NAME = "component-unproved";
    private static final int NAMED = 5;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "every component is known by evidence as strong as the rule set demands";
    }

    @Override
    public Ruling judge(Facts facts, RuleSet ruleSet) {
        return switch (facts.linkage().form()) {
            case STATIC, STATIC_PIE, DYNAMIC, SHARED_OBJECT -> doubts(facts, ruleSet);
            case OPAQUE -> Ruling.unproved(Packed.hides("its code"));
            case RELOCATABLE, CORE, ARCHIVE, NOT_ELF, MALFORMED -> Ruling.notApplicable();
        };
    }

    private static Ruling doubts(Facts facts, RuleSet ruleSet) {
        ComponentNames names = new ComponentNames(ruleSet);
        List<Observation> doubts = new ArrayList<>();
        for (ComponentSpec spec : ruleSet.components()) {
            boolean searched = facts.linkMap().isPresent()
                    && !names.references(facts, spec.name()).isEmpty();
            if (spec.presence() == Presence.FORBIDDEN) {
                continue;
            }
            facts.component(spec.name())
                    .ifPresentOrElse(
                            found -> {
                                if (found.evidence().compareTo(spec.evidence()) > 0) {
                                    doubts.add(weak(found, spec, facts, ruleSet));
                                }
                            },
                            () -> {
                                if (spec.presence() == Presence.REQUIRED && !searched) {
                                    doubts.add(unsearched(spec, ruleSet));
                                }
                            });
        }
        return Ruling.of(List.of(), doubts);
    }

    private static Observation unsearched(ComponentSpec spec, RuleSet ruleSet) {
        return Observation.of(
                        spec.name() + " is required, and no reference to prove it by was read", "none", spec.name())
                .mendedBy(Proof.byReference(spec, ruleSet));
    }

    private static Observation weak(Component found, ComponentSpec spec, Facts facts, RuleSet ruleSet) {
        String known = switch (found.evidence()) {
            case EXACT -> "its code is exact";
            case CODE -> "its code is that of another build or version" + versions(found, facts) + functions(found);
            case SYMBOL -> "it is known by symbols only: " + some(found.traces());
            case STRING -> "it is known by strings only: " + some(found.traces());
            case DECLARED -> "it is declared only, and nothing in the bytes proves it";
        };
        return Observation.of(
                        spec.name() + " is not proved: " + known,
                        found.evidence().name().toLowerCase(Locale.ROOT),
                        spec.name())
                .mendedBy(found.origin()
                        .map(read -> Proof.byVersion(spec, read, facts.declaredVersion(read.source()), ruleSet))
                        .orElseGet(() -> Proof.byReference(spec, ruleSet)));
    }

    /** The version that was compared, and the one that the package says it was built with. */
    private static String versions(Component found, Facts facts) {
        return found.origin()
                .map(read -> " than " + read.name() + " " + read.version()
                        + facts.declaredVersion(read.source())
                                .map(declared -> " (the package says " + read.source() + " " + declared + ")")
                                .orElse(""))
                .orElse("");
    }

    private static String functions(Component found) {
        return found.functions()
                .map(functions -> ": " + functions.agree() + " functions agree, "
                        + functions.differ().size() + " do not"
                        + (functions.differ().isEmpty() ? "" : " (" + some(functions.differ()) + ")"))
                .orElse("");
    }

    private static String some(List<String> all) {
        return all.stream().limit(NAMED).map(Quoted::path).collect(Collectors.joining(", "))
                + (all.size() > NAMED ? " and " + (all.size() - NAMED) + " more" : "");
    }
}
