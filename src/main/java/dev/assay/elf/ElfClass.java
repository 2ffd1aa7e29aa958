package dev.assay.elf;

/** EI_CLASS: the width of addresses and of the records of an ELF file (gABI, "ELF Identification"). */
public enum ElfClass {
    ELF32,
    ELF64
}
