package dev.assay.elf;

/**
 * A section header of an image: a second opinion, never what the loader sees (gABI, "Sections").
 *
 * @param name its name, empty when the string table does not give one
 * @param type sh_type
 * @param flags sh_flags
 * @param address sh_addr, a virtual address
 * @param offset file offset
 * @param size bytes
 * @param link sh_link
 * @param info sh_info
 * @param entrySize sh_entsize
 */
public record Section(
        String name, int type, long flags, long address, long offset, long size, int link, int info, long entrySize) {
    private static final long SHF_WRITE = 1;
    private static final long SHF_ALLOC = 2;
    private static final long SHF_EXECINSTR = 4;

    /** {@return whether it is in memory when the image runs} */
    public boolean isAllocated() {
        return (flags & SHF_ALLOC) != 0;
    }

    /** {@return whether it is code} */
    public boolean isExecutable() {
        return (flags & SHF_EXECINSTR) != 0;
    }

    /** {@return whether it may be written} */
    public boolean isWritable() {
        return (flags & SHF_WRITE) != 0;
    }
}
