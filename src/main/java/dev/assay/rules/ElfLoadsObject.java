package dev.assay.rules;

import dev.assay.linkage.Linkage.DynamicString;
import java.util.List;

/** elf-loads-object: no other entry of the dynamic table makes the loader open a file. Page: docs/rules/elf-loads-object.md */
final class ElfLoadsObject implements Rule {
    static final String NAME = "elf-loads-object";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "no entry but DT_NEEDED makes the loader open a file (DT_AUXILIARY, DT_FILTER, DT_AUDIT, DT_DEPAUDIT, DT_CONFIG)";
    }

    @Override
    public Ruling judge(Facts facts, RuleSet ruleSet) {
        List<DynamicString> loads = facts.linkage().loads();
        if (!loads.isEmpty()) {
            return Ruling.brokenBy(loads.stream().map(ElfLoadsObject::seen).toList());
        }
        return switch (facts.linkage().form()) {
            case STATIC, STATIC_PIE, DYNAMIC, SHARED_OBJECT -> Ruling.kept();
            case OPAQUE -> Ruling.unproved(Packed.hides("what it loads"));
            case RELOCATABLE, CORE, ARCHIVE, NOT_ELF, MALFORMED -> Ruling.notApplicable();
        };
    }

    private static Observation seen(DynamicString object) {
        return Observation.of(
                        object.tag() + " makes the loader open " + Quoted.path(object.value()),
                        "dynamic table",
                        object.tag() + " " + object.value())
                .atOffset(object.offset())
                .mendedBy("link without the option that sets it (-f, -F, --audit, --depaudit or -z config)");
    }
}
