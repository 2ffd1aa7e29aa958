package dev.assay.rules;

import dev.assay.linkage.Linkage.DynamicString;

/** elf-runpath: the file tells no loader where to search. Page: docs/rules/elf-runpath.md */
final class ElfRunpath implements Rule {
    static final String NAME = "elf-runpath";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "the file names no search path for libraries (DT_RPATH, DT_RUNPATH)";
    }

    @Override
    public Ruling judge(Facts facts, RuleSet ruleSet) {
        return switch (facts.linkage().form()) {
            case STATIC, STATIC_PIE, DYNAMIC, SHARED_OBJECT, OPAQUE ->
                Ruling.brokenBy(facts.linkage().searchPaths().stream()
                        .map(ElfRunpath::seen)
                        .toList());
            case RELOCATABLE, CORE, ARCHIVE, NOT_ELF, MALFORMED -> Ruling.notApplicable();
        };
    }

    private static Observation seen(DynamicString path) {
        return Observation.of(
                        path.tag() + " is " + Quoted.path(path.value())
                                + ": dlopen, NSS and iconv search there, in a static program too",
                        "dynamic table",
                        path.tag() + " " + path.value())
                .atOffset(path.offset())
                .mendedBy("link without -rpath, or: patchelf --remove-rpath FILE");
    }
}
