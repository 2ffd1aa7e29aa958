package dev.assay.provenance;

import dev.assay.elf.RelocationSite;
import dev.assay.elf.RelocationTable;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds which bytes of a section a linker deleted. Each place where it may delete some is left in one of few forms, and the
 * opcode that stands there tells in which; so a walk over the places in order knows where each following one lies.
 */
final class LayoutFinder {
    /** Steps of a walk backwards, over all of its branches; more than any section needs. */
    private static final int MOST_STEPS = 1 << 12;

    private static final Optional<Layout> WHOLE = Optional.of(Layout.WHOLE);

    private final ImageMemory memory;
    private final RelocationTable machine;
    private final RelocationSite site = new RelocationSite();
    private int steps;

    LayoutFinder(ImageMemory memory, RelocationTable machine) {
        this.memory = memory;
        this.machine = machine;
    }

    /**
     * The layout of a section that starts at an address.
     *
     * @param shape its shape
     * @param address virtual address of its first byte
     * @param end offset in the object at which the walk may stop
     * @return its layout; empty when at some place stands what no linker leaves there, or no bytes are
     */
    Optional<Layout> layout(Shape shape, long address, int end) {
        if (!shape.mayShrink()) {
            return WHOLE;
        }
        int at = memory.at(address);
        if (at < 0) {
            return Optional.empty();
        }
        Layout layout = new Layout(8);
        for (int i = 0; i < shape.relocationCount() && shape.relocationOffset(i) < end; i++) {
            if (machine.deletes(shape.relocationType(i))) {
                int place = shape.relocationOffset(i) - layout.total();
                int length = length(shape, i, at + place, address + place);
                if (length < 0) {
                    return Optional.empty();
                }
                int most = most(shape, i);
                layout.add(shape.relocationOffset(i) + most, most - length);
            }
        }
        return Optional.of(layout);
    }

    private int most(Shape shape, int relocation) {
        return machine.to(shape.relocationType(relocation), shape.relocationForm(relocation));
    }

    private int length(Shape shape, int relocation, int at, long place) {
        if (at < 0 || at > memory.bytes().length) {
            return -1;
        }
        site.move(memory.bytes(), at, place, shape.relocationType(relocation), 0, shape.relocationForm(relocation));
        return machine.length(site);
    }

    /**
     * Where a section starts of which one byte is known.
     *
     * @param shape its shape
     * @param offset the byte's offset in the object
     * @param address the byte's address in the image
     * @return the start of the section, if the places between agree; of several such starts the one that deletes least
     */
    OptionalLong start(Shape shape, int offset, long address) {
        if (!shape.mayShrink()) {
            return OptionalLong.of(address - offset);
        }
        steps = 0;
        return walkBack(shape, shape.relocationCount() - 1, offset, address);
    }

    /** The start, when the byte at an offset lies at an address: only relocations up to one, and before it, are looked at. */
    private OptionalLong walkBack(Shape shape, int relocation, int offset, long address) {
        int i = relocation;
        while (i >= 0
                && (!machine.deletes(shape.relocationType(i)) || shape.relocationOffset(i) + most(shape, i) > offset)) {
            i--;
        }
        if (i < 0) {
            long start = address - offset;
            return (start & shape.alignment() - 1L) == 0 ? OptionalLong.of(start) : OptionalLong.empty();
        }
        int most = most(shape, i);
        long end = address - (offset - shape.relocationOffset(i) - most);
        for (int length = most; length >= 0; length -= 2) {
            long place = end - length;
            if (++steps < MOST_STEPS && memory.at(place) >= 0 && length(shape, i, memory.at(place), place) == length) {
                OptionalLong start = walkBack(shape, i - 1, shape.relocationOffset(i), place);
                if (start.isPresent()) {
                    return start;
                }
            }
        }
        return OptionalLong.empty();
    }
}
