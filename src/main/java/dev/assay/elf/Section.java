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
        String name, int type, long flags, long address, long offset, long size, int link, int info, long entrySize)
        implements SectionFlags {}
