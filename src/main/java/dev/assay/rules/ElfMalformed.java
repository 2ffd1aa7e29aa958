package dev.assay.rules;

import dev.assay.linkage.Linkage;
import java.util.List;

/** elf-malformed: the file keeps to its format, and the kernel would take it. Page: docs/rules/elf-malformed.md */
final class ElfMalformed implements Rule {
    static final String NAME = "elf-malformed";
    private static final String MEND = "build or fetch the file again; if it runs none the less, report it as a bug";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "the file keeps to the ELF format, and the kernel would start it";
    }

    @Override
    public Ruling judge(Facts facts, RuleSet ruleSet) {
        Linkage linkage = facts.linkage();
        if (linkage.malformation().isPresent()) {
            return Ruling.brokenBy(List.of(seen(linkage.malformation().get())));
        }
        return switch (linkage.form()) {
            case STATIC, STATIC_PIE, DYNAMIC, SHARED_OBJECT, RELOCATABLE, CORE, OPAQUE -> Ruling.kept();
            case ARCHIVE, NOT_ELF -> Ruling.notApplicable();
            case MALFORMED ->
                Ruling.brokenBy(
                        List.of(Observation.of("the file contradicts the ELF format", "bytes of the file", "malformed")
                                .mendedBy(MEND)));
        };
    }

    private static Observation seen(Linkage.Malformation malformation) {
        return Observation.of(
                        "at file offset 0x" + Long.toHexString(malformation.offset()) + ": " + malformation.expected(),
                        "bytes of the file",
                        "malformed")
                .atOffset(malformation.offset())
                .mendedBy(MEND);
    }
}
