package dev.assay.elf;

import dev.assay.MalformedFileException;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/** Tells an ELF file that begins somewhere in other bytes from bytes that only look like its beginning. */
public final class EmbeddedHeader {
    private static final int PT_LOAD = 1;
    private static final int MOST_PROGRAM_HEADERS = 1024;
    private static final int IDENTIFICATION = 16;

    private EmbeddedHeader() {}

    /**
     * How far an ELF file reaches.
     *
     * @param content the bytes around it
     * @param at where its magic number stands
     * @return bytes from there to the end of the last of its tables, segments and sections; empty when there is no ELF
     *     file: identification, type and version are none, a table or a segment leaves the bytes that are there, or nothing
     *     could be loaded or linked; and when its code was taken out, for a debugger
     */
    public static OptionalLong extent(byte[] content, int at) {
        if (content.length - at < 52
                || content[at + HeaderLayout.EI_DATA] < 1
                || content[at + HeaderLayout.EI_DATA] > 2) {
            return OptionalLong.empty();
        }
        boolean little = content[at + HeaderLayout.EI_DATA] == 1;
        Bytes bytes = new Bytes("", content, little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        try {
            return extent(bytes, at);
        } catch (MalformedFileException e) {
            return OptionalLong.empty(); // the bytes end before the header says so
        }
    }

    private static OptionalLong extent(Bytes bytes, long at) throws MalformedFileException {
        int classByte = bytes.u8(at + HeaderLayout.EI_CLASS);
        int type = bytes.u16(at + IDENTIFICATION);
        boolean header = (classByte == 1 || classByte == 2)
                && bytes.u8(at + 6) == 1
                && type >= ElfHeader.ET_REL
                && type <= ElfHeader.ET_CORE
                && bytes.u32(at + IDENTIFICATION + 4) == 1;
        if (!header) {
            return OptionalLong.empty();
        }
        ElfClass elfClass = classByte == 2 ? ElfClass.ELF64 : ElfClass.ELF32;
        long sections = sectionsEnd(bytes, at, elfClass);
        long segments = type == ElfHeader.ET_REL ? 0 : segmentsEnd(bytes, at, elfClass);
        long room = bytes.size() - at;
        if (segments == 0 && (type != ElfHeader.ET_REL || sections == 0)) {
            return OptionalLong.empty();
        }
        // Section headers that were cut off hurt no loader.
        long end = Math.max(segments, sections <= room ? sections : 0);
        return end <= room ? OptionalLong.of(end) : OptionalLong.empty();
    }

    /**
     * Where the program headers and what they load end, counted from the header; 0 when they are none, and where all code was
     * taken out: what is left for a debugger (objcopy --only-keep-debug) cannot be started.
     */
    private static long segmentsEnd(Bytes bytes, long at, ElfClass elfClass) throws MalformedFileException {
        int headerSize = HeaderLayout.headerSize(elfClass);
        int entrySize = HeaderLayout.programHeaderSize(elfClass);
        int word = HeaderLayout.wordSize(elfClass);
        long table = bytes.word(elfClass, at + (word == 8 ? 32 : 28));
        int count = bytes.u16(at + headerSize - 8);
        boolean sound = bytes.u16(at + headerSize - 10) == entrySize
                && count > 0
                && count <= MOST_PROGRAM_HEADERS
                && isWithin(bytes, at, table, (long) count * entrySize);
        if (!sound) {
            return 0;
        }
        long end = table + (long) count * entrySize;
        boolean loads = false;
        int code = 0;
        int emptied = 0;
        for (int i = 0; i < count; i++) {
            long entry = at + table + (long) i * entrySize;
            if (bytes.u32(entry) == PT_LOAD) {
                long offset = bytes.word(elfClass, entry + (word == 8 ? 8 : 4));
                long size = bytes.word(elfClass, entry + (word == 8 ? 32 : 16));
                if (!isWithin(bytes, at, offset, size)) {
                    return 0;
                }
                loads = true;
                boolean executable = (bytes.u32(entry + (word == 8 ? 4 : 24)) & Segment.PF_X) != 0;
                code += executable ? 1 : 0;
                emptied += executable && size == 0 ? 1 : 0;
                end = Math.max(end, offset + size);
            }
        }
        return loads && (code == 0 || emptied < code) ? end : 0;
    }

    /** Where the section header table ends, counted from the header; 0 without one, or with one that makes no sense. */
    private static long sectionsEnd(Bytes bytes, long at, ElfClass elfClass) throws MalformedFileException {
        int headerSize = HeaderLayout.headerSize(elfClass);
        int word = HeaderLayout.wordSize(elfClass);
        long table = bytes.word(elfClass, at + (word == 8 ? 40 : 32));
        int count = bytes.u16(at + headerSize - 4);
        int entrySize = HeaderLayout.sectionHeaderSize(elfClass);
        boolean sound = bytes.u16(at + headerSize - 6) == entrySize
                && count > 0
                && isWithin(bytes, at, table, (long) count * entrySize);
        return sound ? table + (long) count * entrySize : 0;
    }

    private static boolean isWithin(Bytes bytes, long at, long offset, long size) {
        long room = bytes.size() - at;
        return Long.compareUnsigned(size, room) <= 0 && Long.compareUnsigned(offset, room - size) <= 0;
    }
}
