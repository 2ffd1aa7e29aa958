package dev.assay.elf;

import java.util.Optional;

/**
 * Which relocation types keep code from being linked where it may be moved. A word as wide as an address can be relocated when
 * the program starts, but only where memory may be written; a narrower field, or one inside an instruction, cannot hold an
 * address that is not known before. One row a machine, from its psABI, "Relocation Types".
 */
public final class FixedAddressRelocations {
    /** What a relocation asks of the place where it is applied. */
    public enum Demand {
        /** Nothing: it counts from its place, or from what the linker makes. */
        NONE,
        /** Memory that may be written until the program has started. */
        WRITABLE,
        /** An image with fixed addresses. */
        FIXED
    }

    private final int word;
    private final int[] fixed;

    private FixedAddressRelocations(int word, int... fixed) {
        this.word = word;
        this.fixed = fixed;
    }

    /**
     * The types of a machine.
     *
     * @param header of an object
     * @return its types; empty for a machine whose types are not known
     */
    public static Optional<FixedAddressRelocations> of(ElfHeader header) {
        return Machine.of(header).flatMap(FixedAddressRelocations::of);
    }

    private static Optional<FixedAddressRelocations> of(Machine machine) {
        return switch (machine) {
            // R_X86_64_64; 32, 32S, 16, 8
            case X86_64 -> Optional.of(new FixedAddressRelocations(1, 10, 11, 12, 14));
            // R_386_32; 16, 8
            case I386 -> Optional.of(new FixedAddressRelocations(1, 20, 22));
            // R_AARCH64_ABS64; ABS32, ABS16, MOVW_UABS_G0 to _G3, MOVW_SABS_G0 to _G2
            case AARCH64 ->
                Optional.of(
                        new FixedAddressRelocations(257, 258, 259, 263, 264, 265, 266, 267, 268, 269, 270, 271, 272));
            // R_ARM_ABS32; ABS16, ABS12, THM_ABS5, ABS8, MOVW_ABS_NC, MOVT_ABS, THM_MOVW_ABS_NC, THM_MOVT_ABS
            case ARM -> Optional.of(new FixedAddressRelocations(2, 5, 6, 7, 8, 43, 44, 47, 48));
            // R_PPC64_ADDR64; ADDR32, ADDR24, ADDR16 and its parts, ADDR14 and its hints
            case PPC64LE -> Optional.of(new FixedAddressRelocations(38, 1, 2, 3, 4, 5, 6, 7, 8, 9));
            // R_RISCV_64; R_RISCV_32, HI20, LO12_I, LO12_S
            case RISCV64 -> Optional.of(new FixedAddressRelocations(2, 1, 26, 27, 28));
            // R_390_64; 8, 12, 16, 32
            case S390X -> Optional.of(new FixedAddressRelocations(22, 1, 2, 3, 4));
            default -> Optional.empty();
        };
    }

    /** {@return what the type asks of its place} */
    public Demand demand(int type) {
        if (type == word) {
            return Demand.WRITABLE;
        }
        for (int one : fixed) {
            if (one == type) {
                return Demand.FIXED;
            }
        }
        return Demand.NONE;
    }
}
