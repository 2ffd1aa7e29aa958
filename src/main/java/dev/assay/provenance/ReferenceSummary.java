package dev.assay.provenance;

import dev.assay.Origin;
import java.util.List;

/**
 * A reference that was read: an archive, of a package or loose.
 *
 * @param origin where it comes from
 * @param unusable members that cannot be matched, each with why: {@code lto.o: LTO byte code only}
 * @param unknownRelocations relocations of a type that the machine's table does not know
 */
public record ReferenceSummary(Origin origin, List<String> unusable, int unknownRelocations) {
    public ReferenceSummary {
        unusable = List.copyOf(unusable);
    }
}
