package dev.assay.elf;

/**
 * A section of a relocatable object: the linker's unit (gABI, "Sections").
 *
 * @param index its place in the section table
 * @param name its name
 * @param type sh_type
 * @param flags sh_flags
 * @param offset file offset in the object, bytes
 * @param size bytes
 * @param alignment sh_addralign, at least 1
 * @param entrySize sh_entsize
 * @param group signature of the COMDAT group that it belongs to, empty when it belongs to none
 * @param relocations what is to be relocated in it
 */
public record InputSection(
        int index,
        String name,
        int type,
        long flags,
        int offset,
        int size,
        int alignment,
        int entrySize,
        String group,
        Relocations relocations)
        implements SectionFlags {
    public static final int SHT_PROGBITS = 1;
    public static final int SHT_NOBITS = 8;
    public static final int SHT_INIT_ARRAY = 14;
    public static final int SHT_PREINIT_ARRAY = 16;

    private static final long SHF_MERGE = 0x10;
    private static final long SHF_STRINGS = 0x20;
    private static final long SHF_TLS = 0x400;

    /** {@return whether the linker may merge its constants or strings with equal ones} */
    public boolean isMerged() {
        return (flags & SHF_MERGE) != 0;
    }

    /** {@return whether it holds NUL-terminated strings that may be merged} */
    public boolean isMergedStrings() {
        return isMerged() && (flags & SHF_STRINGS) != 0;
    }

    /** {@return whether each thread has its own copy} */
    public boolean isThreadLocal() {
        return (flags & SHF_TLS) != 0;
    }
}
