package dev.assay.rules;

import dev.assay.linkage.Linkage.DynamicString;
import java.util.List;

/** elf-needed: a static image names no shared library. Page: docs/rules/elf-needed.md */
final class ElfNeeded implements Rule {
    static final String NAME = "elf-needed";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "the file needs no shared library (DT_NEEDED)";
    }

    @Override
    public Ruling judge(Facts facts, RuleSet ruleSet) {
        List<DynamicString> needed = facts.linkage().needed();
        if (!needed.isEmpty()) {
            return Ruling.brokenBy(needed.stream().map(ElfNeeded::seen).toList());
        }
        return switch (facts.linkage().form()) {
            case STATIC, STATIC_PIE, SHARED_OBJECT -> Ruling.kept();
            // An image is dynamic for one of two reasons; if neither can be named, something was not read.
            case DYNAMIC ->
                facts.linkage().interpreter().isPresent()
                        ? Ruling.kept()
                        : Ruling.unproved(Observation.of(
                                "the image is dynamic, and neither an interpreter nor what it needs could be read",
                                "dynamic table",
                                "dynamic"));
            case OPAQUE -> Ruling.unproved(Packed.hides("what it needs"));
            case RELOCATABLE, CORE, ARCHIVE, NOT_ELF, MALFORMED -> Ruling.notApplicable();
        };
    }

    private static Observation seen(DynamicString library) {
        return Observation.of(
                        library.tag() + " names the shared library " + Quoted.path(library.value()),
                        "dynamic table",
                        library.tag() + " " + library.value())
                .atOffset(library.offset())
                .mendedBy("link with -static-pie or -static, with a static archive of this library at hand");
    }
}
