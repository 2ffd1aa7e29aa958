package dev.assay.reach;

import dev.assay.linkage.ArchiveMemberFacts;
import dev.assay.provenance.Placement;
import java.util.List;

/**
 * A placed member whose own headers explain a property of the image.
 *
 * @param archive the archive's file name: {@code libfoo.a}
 * @param displayed how it is written: {@code libfoo.a(bar.o)}, and the path of an object that is a file of its own
 * @param facts what its headers say
 * @param placements where sections of it lie for certain
 */
public record Culprit(String archive, String displayed, ArchiveMemberFacts facts, List<Placement> placements) {
    public Culprit {
        placements = List.copyOf(placements);
    }
}
