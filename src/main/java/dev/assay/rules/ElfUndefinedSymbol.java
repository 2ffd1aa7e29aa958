package dev.assay.rules;

/** elf-undefined-symbol: a static image defines every symbol that it cannot do without. Page: docs/rules/elf-undefined-symbol.md */
final class ElfUndefinedSymbol implements Rule {
    static final String NAME = "elf-undefined-symbol";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "a static image has no undefined dynamic symbol that is not weak";
    }

    @Override
    public Ruling judge(Facts facts, RuleSet ruleSet) {
        return switch (facts.linkage().form()) {
            case STATIC, STATIC_PIE ->
                Ruling.brokenBy(facts.linkage().undefinedSymbols().stream()
                        .map(ElfUndefinedSymbol::seen)
                        .toList());
            case OPAQUE -> Ruling.unproved(Packed.hides("its dynamic symbols"));
            // Libraries give what these lack; that they need any is what elf-needed says.
            case DYNAMIC, SHARED_OBJECT, RELOCATABLE, CORE, ARCHIVE, NOT_ELF, MALFORMED -> Ruling.notApplicable();
        };
    }

    private static Observation seen(String symbol) {
        return Observation.of(
                        "the dynamic symbol " + symbol + " is undefined and not weak: nothing in the image defines it",
                        "dynamic symbol table",
                        "symbol " + symbol)
                .mendedBy("link the archive that defines it, with -z defs so that the linker refuses what is missing");
    }
}
