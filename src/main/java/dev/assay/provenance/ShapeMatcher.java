package dev.assay.provenance;

import dev.assay.elf.RelocationSite;
import dev.assay.elf.RelocationTable;
import java.util.Optional;
import java.util.OptionalLong;

/** Compares shapes with what stands at an address of an image: known bytes by their hash, changed ones by their form. */
final class ShapeMatcher {
    private final ImageMemory memory;
    private final RelocationTable machine;
    private final LayoutFinder layouts;
    private final UnitHash hash = new UnitHash();
    private final TellingBytes telling = new TellingBytes();
    private final RelocationSite site = new RelocationSite();

    ShapeMatcher(ImageMemory memory, RelocationTable machine) {
        this.memory = memory;
        this.machine = machine;
        this.layouts = new LayoutFinder(memory, machine);
    }

    /**
     * Whether a whole section stands at an address.
     *
     * @param shape its shape
     * @param address virtual address of its first byte
     * @return whether alignment, segment, known bytes and changed forms all agree
     */
    boolean matches(Shape shape, long address) {
        if (shape.kind() == Shape.Kind.ZEROED) {
            return isAligned(shape, address);
        }
        if (!isAligned(shape, address)) {
            return false;
        }
        Optional<Layout> layout = layouts.layout(shape, address, shape.size());
        if (layout.isEmpty() || !isHeld(shape, address, layout.get())) {
            return false;
        }
        int at = memory.at(address);
        // Where it does not stand, its fields lead anywhere: that is seen sooner than that the bytes differ.
        if (!formsAgree(shape, 0, shape.size(), at, address, layout.get())) {
            return false;
        }
        for (int unit = 0; unit < shape.unitCount(); unit++) {
            if (!bytesAgree(shape, unit, at, layout.get())) {
                return false;
            }
        }
        return true;
    }

    /** {@return where the bytes of a section lie that stands at an address; empty when it cannot stand there} */
    Optional<Layout> layout(Shape shape, long address) {
        return layout(shape, address, shape.size());
    }

    /** {@return where its bytes before an offset lie; empty when they cannot stand there} */
    Optional<Layout> layout(Shape shape, long address, int end) {
        return layouts.layout(shape, address, end);
    }

    /**
     * Where a section starts.
     *
     * @param shape its shape
     * @param offset of a byte in its object
     * @param address of that byte in the image
     * @return the start; empty when no start lets the byte lie there
     */
    OptionalLong start(Shape shape, int offset, long address) {
        return layouts.start(shape, offset, address);
    }

    /**
     * Whether one function of a section stands where it would if the section began at an address.
     *
     * @return whether its known bytes and its changed forms agree
     */
    boolean unitMatches(Shape shape, int unit, long address) {
        Optional<Layout> layout = layouts.layout(shape, address, shape.unitEnd(unit));
        if (layout.isEmpty()) {
            return false;
        }
        int from = layout.get().place(shape.unitOffset(unit));
        long start = address + from;
        int length = layout.get().place(shape.unitEnd(unit)) - from;
        if (!memory.holds(start, length) || !memory.isCode(start)) {
            return false;
        }
        int at = memory.at(start) - from;
        return formsAgree(shape, shape.unitOffset(unit), shape.unitEnd(unit), at, address, layout.get())
                && bytesAgree(shape, unit, at, layout.get());
    }

    /** {@return how many bytes of a section that stands at an address tell it from others} */
    int tellingBytes(Shape shape, long address) {
        return shape.kind() == Shape.Kind.ZEROED ? 0 : tellingBytes(shape, 0, shape.size(), address);
    }

    /** {@return how many bytes of a function tell it from others, whose section would begin at an address} */
    int tellingBytesOfUnit(Shape shape, int unit, long address) {
        return tellingBytes(shape, shape.unitOffset(unit), shape.unitEnd(unit), address);
    }

    private int tellingBytes(Shape shape, int from, int to, long address) {
        Layout layout = layouts.layout(shape, address, to).orElse(Layout.WHOLE);
        long start = address + layout.place(from);
        return telling.count(memory.bytes(), memory.at(start) - layout.place(from), from, to, shape.holes(), layout);
    }

    private static boolean isAligned(Shape shape, long address) {
        return (address & shape.alignment() - 1L) == 0;
    }

    private boolean isHeld(Shape shape, long address, Layout layout) {
        if (!memory.holds(address, shape.size() - layout.total())) {
            return false;
        }
        // In an image linked without separate code, read-only data lies in the segment of the code.
        return shape.kind() == Shape.Kind.READ_ONLY || memory.isCode(address) == (shape.kind() == Shape.Kind.CODE);
    }

    private boolean bytesAgree(Shape shape, int unit, int at, Layout layout) {
        return hash.of(memory.bytes(), at, shape.unitOffset(unit), shape.unitEnd(unit), shape.holes(), layout)
                == shape.unitHash(unit);
    }

    /** Whether the field of code that was read just now leads to where nothing is. */
    private boolean leadsAstray(Shape shape) {
        return shape.kind() == Shape.Kind.CODE
                && site.outcome() == RelocationSite.Outcome.ADDRESS
                && !memory.mayBeReferredTo(site.value());
    }

    private boolean formsAgree(Shape shape, int from, int to, int at, long address, Layout layout) {
        int consumed = 0;
        for (int i = 0; i < shape.relocationCount(); i++) {
            int offset = shape.relocationOffset(i);
            if (offset < Math.max(from, consumed) || offset >= to) {
                continue;
            }
            int type = shape.relocationType(i);
            int place = layout.place(offset);
            int end = at + place + machine.to(type, shape.relocationForm(i));
            if (at + place + machine.from(type) < 0 || end > memory.bytes().length) {
                return false;
            }
            site.move(memory.bytes(), at + place, address + place, type, 0, shape.relocationForm(i));
            machine.read(site);
            if (site.outcome() == RelocationSite.Outcome.MISMATCH || leadsAstray(shape)) {
                return false;
            }
            consumed = site.consumed() > 0 ? offset + site.consumed() : consumed;
        }
        return true;
    }
}
