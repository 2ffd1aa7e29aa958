package dev.assay.provenance;

import dev.assay.elf.Image;
import dev.assay.elf.RelocationSite;
import dev.assay.elf.RelocationTable;
import dev.assay.elf.Section;
import dev.assay.provenance.CodeRange.Kind;
import java.util.List;

/** Accounts for every executable byte of an image: what is placed, what the linker made, what fills the gaps. */
final class Accountant {
    /** Fill is shorter than the alignment that it serves. */
    private static final int LONGEST_FILL = 64;

    private final Image image;
    private final ImageMemory memory;
    private final RelocationTable machine;
    private final RangeMap map = new RangeMap();
    private final RelocationSite site = new RelocationSite();

    Accountant(Image image, ImageMemory memory, RelocationTable machine) {
        this.image = image;
        this.memory = memory;
        this.machine = machine;
        for (CodeRange range : ExecutableRanges.of(image)) {
            map.declare(range.address(), range.size());
        }
    }

    /** Lays a placement of any kind. */
    void lay(long address, long size, Kind kind) {
        map.lay(address, size, kind);
    }

    /** Lays the stub at an address, which may have the Thumb bit, where one is, and those that adjoin it. */
    void layStubs(long address) {
        long entry = address;
        for (int size = stubSize(entry); size > 0 && isUnexplained(entry); size = stubSize(entry)) {
            map.lay(machine.codeAddress(entry), size, Kind.LINKER);
            entry += size;
        }
    }

    private boolean isUnexplained(long entry) {
        return map.kindAt(machine.codeAddress(entry)) == Kind.UNEXPLAINED;
    }

    private int stubSize(long address) {
        int at = memory.at(machine.codeAddress(address));
        if (at < 0 || !memory.isCode(address)) {
            return 0;
        }
        site.move(memory.bytes(), at, address, 0, 0, 0);
        machine.readStub(site);
        return site.outcome() == RelocationSite.Outcome.NOTHING ? 0 : machine.stubSize(site);
    }

    /** Lays what section headers, where there are any, say of linker-made code and of data among code. */
    void laySections() {
        for (Section section : image.sections()) {
            if (section.isAllocated()
                    && section.isExecutable()
                    && (section.name().startsWith(".plt") || section.name().equals(".iplt"))) {
                map.lay(section.address(), section.size(), Kind.LINKER);
            } else if (section.isAllocated() && !section.isExecutable() && memory.isCode(section.address())) {
                map.lay(section.address(), section.size(), Kind.DATA);
            }
        }
    }

    /** Lays fill: what lies between explained ranges, is short, and is what linkers fill with. */
    void layPadding() {
        for (CodeRange gap : map.unexplained()) {
            long end = gap.address() + gap.size();
            boolean held = map.kindBefore(gap.address()) != Kind.UNEXPLAINED || map.kindAt(end) != Kind.UNEXPLAINED;
            int at = memory.at(gap.address());
            if (held && gap.size() < LONGEST_FILL && machine.isPadding(memory.bytes(), at, at + (int) gap.size())) {
                map.lay(gap.address(), gap.size(), Kind.PADDING);
            } else {
                layLeadingPadding(gap);
            }
        }
    }

    /** Fill after an explained range, before code that nothing explains. */
    private void layLeadingPadding(CodeRange gap) {
        if (map.kindBefore(gap.address()) == Kind.UNEXPLAINED) {
            return;
        }
        long fill = -gap.address() & 15;
        int at = memory.at(gap.address());
        if (fill > 0 && fill < gap.size() && machine.isPadding(memory.bytes(), at, at + (int) fill)) {
            map.lay(gap.address(), fill, Kind.PADDING);
        }
    }

    List<CodeRange> ranges() {
        return map.ranges();
    }

    /** {@return what a byte is so far} */
    Kind kindAt(long address) {
        return map.kindAt(address);
    }

    Coverage coverage() {
        return map.coverage();
    }
}
