package dev.assay.rules;

import dev.assay.linkage.Linkage;
import dev.assay.provenance.Placement;
import dev.assay.reach.Culprit;

/** writable-code: no memory is both writable and executable. Page: docs/rules/writable-code.md */
final class WritableCode implements Rule {
    static final String NAME = "writable-code";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "no segment is both writable and executable";
    }

    @Override
    public Ruling judge(Facts facts, RuleSet ruleSet) {
        return switch (facts.linkage().form()) {
            case STATIC, STATIC_PIE, DYNAMIC, SHARED_OBJECT, OPAQUE ->
                Ruling.brokenBy(facts.linkage().writableCode().stream()
                        .map(segment -> blamed(facts, segment))
                        .toList());
            case RELOCATABLE, CORE, ARCHIVE, NOT_ELF, MALFORMED -> Ruling.notApplicable();
        };
    }

    /** A member first: where the linker joins all, a section that is both is the same offence, and stays when that is mended. */
    private static Observation blamed(Facts facts, Linkage.WritableCode segment) {
        Observation seen = seen(segment);
        Observation blamed = Blame.on(
                seen,
                facts,
                member -> bringsIn(member, segment),
                "has a section there that is to be written and executed");
        return blamed.member().isPresent()
                ? blamed.mendedBy(
                        "declare that section without w or without x; what must be both can be mapped at run time")
                : seen.saying(seen.seen() + linkersDoing(segment.cause()));
    }

    private static boolean bringsIn(Culprit member, Linkage.WritableCode segment) {
        return member.placements().stream()
                .filter(placement -> Long.compareUnsigned(placement.address() - segment.address(), segment.size()) < 0)
                .map(Placement::section)
                .anyMatch(section -> member.facts().writableCode().contains(section.section()));
    }

    private static String linkersDoing(Linkage.Cause cause) {
        return switch (cause) {
            case NOT_PAGED -> "; it is not aligned to pages, as ld -N (--omagic) and -n make one of code and data";
            case JOINED -> "; no section in it is both: the linker was told to join them, by -N or a linker script";
            case NOT_SHOWN -> "";
        };
    }

    private static Observation seen(Linkage.WritableCode segment) {
        return Observation.of(
                        "PT_LOAD at 0x" + Long.toHexString(segment.address()) + ", "
                                + Long.toUnsignedString(segment.size()) + " bytes, is writable and executable",
                        "program headers",
                        "writable code")
                .atAddress(segment.address())
                .atOffset(segment.offset())
                .mendedBy("link without -N, --omagic and linker scripts that join code and data; -z separate-code");
    }
}
