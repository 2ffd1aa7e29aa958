package dev.assay.provenance;

import dev.assay.Origin;
import dev.assay.elf.Image;
import java.util.Comparator;
import java.util.List;

/**
 * All that was recovered of one image's layout: what {@code ld -Map} would have said.
 *
 * @param placements by ascending address, then by archive, member and section
 * @param own sections of the objects of the package being built, in the same order
 * @param partial members of which only some functions are there, by archive, then member
 * @param ranges they tile the executable bytes, by ascending address
 * @param coverage the sums of the ranges
 * @param connections how the placements hang together
 */
public record LinkMap(
        List<Placement> placements,
        List<Placement> own,
        List<PartialMember> partial,
        List<CodeRange> ranges,
        Coverage coverage,
        Connections connections) {
    static final Comparator<Placement> BY_ADDRESS = Comparator.comparing(Placement::address, Long::compareUnsigned)
            .thenComparing(p -> p.section().origin().archive())
            .thenComparing(p -> p.section().member())
            .thenComparing(p -> p.section().section());

    public LinkMap {
        placements = List.copyOf(placements);
        own = List.copyOf(own);
        partial = List.copyOf(partial);
        ranges = List.copyOf(ranges);
    }

    /** {@return the map of an image that was compared with nothing, where all is as the linker's own map declares} */
    public static LinkMap declared(Image image, List<DeclaredSection> declared) {
        LinkMap nothing = unexplained(image);
        List<Placement> placements = new DeclaredCheck(declared, nothing)
                .believed().stream()
                        .filter(section -> image.fileOffset(section.address()).isPresent())
                        .map(section -> placement(section, nothing.ranges()))
                        .sorted(BY_ADDRESS)
                        .toList();
        return new LinkMap(placements, List.of(), List.of(), nothing.ranges(), nothing.coverage(), Connections.none());
    }

    private static Placement placement(DeclaredSection section, List<CodeRange> code) {
        Origin origin = Origin.ofPath(section.archive());
        return new Placement(
                new InputSectionId(origin, section.member(), section.section()),
                section.address(),
                section.size(),
                section.mayBeCode()
                        && code.stream()
                                .anyMatch(range ->
                                        Long.compareUnsigned(section.address() - range.address(), range.size()) < 0),
                Evidence.DECLARED,
                List.of(),
                List.of(origin));
    }

    /** {@return the map of an image that was compared with nothing} */
    public static LinkMap unexplained(Image image) {
        List<CodeRange> ranges = ExecutableRanges.of(image).stream()
                .sorted(Comparator.comparingLong(CodeRange::address))
                .toList();
        long size = ranges.stream().mapToLong(CodeRange::size).sum();
        return new LinkMap(List.of(), List.of(), List.of(), ranges, Coverage.unexplained(size), Connections.none());
    }
}
