package dev.assay.rules;

import java.time.LocalDate;
import java.util.Optional;

/**
 * A finding that is accepted on purpose: which, why, by whom, until when.
 *
 * @param place where it is written: {@code waivers.yaml:3}
 * @param rule the rule that it is of
 * @param path of the artifacts or packages that it is for
 * @param component the component that it is of; empty: whatever the finding is about
 * @param fingerprint of the one finding that it is for; empty: all of that rule and path
 * @param reason why it is accepted
 * @param owner who answers for it
 * @param expires the last day on which it holds
 */
public record Waiver(
        String place,
        String rule,
        Glob path,
        Optional<String> component,
        Optional<String> fingerprint,
        String reason,
        String owner,
        LocalDate expires) {

    /** {@return whether its last day is before the given one} */
    public boolean isExpired(LocalDate today) {
        return expires.isBefore(today);
    }

    /**
     * Whether it is for a finding, expired or not.
     *
     * @param finding the finding
     * @param foundIn path of the artifact or package that it was found in; empty for one of the run
     * @return whether it is
     */
    public boolean isFor(Finding finding, String foundIn) {
        return finding.rule().equals(rule)
                && path.matchesPath(foundIn)
                && component.filter(name -> !finding.subject().equals(name)).isEmpty()
                && fingerprint
                        .filter(print -> !finding.fingerprint(foundIn).equals(print))
                        .isEmpty();
    }
}
