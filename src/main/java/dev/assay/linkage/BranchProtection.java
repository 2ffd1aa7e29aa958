package dev.assay.linkage;

import dev.assay.MalformedFileException;
import dev.assay.elf.Bytes;
import dev.assay.elf.ElfClass;
import dev.assay.elf.ElfHeader;
import dev.assay.elf.Image;
import dev.assay.elf.InputSection;
import dev.assay.elf.ObjectFile;
import dev.assay.elf.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which protections of indirect branches an image asks the kernel for: the property note that the linker writes only if every
 * input section agrees (x86-64 psABI, "Program Property"; AAELF64, "Program Property"). Shadow stacks and pointer
 * authentication need no agreement of all code to be of use, and are told with it.
 *
 * @param present names of those asked for: {@code IBT}, {@code SHSTK}, {@code BTI}, {@code PAC}
 * @param missing names of those that the machine has and the image does not ask for
 */
public record BranchProtection(List<String> present, List<String> missing) {
    private static final int NT_GNU_PROPERTY_TYPE_0 = 5;
    private static final long GNU = 0x00554e47;
    private static final int EM_X86_64 = 62;
    private static final int EM_AARCH64 = 183;

    /** What one machine has: the property that says so, and the names of its bits from the lowest. */
    private record Property(long type, List<String> bits) {}

    public BranchProtection {
        present = List.copyOf(present);
        missing = List.copyOf(missing);
    }

    /** {@return nothing asked for, and nothing to ask for} */
    static BranchProtection none() {
        return new BranchProtection(List.of(), List.of());
    }

    static BranchProtection of(Image image) {
        // elf_parse_properties() is handed one; the loader takes the first it meets.
        Optional<Segment> note = image.segments().stream()
                .filter(segment -> segment.type() == Segment.PT_GNU_PROPERTY)
                .findFirst();
        return of(image.header(), image.bytes(), note.map(Segment::offset));
    }

    static BranchProtection of(ObjectFile object, Optional<InputSection> note) {
        return of(object.header(), object.bytes(), note.map(section -> (long) section.offset()));
    }

    private static BranchProtection of(ElfHeader header, Bytes bytes, Optional<Long> note) {
        Optional<Property> property = property(header.eMachine());
        if (property.isEmpty() || header.elfClass() != ElfClass.ELF64) {
            return none();
        }
        long bits = note.isPresent() ? bits(bytes, note.get(), property.get().type()) : 0;
        List<String> present = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (int bit = 0; bit < property.get().bits().size(); bit++) {
            boolean set = (bits >>> bit & 1) != 0;
            (set ? present : missing).add(property.get().bits().get(bit));
        }
        return new BranchProtection(present, missing);
    }

    private static Optional<Property> property(int eMachine) {
        return switch (eMachine) {
            case EM_X86_64 -> Optional.of(new Property(0xc0000002L, List.of("IBT", "SHSTK")));
            case EM_AARCH64 -> Optional.of(new Property(0xc0000000L, List.of("BTI", "PAC")));
            default -> Optional.empty();
        };
    }

    /** The value of one property in the note; 0 when the note has none, or leaves the file. */
    private static long bits(Bytes bytes, long at, long wanted) {
        try {
            boolean ours = bytes.u32(at) == 4
                    && bytes.u32(at + 8) == NT_GNU_PROPERTY_TYPE_0
                    && bytes.u32(at + 12) == GNU
                    && bytes.contains(at + 16, bytes.u32(at + 4));
            long end = ours ? at + 16 + bytes.u32(at + 4) : at;
            for (long entry = at + 16; entry + 12 <= end; ) {
                long size = bytes.u32(entry + 4);
                if (bytes.u32(entry) == wanted && size == 4) {
                    return bytes.u32(entry + 8);
                }
                entry += 8 + (size + 7 & -8);
            }
        } catch (MalformedFileException e) {
            return 0;
        }
        return 0;
    }
}
