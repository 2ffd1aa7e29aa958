package dev.assay.reach;

import dev.assay.linkage.ArchiveMemberFacts;

/**
 * A placed member whose own headers explain a property of the image.
 *
 * @param archive the archive's file name: {@code libfoo.a}
 * @param facts what its headers say
 */
public record Culprit(String archive, ArchiveMemberFacts facts) {
    /** {@return how it is written: {@code libfoo.a(bar.o)}} */
    public String displayed() {
        return archive + "(" + facts.name() + ")";
    }
}
