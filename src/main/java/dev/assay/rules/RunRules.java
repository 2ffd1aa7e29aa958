package dev.assay.rules;

import java.util.List;
import java.util.Map;

/** The rules that are about a run, not about a file: what becomes of its waivers. */
final class RunRules {
    static final String WAIVER_EXPIRED = "waiver-expired";
    static final String WAIVER_UNUSED = "waiver-unused";

    private static final Map<String, String> SUMMARIES = Map.of(
            WAIVER_EXPIRED, "no waiver is past its last day",
            WAIVER_UNUSED, "each waiver accepts some finding");

    private RunRules() {}

    /** {@return their names, in the order in which findings are listed} */
    static List<String> names() {
        return List.of(WAIVER_EXPIRED, WAIVER_UNUSED);
    }

    /** {@return what the rule of that name asks, in one line} */
    static String summary(String name) {
        return SUMMARIES.get(name);
    }

    /**
     * How much a rule of the run matters: what the gravest of the rule sets says, and what the default set says where none
     * says anything.
     */
    static Severity severity(String name, List<RuleSet> ruleSets) {
        return ruleSets.stream()
                .filter(set -> set.rules().containsKey(name))
                .map(set -> set.setting(name).severity())
                .max(Severity::compareTo)
                .orElse(name.equals(WAIVER_EXPIRED) ? Severity.ERROR : Severity.WARNING);
    }
}
