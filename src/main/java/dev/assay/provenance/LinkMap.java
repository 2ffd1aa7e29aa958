package dev.assay.provenance;

import dev.assay.elf.Image;
import java.util.Comparator;
import java.util.List;

/**
 * All that was recovered of one image's layout: what {@code ld -Map} would have said.
 *
 * @param placements by ascending address, then by archive, member and section
 * @param partial members of which only some functions are there, by archive, then member
 * @param ranges they tile the executable bytes, by ascending address
 * @param coverage the sums of the ranges
 * @param connections how the placements hang together
 */
public record LinkMap(
        List<Placement> placements,
        List<PartialMember> partial,
        List<CodeRange> ranges,
        Coverage coverage,
        Connections connections) {
    public LinkMap {
        placements = List.copyOf(placements);
        partial = List.copyOf(partial);
        ranges = List.copyOf(ranges);
    }

    /** {@return the map of an image that was compared with nothing} */
    public static LinkMap unexplained(Image image) {
        List<CodeRange> ranges = ExecutableRanges.of(image).stream()
                .sorted(Comparator.comparingLong(CodeRange::address))
                .toList();
        long size = ranges.stream().mapToLong(CodeRange::size).sum();
        return new LinkMap(List.of(), List.of(), ranges, Coverage.unexplained(size), Connections.none());
    }
}
