package dev.assay.rules;

import dev.assay.linkage.Linkage.CodeRange;

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
                        .map(WritableCode::seen)
                        .toList());
            case RELOCATABLE, CORE, ARCHIVE, NOT_ELF, MALFORMED -> Ruling.notApplicable();
        };
    }

    private static Observation seen(CodeRange range) {
        return Observation.of(
                        "PT_LOAD at 0x" + Long.toHexString(range.address()) + ", " + Long.toUnsignedString(range.size())
                                + " bytes, is writable and executable",
                        "program headers",
                        "writable code")
                .atAddress(range.address())
                .atOffset(range.offset())
                .mendedBy("link without -N, --omagic and linker scripts that join code and data; -z separate-code");
    }
}
