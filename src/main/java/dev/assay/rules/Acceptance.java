package dev.assay.rules;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is accepted of what rules say: by waivers, until their day, and by a baseline. A rule that a rule set locks is
 * waived for no finding of that set. What is accepted stays a finding; only its verdict is another.
 *
 * @param waivers in their order: the first that is for a finding accepts it
 * @param today the day by which they are judged
 * @param baseline what was found before
 */
public record Acceptance(List<Waiver> waivers, LocalDate today, Baseline baseline) {
    /** Nothing is accepted. */
    public static final Acceptance NONE = new Acceptance(List.of(), LocalDate.EPOCH, Baseline.EMPTY);

    public Acceptance {
        waivers = List.copyOf(waivers);
    }

    /**
     * A finding and where it was found.
     *
     * @param finding it
     * @param path of the artifact or package; empty for one of the run
     */
    public record Located(Finding finding, String path) {}

    /** {@return the finding, marked as known or waived where it is} */
    public Finding accept(Finding finding, String path, RuleSet ruleSet) {
        Finding marked = baseline.has(finding, path) ? finding.asKnown() : finding;
        if (ruleSet.setting(finding.rule()).locking() == RuleSetting.Locking.LOCKED) {
            return marked;
        }
        Optional<Waiver> accepting = waivers.stream()
                .filter(waiver -> !waiver.isExpired(today) && waiver.isFor(finding, path))
                .findFirst();
        return accepting.map(marked::asWaivedBy).orElse(marked);
    }

    /** {@return the findings, marked as known or waived where they are} */
    public List<Finding> acceptAll(List<Finding> findings, String path, RuleSet ruleSet) {
        return findings.stream().map(finding -> accept(finding, path, ruleSet)).toList();
    }

    /**
     * What is to be said of the waivers themselves.
     *
     * @param found all findings of the run, accepted or not
     * @param ruleSets those that judged
     * @return a finding for each waiver that is expired, and for each that is for no finding
     */
    public List<Finding> judgeWaivers(List<Located> found, List<RuleSet> ruleSets) {
        List<Finding> said = new ArrayList<>();
        for (Waiver waiver : waivers) {
            if (waiver.isExpired(today)) {
                said.add(finding(
                        RunRules.WAIVER_EXPIRED,
                        waiver,
                        ruleSets,
                        "the waiver of " + about(waiver) + " expired on " + waiver.expires() + " (" + waiver.owner()
                                + ": " + waiver.reason() + ")",
                        "mend what it accepted, or decide anew and give a later day"));
            } else if (found.stream().noneMatch(one -> isAcceptedOne(waiver, one))) {
                said.add(finding(
                        RunRules.WAIVER_UNUSED,
                        waiver,
                        ruleSets,
                        "the waiver of " + about(waiver)
                                + (found.stream().anyMatch(one -> waiver.isFor(one.finding(), one.path()))
                                        ? " accepts nothing: the rule is locked"
                                        : " is for no finding"),
                        "remove it, or see whether its path is right"));
            }
        }
        return said.stream()
                .filter(finding -> finding.severity() != Severity.OFF)
                .toList();
    }

    private static boolean isAcceptedOne(Waiver waiver, Located located) {
        return waiver.isFor(located.finding(), located.path())
                && located.finding().waiver().isPresent();
    }

    private static String about(Waiver waiver) {
        return waiver.rule() + " for " + Quoted.path(waiver.path().text())
                + waiver.component().map(name -> ", " + name).orElse("") + " in " + waiver.place();
    }

    private static Finding finding(String rule, Waiver waiver, List<RuleSet> ruleSets, String message, String mend) {
        return new Finding(
                rule,
                ruleSets.isEmpty() ? "" : ruleSets.get(0).name(),
                Finding.Kind.BROKEN,
                RunRules.severity(rule, ruleSets),
                message,
                mend,
                "waivers",
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                String.join(
                        "\n",
                        waiver.rule(),
                        waiver.path().text(),
                        waiver.component().orElse(""),
                        waiver.fingerprint().orElse("")),
                "",
                false,
                Optional.empty());
    }
}
