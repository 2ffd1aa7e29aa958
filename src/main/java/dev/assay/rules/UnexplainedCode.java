package dev.assay.rules;

import dev.assay.provenance.CodeRange;
import dev.assay.provenance.Coverage;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** unexplained-code: every executable byte is explained. Page: docs/rules/unexplained-code.md */
final class UnexplainedCode implements Rule {
    static final String NAME = "unexplained-code";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "every executable byte is explained by a reference, but for the share that the rule set tolerates";
    }

    @Override
    public Ruling judge(Facts facts, RuleSet ruleSet) {
        return switch (facts.linkage().form()) {
            case STATIC, STATIC_PIE, DYNAMIC, SHARED_OBJECT ->
                judge(facts, ruleSet.setting(NAME).toleratedPercent());
            case OPAQUE -> Ruling.unproved(Packed.hides("its code"));
            case RELOCATABLE, CORE, ARCHIVE, NOT_ELF, MALFORMED -> Ruling.notApplicable();
        };
    }

    private static Ruling judge(Facts facts, double toleratedPercent) {
        Coverage coverage = facts.coverage();
        if (facts.linkMap().isEmpty()) {
            return Ruling.unproved(Observation.of(
                            "no reference was read: what the code is made of is not known", "none", "unexplained code")
                    .mendedBy("give the archives that it was linked with: --reference PATH"));
        }
        double percent = coverage.executable() == 0 ? 0 : 100.0 * coverage.unexplained() / coverage.executable();
        return coverage.unexplained() == 0 || percent <= toleratedPercent
                ? Ruling.kept()
                : Ruling.brokenBy(List.of(seen(facts, percent)));
    }

    private static Observation seen(Facts facts, double percent) {
        Coverage coverage = facts.coverage();
        Observation seen = Observation.of(
                        String.format(
                                Locale.ROOT,
                                "%d of %d bytes of code (%.1f %%) are explained by no reference%s",
                                coverage.unexplained(),
                                coverage.executable(),
                                percent,
                                largest(facts)
                                        .map(range -> String.format(
                                                Locale.ROOT,
                                                "; the largest piece, %d bytes, is at 0x%x",
                                                range.size(),
                                                range.address()))
                                        .orElse("")),
                        "link map",
                        "unexplained code")
                .mendedBy("give the program's own objects, --objects PATH, and the archives of what else is in it,"
                        + " --reference PATH");
        return largest(facts).map(range -> seen.atAddress(range.address())).orElse(seen);
    }

    private static Optional<CodeRange> largest(Facts facts) {
        return facts.linkMap().stream()
                .flatMap(map -> map.ranges().stream())
                .filter(range -> range.kind() == CodeRange.Kind.UNEXPLAINED)
                .max(Comparator.comparingLong(CodeRange::size)
                        .thenComparing(
                                Comparator.comparingLong(CodeRange::address).reversed()));
    }
}
