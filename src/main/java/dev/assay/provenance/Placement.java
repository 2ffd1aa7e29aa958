package dev.assay.provenance;

import dev.assay.Origin;
import java.util.List;

/**
 * An input section found in an image.
 *
 * @param section which one
 * @param address virtual address of its first byte in the image, unsigned
 * @param size bytes it occupies there (after relaxation, where the machine relaxes by deleting)
 * @param executable whether it is code
 * @param evidence {@code EXACT}, {@code CODE}, or {@code DECLARED} when a link map says so and nothing proves it
 * @param alternatives sections that bytes, targets and references do not tell from this one; empty when proved; never
 *     another version of the same archive
 * @param versions every origin, this section's included, that has this very section: versions of one archive
 */
public record Placement(
        InputSectionId section,
        long address,
        long size,
        boolean executable,
        Evidence evidence,
        List<InputSectionId> alternatives,
        List<Origin> versions) {
    public Placement {
        alternatives = List.copyOf(alternatives);
        versions = List.copyOf(versions);
    }

    /** {@return whether nothing else fits here} */
    public boolean isProved() {
        return evidence == Evidence.EXACT && alternatives.isEmpty();
    }
}
