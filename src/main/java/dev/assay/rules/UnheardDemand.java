package dev.assay.rules;

import dev.assay.rules.ComponentSpec.Presence;
import dev.assay.rules.RuleSet.Others;
import java.util.Optional;

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
                    // Asked alone, it answers for component-unproved, too.
                    unheard("'" + spec.name() + "' is required", ruleSet, ComponentMissing.NAME);
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

    private static Optional<String> unheard(String demand, RuleSet ruleSet, String rule) {
        return ruleSet.rules().containsKey(rule)
                ? Optional.empty()
                : Optional.of(demand + ", and no rule asks for it; add under 'rules' " + rule
                        + ": error (or off, on purpose)");
    }
}
