package dev.assay.provenance;

import dev.assay.elf.RelocationSite;
import dev.assay.elf.RelocationTable;

/** Compares shapes with what stands at an address of an image: known bytes by their hash, changed ones by their form. */
final class ShapeMatcher {
    private final ImageMemory memory;
    private final RelocationTable machine;
    private final UnitHash hash = new UnitHash();
    private final RelocationSite site = new RelocationSite();

    ShapeMatcher(ImageMemory memory, RelocationTable machine) {
        this.memory = memory;
        this.machine = machine;
    }

    /**
     * Whether a whole section stands at an address.
     *
     * @param shape its shape
     * @param address virtual address of its first byte
     * @return whether alignment, segment, known bytes and changed forms all agree
     */
    boolean matches(Shape shape, long address) {
        if (!fits(shape, address)) {
            return false;
        }
        if (shape.kind() == Shape.Kind.ZEROED) {
            return true;
        }
        int at = memory.at(address);
        for (int unit = 0; unit < shape.unitCount(); unit++) {
            if (!bytesAgree(shape, unit, at)) {
                return false;
            }
        }
        return formsAgree(shape, 0, shape.size(), at, address);
    }

    /**
     * Whether one function of a section stands where it would if the section began at an address.
     *
     * @return whether its known bytes and its changed forms agree
     */
    boolean unitMatches(Shape shape, int unit, long address) {
        long start = address + shape.unitOffset(unit);
        int length = shape.unitEnd(unit) - shape.unitOffset(unit);
        if (!memory.holds(start, length) || !memory.isCode(start)) {
            return false;
        }
        int at = memory.at(start) - shape.unitOffset(unit);
        return bytesAgree(shape, unit, at)
                && formsAgree(shape, shape.unitOffset(unit), shape.unitEnd(unit), at, address);
    }

    private boolean fits(Shape shape, long address) {
        if ((address & shape.alignment() - 1L) != 0) {
            return false;
        }
        if (shape.kind() == Shape.Kind.ZEROED) {
            return true;
        }
        if (!memory.holds(address, shape.size())) {
            return false;
        }
        // In an image linked without separate code, read-only data lies in the segment of the code.
        return shape.kind() == Shape.Kind.READ_ONLY || memory.isCode(address) == (shape.kind() == Shape.Kind.CODE);
    }

    private boolean bytesAgree(Shape shape, int unit, int at) {
        return hash.of(memory.bytes(), at, shape.unitOffset(unit), shape.unitEnd(unit), shape.holes())
                == shape.unitHash(unit);
    }

    private boolean formsAgree(Shape shape, int from, int to, int at, long address) {
        int consumed = 0;
        for (int i = 0; i < shape.relocationCount(); i++) {
            int offset = shape.relocationOffset(i);
            if (offset < Math.max(from, consumed) || offset >= to) {
                continue;
            }
            int type = shape.relocationType(i);
            int end = at + offset + machine.to(type, shape.relocationForm(i));
            if (at + offset + machine.from(type) < 0 || end > memory.bytes().length) {
                return false;
            }
            site.move(memory.bytes(), at + offset, address + offset, type, 0, shape.relocationForm(i));
            machine.read(site);
            if (site.outcome() == RelocationSite.Outcome.MISMATCH) {
                return false;
            }
            consumed = site.consumed() > 0 ? offset + site.consumed() : consumed;
        }
        return true;
    }
}
