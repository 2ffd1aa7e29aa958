package dev.assay.audit;

import dev.assay.elf.Image;
import dev.assay.linkage.LinkageForm;
import dev.assay.provenance.LinkMap;
import dev.assay.provenance.Recovery;
import dev.assay.provenance.ReferenceSummary;
import java.util.List;
import java.util.Optional;

/**
 * What an image was compared with, and what came of it.
 *
 * @param map its recovered layout; empty where nothing was compared
 * @param references what was read for its machine
 */
record Provenance(Optional<LinkMap> map, List<ReferenceSummary> references) {
    private static final Provenance NONE = new Provenance(Optional.empty(), List.of());

    /** {@return nothing: no code was compared with anything} */
    static Provenance none() {
        return NONE;
    }

    /** {@return what comes of comparing an image with the references for its machine} */
    static Provenance of(Image image, LinkageForm form, References references) {
        boolean wanted = switch (form) {
            case STATIC, STATIC_PIE -> true;
            case DYNAMIC, SHARED_OBJECT -> references.images() == ReferenceSources.Images.ALL;
            case RELOCATABLE, CORE, OPAQUE, ARCHIVE, NOT_ELF, MALFORMED -> false;
        };
        if (!wanted || references.isNone()) {
            return none();
        }
        References.OfMachine given = references.of(image.header());
        Optional<LinkMap> map = given.isSomething()
                ? Optional.of(Recovery.recover(image, given.references(), given.own()))
                : Optional.empty();
        return new Provenance(map, given.read());
    }
}
