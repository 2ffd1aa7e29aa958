package dev.assay.elf;

/**
 * A symbol of an image's SHT_SYMTAB or of its dynamic symbol table (gABI, "Symbol Table").
 *
 * @param name its name
 * @param value st_value, a virtual address
 * @param size st_size, bytes
 * @param type ELF_ST_TYPE: 0 none, 1 object, 2 function, 3 section, 4 file, 6 TLS, 10 GNU IFUNC
 * @param binding ELF_ST_BIND: 0 local, 1 global, 2 weak
 * @param sectionIndex st_shndx, unsigned: 0 is undefined
 * @param other st_other: visibility, and on some machines more
 */
public record Symbol(String name, long value, long size, int type, int binding, int sectionIndex, int other) {
    public static final int STT_FUNC = 2;
    public static final int STT_GNU_IFUNC = 10;
    public static final int STB_LOCAL = 0;
    public static final int STB_GLOBAL = 1;
    public static final int STB_WEAK = 2;

    /** {@return whether it is defined in this file} */
    public boolean isDefined() {
        return sectionIndex != 0;
    }
}
