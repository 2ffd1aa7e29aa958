package dev.assay.rules;

import dev.assay.Origin.PackageId;
import dev.assay.provenance.Component;
import dev.assay.provenance.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * component-version: every version of a component that fits the bytes is within the bounds of the rule set. Page:
 * docs/rules/component-version.md
 */
final class ComponentVersion implements Rule {
    static final String NAME = "component-version";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "every version of a component that fits is within the bounds of the rule set";
    }

    @Override
    public Ruling judge(Facts facts, RuleSet ruleSet) {
        return switch (facts.linkage().form()) {
            case STATIC, STATIC_PIE, DYNAMIC, SHARED_OBJECT -> compare(facts, ruleSet);
            case OPAQUE -> Ruling.unproved(Packed.hides("its code"));
            case RELOCATABLE, CORE, ARCHIVE, NOT_ELF, MALFORMED -> Ruling.notApplicable();
        };
    }

    private static Ruling compare(Facts facts, RuleSet ruleSet) {
        List<Observation> broken = new ArrayList<>();
        List<Observation> doubts = new ArrayList<>();
        boolean asked = false;
        for (ComponentSpec spec : ruleSet.components()) {
            if (spec.versions().isEmpty() || facts.component(spec.name()).isEmpty()) {
                continue;
            }
            asked = true;
            Component found = facts.component(spec.name()).get();
            if (found.origin().isEmpty()
                    || found.versions().isEmpty()
                    || found.evidence().compareTo(Evidence.EXACT) > 0) {
                doubts.add(unknown(spec, ruleSet));
                continue;
            }
            List<VersionTest> bounding = bounding(found.origin().get(), spec);
            if (bounding.isEmpty()) {
                doubts.add(unbounded(found, found.origin().get(), spec));
                continue;
            }
            List<String> outside = found.versions().stream()
                    .filter(version -> bounding.stream().anyMatch(bound -> !bound.accepts(version)))
                    .toList();
            if (outside.size() == found.versions().size()) {
                broken.add(seen(found, outside, spec));
            } else if (!outside.isEmpty()) {
                doubts.add(seen(found, outside, spec));
            }
        }
        return asked ? Ruling.of(broken, doubts) : Ruling.notApplicable();
    }

    /** Bounds that a package is held to, and how its distribution compares versions. */
    private record VersionTest(VersionBounds bounds, Distribution distribution) {
        boolean accepts(String version) {
            return bounds.contain(version, distribution.order());
        }
    }

    /** A package is of the distributions under which the component names it; where it names none, of that which it looks like. */
    private static List<VersionTest> bounding(PackageId origin, ComponentSpec spec) {
        List<Distribution> named = spec.distributionsOf(origin.name());
        return (named.isEmpty() ? List.of(Distribution.lookingAt(origin)) : named)
                .stream()
                        .filter(spec.versions()::containsKey)
                        .map(distribution -> new VersionTest(spec.versions().get(distribution), distribution))
                        .toList();
    }

    private static Observation unbounded(Component found, PackageId origin, ComponentSpec spec) {
        return Observation.of(
                        found.name() + " is " + origin.name() + " " + String.join(", ", found.versions())
                                + ", and the rule set bounds its version for other distributions only (" + bounds(spec)
                                + ")",
                        "exact",
                        found.name())
                .mendedBy("add bounds for this package's distribution to the rule set, under 'version'");
    }

    private static Observation seen(Component found, List<String> outside, ComponentSpec spec) {
        return Observation.of(
                        found.name() + " fits version " + String.join(", ", found.versions())
                                + "; outside of the bounds (" + bounds(spec) + "): " + String.join(", ", outside),
                        "exact",
                        found.name())
                .mendedBy("link with a version within the bounds");
    }

    private static Observation unknown(ComponentSpec spec, RuleSet ruleSet) {
        return Observation.of(
                        "the version of " + spec.name() + " is not known, and the rule set bounds it (" + bounds(spec)
                                + ")",
                        "none",
                        spec.name())
                .mendedBy(Proof.byReference(spec, ruleSet));
    }

    private static String bounds(ComponentSpec spec) {
        return spec.versions().entrySet().stream()
                .map(bound -> bound.getKey().key() + ": " + bound.getValue())
                .sorted()
                .collect(Collectors.joining("; "));
    }
}
