package dev.assay.rules;

import dev.assay.linkage.Linkage;

/** packed: what runs can be read from the file. Page: docs/rules/packed.md */
final class Packed implements Rule {
    static final String NAME = "packed";
    private static final String MEND = "audit the file as it was before it was packed";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "what runs can be read from the file: it is neither packed nor encrypted";
    }

    @Override
    public Ruling judge(Facts facts, RuleSet ruleSet) {
        Linkage linkage = facts.linkage();
        if (linkage.packing().isPresent()) {
            return Ruling.unproved(seen(linkage.packing().get()));
        }
        return switch (linkage.form()) {
            case STATIC, STATIC_PIE, DYNAMIC, SHARED_OBJECT -> Ruling.kept();
            case OPAQUE ->
                Ruling.unproved(Observation.of("what runs cannot be read from the file", "bytes of the file", "packed")
                        .mendedBy(MEND));
            case RELOCATABLE, CORE, ARCHIVE, NOT_ELF, MALFORMED -> Ruling.notApplicable();
        };
    }

    /** {@return the doubt of a rule whose answer lies in what is packed} */
    static Observation hides(String what) {
        return Observation.of(
                        "the file is packed or encrypted: " + what + " cannot be read from it",
                        "bytes of the file",
                        "packed")
                .mendedBy(MEND);
    }

    private static Observation seen(Linkage.Packing packing) {
        return Observation.of(
                        packing.packer()
                                        .map(packer -> "packed by " + packer + ": ")
                                        .orElse("packed: ") + packing.sign() + " at file offset 0x"
                                + Long.toHexString(packing.offset()),
                        "bytes of the file",
                        "packed " + packing.packer().orElse("by an unknown packer"))
                .atOffset(packing.offset())
                .mendedBy(packing.unpacking()
                        .map(command -> command + ", then audit UNPACKED")
                        .orElse(MEND));
    }
}
