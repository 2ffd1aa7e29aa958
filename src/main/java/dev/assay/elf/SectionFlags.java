package dev.assay.elf;

/** What {@code sh_flags} says alike of a section of an object and of one of an image (gABI, "Sections"). */
interface SectionFlags {
    long SHF_WRITE = 1;
    long SHF_ALLOC = 2;
    long SHF_EXECINSTR = 4;

    /** {@return sh_flags} */
    long flags();

    /** {@return whether it is in memory when the image runs} */
    default boolean isAllocated() {
        return (flags() & SHF_ALLOC) != 0;
    }

    /** {@return whether it is code} */
    default boolean isExecutable() {
        return (flags() & SHF_EXECINSTR) != 0;
    }

    /** {@return whether it may be written} */
    default boolean isWritable() {
        return (flags() & SHF_WRITE) != 0;
    }
}
