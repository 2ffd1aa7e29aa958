package dev.assay.rules;

import dev.assay.linkage.Appended;
import dev.assay.linkage.EmbeddedFile;
import dev.assay.linkage.EmbeddedFiles.Completeness;
import dev.assay.linkage.Linkage;
import java.util.ArrayList;
import java.util.List;

/** embedded-elf: no ELF file inside the file needs others to start. Page: docs/rules/embedded-elf.md */
final class EmbeddedElf implements Rule {
    static final String NAME = "embedded-elf";
    private static final String MEND = "link what the file carries statically, or ship it as a file of its own";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "no ELF file inside the file needs an interpreter or a library";
    }

    @Override
    public Ruling judge(Facts facts, RuleSet ruleSet) {
        List<Observation> broken = new ArrayList<>();
        List<Observation> unproved = new ArrayList<>();
        for (EmbeddedFile file : facts.embedded().files()) {
            Linkage linkage = file.linkage();
            switch (linkage.form()) {
                case DYNAMIC -> broken.add(seen(file, needs(linkage)));
                case OPAQUE -> unproved.add(seen(file, "it is packed: what it needs cannot be read"));
                case MALFORMED -> unproved.add(seen(file, "it cannot be read: " + malformation(linkage)));
                case STATIC, STATIC_PIE, SHARED_OBJECT ->
                    broken.add(linkage.namesNoOther() ? alone(file) : seen(file, needs(linkage)));
                case RELOCATABLE, CORE -> broken.add(alone(file));
                case ARCHIVE, NOT_ELF -> throw new IllegalStateException("an ELF file of form " + linkage.form());
            }
        }
        facts.embedded().appended().ifPresent(appended -> unproved.add(appended(appended)));
        if (facts.embedded().completeness() == Completeness.CUT_SHORT) {
            unproved.add(Observation.of(
                            "more ELF files or more compressed data lie inside the file than are looked at",
                            "bytes of the file",
                            "many ELF files")
                    .mendedBy("audit them by themselves"));
        }
        return Ruling.of(broken, unproved);
    }

    private static Observation appended(Appended appended) {
        return Observation.of(
                        appended.size() + " bytes lie behind the end of all that the headers describe (file offset 0x"
                                + Long.toHexString(appended.offset())
                                + "): what the program reads there cannot be told",
                        "bytes of the file",
                        "bytes behind the end")
                .atOffset(appended.offset())
                .mendedBy("audit what is appended by itself, and the program before it is");
    }

    private static Observation alone(EmbeddedFile file) {
        return seen(file, "it has no interpreter and needs no library").asNews();
    }

    private static Observation seen(EmbeddedFile file, String what) {
        Linkage linkage = file.linkage();
        return Observation.of(
                        "an ELF file lies inside (" + size(file) + " at file offset 0x"
                                + Long.toHexString(file.offset()) + "): " + what,
                        "bytes of the file",
                        "ELF file inside, " + linkage.machine() + " " + String.join(" ", names(linkage)))
                .atOffset(file.offset())
                .mendedBy(linkage.namesNoOther() ? "" : MEND);
    }

    private static String size(EmbeddedFile file) {
        String wrapping = file.wrapping().isEmpty() ? "" : "packed as " + file.wrapping() + ", ";
        return wrapping + file.size() + " bytes, "
                + (file.linkage().machine().isEmpty() ? "?" : file.linkage().machine());
    }

    private static List<String> names(Linkage linkage) {
        List<String> names = new ArrayList<>();
        linkage.interpreter().ifPresent(names::add);
        linkage.needed().forEach(needed -> names.add(needed.value()));
        linkage.loads().forEach(load -> names.add(load.value()));
        return names;
    }

    private static String needs(Linkage linkage) {
        return "it needs " + Quoted.path(String.join(", ", names(linkage)));
    }

    private static String malformation(Linkage linkage) {
        return linkage.malformation().map(Linkage.Malformation::expected).orElse("malformed");
    }
}
