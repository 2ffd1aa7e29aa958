package dev.assay.elf;

import dev.assay.MalformedFileException;
import java.nio.ByteOrder;

/**
 * Where the ELF header says that the two header tables lie: raw, unsigned, unchecked (gABI, "ELF Header").
 *
 * @param elfClass EI_CLASS
 * @param type e_type
 * @param programOffset e_phoff
 * @param programEntrySize e_phentsize
 * @param programCount e_phnum
 * @param sectionOffset e_shoff
 * @param sectionEntrySize e_shentsize
 * @param sectionCount e_shnum
 * @param sectionNames e_shstrndx
 */
record HeaderLayout(
        ElfClass elfClass,
        int type,
        long programOffset,
        int programEntrySize,
        int programCount,
        long sectionOffset,
        int sectionEntrySize,
        int sectionCount,
        int sectionNames) {

    static final int EI_CLASS = 4;
    static final int EI_DATA = 5;
    private static final int EI_NIDENT = 16;

    /** The file's bytes in the byte order that EI_DATA names. */
    static Bytes bytes(String path, byte[] content) throws MalformedFileException {
        if (content.length < EI_NIDENT) {
            throw new MalformedFileException(
                    path, content.length, "expected an ELF identification of 16 bytes, the file ends");
        }
        return switch (content[EI_DATA]) {
            case 1 -> new Bytes(path, content, ByteOrder.LITTLE_ENDIAN);
            case 2 -> new Bytes(path, content, ByteOrder.BIG_ENDIAN);
            default ->
                throw new MalformedFileException(
                        path, EI_DATA, "EI_DATA is " + (content[EI_DATA] & 0xff) + ", expected 1 or 2");
        };
    }

    static HeaderLayout read(Bytes bytes) throws MalformedFileException {
        int classByte = bytes.u8(EI_CLASS);
        ElfClass elfClass = switch (classByte) {
            case 1 -> ElfClass.ELF32;
            case 2 -> ElfClass.ELF64;
            default ->
                throw new MalformedFileException(
                        bytes.path(), EI_CLASS, "EI_CLASS is " + classByte + ", expected 1 or 2");
        };
        int size = headerSize(elfClass);
        if (bytes.size() < size) {
            throw new MalformedFileException(
                    bytes.path(), bytes.size(), "expected an ELF header of " + size + " bytes, the file ends");
        }
        long offsets = elfClass == ElfClass.ELF64 ? 32 : 28;
        int word = wordSize(elfClass);
        // e_phentsize and what follows are the last five halves of the header in both classes.
        return new HeaderLayout(
                elfClass,
                bytes.u16(16),
                bytes.word(elfClass, offsets),
                bytes.u16(size - 10),
                bytes.u16(size - 8),
                bytes.word(elfClass, offsets + word),
                bytes.u16(size - 6),
                bytes.u16(size - 4),
                bytes.u16(size - 2));
    }

    static int headerSize(ElfClass elfClass) {
        return elfClass == ElfClass.ELF64 ? 64 : 52;
    }

    static int wordSize(ElfClass elfClass) {
        return elfClass == ElfClass.ELF64 ? 8 : 4;
    }

    /** sizeof(Elf32_Phdr) or sizeof(Elf64_Phdr). */
    static int programHeaderSize(ElfClass elfClass) {
        return elfClass == ElfClass.ELF64 ? 56 : 32;
    }

    /** sizeof(Elf32_Shdr) or sizeof(Elf64_Shdr). */
    static int sectionHeaderSize(ElfClass elfClass) {
        return elfClass == ElfClass.ELF64 ? 64 : 40;
    }

    /** sizeof(Elf32_Sym) or sizeof(Elf64_Sym). */
    static int symbolSize(ElfClass elfClass) {
        return elfClass == ElfClass.ELF64 ? 24 : 16;
    }

    long programHeaderAt(int index) {
        return programOffset + (long) index * programHeaderSize(elfClass);
    }
}
