package dev.assay.audit;

import dev.assay.elf.Image;
import dev.assay.linkage.LinkageForm;
import dev.assay.provenance.Connections;
import dev.assay.provenance.Coverage;
import dev.assay.provenance.DeclaredSection;
import dev.assay.provenance.LinkMap;
import dev.assay.provenance.Recovery;
import dev.assay.provenance.ReferenceSummary;
import java.util.List;
import java.util.Optional;

/**
 * What an image was compared with, and what came of it.
 *
 * @param map its layout; nothing is explained where nothing was compared
 * @param compared whether there was a reference for its machine to compare it with
 * @param references what was read for its machine
 */
record Provenance(LinkMap map, Comparison compared, List<ReferenceSummary> references) {
    /** Whether code was compared with anything. */
    enum Comparison {
        MADE,
        NOT_MADE
    }

    /** {@return what is known of a file that is no image} */
    static Provenance ofNoImage() {
        LinkMap nothing =
                new LinkMap(List.of(), List.of(), List.of(), List.of(), Coverage.unexplained(0), Connections.none());
        return new Provenance(nothing, Comparison.NOT_MADE, List.of());
    }

    private static Provenance notCompared(Image image, List<ReferenceSummary> references) {
        return new Provenance(LinkMap.unexplained(image), Comparison.NOT_MADE, references);
    }

    /** {@return the recovered map, where one was} */
    Optional<LinkMap> recovered() {
        return compared == Comparison.MADE ? Optional.of(map) : Optional.empty();
    }

    /**
     * Compares an image with the references for its machine.
     *
     * @param declared what its linker's own map says
     * @param compared which images are compared at all
     */
    static Provenance of(
            Image image,
            LinkageForm form,
            References references,
            List<DeclaredSection> declared,
            ReferenceSources.Images compared) {
        boolean wanted = switch (form) {
            case STATIC, STATIC_PIE -> true;
            case DYNAMIC, SHARED_OBJECT -> compared == ReferenceSources.Images.ALL;
            case RELOCATABLE, CORE, OPAQUE, ARCHIVE, NOT_ELF, MALFORMED -> false;
        };
        if (!wanted || references.isNone()) {
            return notCompared(image, List.of());
        }
        References.OfMachine given = references.of(image.header());
        if (!given.isSomething()) {
            return new Provenance(LinkMap.declared(image, declared), Comparison.NOT_MADE, given.read());
        }
        LinkMap map = Recovery.recover(image, given.references(), given.own(), declared);
        return new Provenance(map, Comparison.MADE, given.read());
    }
}
