package dev.assay.elf;

import java.nio.ByteOrder;

/**
 * What the ELF header says of the whole file (gABI, "ELF Header").
 *
 * @param elfClass 32 or 64 bits
 * @param byteOrder EI_DATA
 * @param type e_type, raw: 1 ET_REL, 2 ET_EXEC, 3 ET_DYN, 4 ET_CORE
 * @param eMachine e_machine, raw, unsigned
 * @param entry e_entry, a virtual address, unsigned
 * @param flags e_flags
 */
public record ElfHeader(ElfClass elfClass, ByteOrder byteOrder, int type, int eMachine, long entry, int flags) {
    public static final int ET_REL = 1;
    public static final int ET_EXEC = 2;
    public static final int ET_DYN = 3;
    public static final int ET_CORE = 4;

    /** {@return whether both files are for one machine: code of one can be in the other} */
    public boolean isForSameMachine(ElfHeader other) {
        return eMachine == other.eMachine && elfClass == other.elfClass && byteOrder.equals(other.byteOrder);
    }
}
