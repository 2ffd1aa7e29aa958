package dev.assay.rules;

import dev.assay.rules.ComponentSpec.Presence;
import dev.assay.rules.RuleSet.Others;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a rule set demands of components while no rule that would ask for it is named: its author takes it for judged, and it
 * would pass whatever the image is made of. A rule that some set names as {@code off} is off on purpose.
 */
final class UnheardDemand {
    private UnheardDemand() {}

    /** {@return what is wrong and how to mend it; empty where every demand is asked for} */
    static Optional<String> of(RuleSet ruleSet) {
        for (ComponentSpec spec : ruleSet.components()) {
            Optional<String> unheard = switch (spec.presence()) {
                case REQUIRED ->
                    unheard(
                            "'" + spec.name() + "' is required",
                            ruleSet,
                            ComponentMissing.NAME,
                            ComponentUnproved.NAME);
                case FORBIDDEN -> unheard("'" + spec.name() + "' is forbidden", ruleSet, ComponentForbidden.NAME);
                case ALLOWED -> Optional.empty();
            };
            if (unheard.isEmpty() && !spec.versions().isEmpty() && spec.presence() != Presence.FORBIDDEN) {
                unheard = unheard("the version of '" + spec.name() + "' is bounded", ruleSet, ComponentVersion.NAME);
            }
            if (unheard.isPresent()) {
                return unheard;
            }
        }
        return ruleSet.others() == Others.FORBIDDEN
                ? unheard("other libraries are forbidden", ruleSet, ComponentForbidden.NAME)
                : Optional.empty();
    }

    private static Optional<String> unheard(String demand, RuleSet ruleSet, String... rules) {
        Set<String> unnamed = new LinkedHashSet<>(List.of(rules));
        unnamed.removeAll(ruleSet.rules().keySet());
        return unnamed.isEmpty()
                ? Optional.empty()
                : Optional.of(demand + ", and no rule asks for it; add under 'rules' "
                        + unnamed.stream().map(rule -> rule + ": error").collect(Collectors.joining(", "))
                        + " (or off, on purpose)");
    }
}
