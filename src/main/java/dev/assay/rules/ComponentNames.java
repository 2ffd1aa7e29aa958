package dev.assay.rules;

import dev.assay.Origin;
import dev.assay.provenance.LinkMap;
import dev.assay.provenance.Placement;
import dev.assay.provenance.ReferenceSummary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which component each origin is of, under one rule set. It remembers what it was asked: an image has few origins. */
final class ComponentNames {
    private final RuleSet ruleSet;
    private final Map<Origin, Optional<String>> known = new HashMap<>();
    private final Map<Origin, String> libraries = new HashMap<>();

    ComponentNames(RuleSet ruleSet) {
        this.ruleSet = ruleSet;
    }

    /** {@return the component's name in the rule set; without one the source package, else the archive} */
    String of(Origin origin) {
        return libraries.computeIfAbsent(origin, ruleSet::libraryOf);
    }

    /** {@return the placements of a component, alternatives or none} */
    List<Placement> placements(LinkMap map, String component) {
        return map.placements().stream()
                .filter(placement -> of(placement.section().origin()).equals(component))
                .toList();
    }

    /** {@return the references that were read for a component that the rule set names} */
    List<ReferenceSummary> references(Facts facts, String component) {
        return facts.references().stream()
                .filter(reference ->
                        named(reference.origin()).filter(component::equals).isPresent())
                .toList();
    }

    private Optional<String> named(Origin origin) {
        return known.computeIfAbsent(origin, ruleSet::componentOf);
    }
}
