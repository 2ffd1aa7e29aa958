package dev.assay.provenance;

import dev.assay.Origin;
import java.util.List;

/**
 * A member of which some functions are in an image and others are not: another build or version of it is there.
 *
 * @param origin the archive
 * @param member the archive's member
 * @param agree functions that are there, by name, sorted
 * @param differ functions that are not, by name, sorted
 */
public record PartialMember(Origin origin, String member, List<String> agree, List<String> differ) {
    public PartialMember {
        agree = List.copyOf(agree);
        differ = List.copyOf(differ);
    }
}
