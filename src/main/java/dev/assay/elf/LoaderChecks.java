package dev.assay.elf;

import dev.assay.MalformedFileException;
import java.util.List;
import java.util.Optional;

/**
 * What the kernel refuses to start, and what would crash before its first instruction: linux, fs/binfmt_elf.c,
 * load_elf_binary(), load_elf_phdrs(), elf_load() and total_mapping_size(), in their order. Section headers are not
 * looked at there, nor here.
 *
 * <p>Relocatable objects and core files are not started: their program headers are not read.
 */
final class LoaderChecks {
    /** load_elf_phdrs(): the largest table of program headers, in bytes. */
    private static final int LARGEST_TABLE = 65536;

    private static final int PATH_MAX = 4096;

    /** The smallest page of any machine; larger ones ask for more than this check does. */
    private static final int SMALLEST_PAGE = 4096;

    /** vm_brk_flags() in elf_load() fails where memory is not overcommitted so far: a quarter of a terabyte is no program's. */
    private static final long MOST_MEMORY = 1L << 38;

    private LoaderChecks() {}

    /** The header's layout, its program headers in the file. */
    static HeaderLayout checkedLayout(Bytes bytes) throws MalformedFileException {
        HeaderLayout layout = HeaderLayout.read(bytes);
        return switch (layout.type()) {
            case ElfHeader.ET_EXEC, ElfHeader.ET_DYN -> {
                checkTable(bytes, layout);
                yield layout;
            }
            // Not started: an object file has no segments, and a core file's describe another process's memory.
            case ElfHeader.ET_REL, ElfHeader.ET_CORE -> withoutSegments(layout);
            default ->
                throw new MalformedFileException(
                        bytes.path(), 16, "e_type is " + layout.type() + ", expected 1, 2, 3 or 4");
        };
    }

    private static HeaderLayout withoutSegments(HeaderLayout layout) {
        return new HeaderLayout(
                layout.elfClass(),
                layout.type(),
                layout.programOffset(),
                layout.programEntrySize(),
                0,
                layout.sectionOffset(),
                layout.sectionEntrySize(),
                layout.sectionCount(),
                layout.sectionNames());
    }

    private static void checkTable(Bytes bytes, HeaderLayout layout) throws MalformedFileException {
        int headerSize = HeaderLayout.headerSize(layout.elfClass());
        int entrySize = HeaderLayout.programHeaderSize(layout.elfClass());
        if (layout.programEntrySize() != entrySize) {
            throw new MalformedFileException(
                    bytes.path(),
                    headerSize - 10,
                    "e_phentsize is " + layout.programEntrySize() + ", expected " + entrySize);
        }
        long size = (long) layout.programCount() * entrySize;
        if (size == 0 || size > LARGEST_TABLE) {
            throw new MalformedFileException(
                    bytes.path(),
                    headerSize - 8,
                    "e_phnum is " + layout.programCount() + ", the kernel takes 1 to 65536 bytes of program headers");
        }
        if (!bytes.contains(layout.programOffset(), size)) {
            throw new MalformedFileException(
                    bytes.path(),
                    layout.elfClass() == ElfClass.ELF64 ? 32 : 28,
                    layout.programCount() + " program headers at e_phoff " + hex(layout.programOffset())
                            + " pass the end of the file (" + hex(bytes.size()) + ")");
        }
    }

    /** What the kernel checks of the segments before it starts a program. */
    static void checkSegments(Bytes bytes, HeaderLayout layout, ElfHeader header, List<Segment> segments)
            throws MalformedFileException {
        if (header.type() != ElfHeader.ET_EXEC && header.type() != ElfHeader.ET_DYN) {
            return;
        }
        checkInterpreter(bytes, layout, segments);
        long addressSpace = addressSpace(header);
        int loads = 0;
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i).type() == Segment.PT_LOAD) {
                loads++;
                checkLoad(bytes, layout.programHeaderAt(i), segments.get(i), addressSpace);
            }
        }
        if (loads == 0) {
            // total_mapping_size() is 0 for ET_DYN: EINVAL. ET_EXEC is started with nothing to run.
            throw new MalformedFileException(
                    bytes.path(), layout.programOffset(), "no PT_LOAD: nothing of the file would be mapped");
        }
    }

    private static void checkInterpreter(Bytes bytes, HeaderLayout layout, List<Segment> segments)
            throws MalformedFileException {
        Optional<Segment> found = Image.interpreterSegment(segments);
        if (found.isEmpty()) {
            return;
        }
        Segment interpreter = found.get();
        long at = layout.programHeaderAt(segments.indexOf(interpreter));
        long size = interpreter.fileSize();
        if (Long.compareUnsigned(size, PATH_MAX) > 0 || size < 2) {
            throw new MalformedFileException(
                    bytes.path(), at, "PT_INTERP has " + Long.toUnsignedString(size) + " bytes, expected 2 to 4096");
        }
        if (!bytes.contains(interpreter.offset(), size)) {
            throw new MalformedFileException(
                    bytes.path(), at, "PT_INTERP at " + hex(interpreter.offset()) + " passes the end of the file");
        }
        if (bytes.u8(interpreter.offset() + size - 1) != 0) {
            throw new MalformedFileException(
                    bytes.path(), interpreter.offset() + size - 1, "PT_INTERP does not end with NUL");
        }
    }

    private static void checkLoad(Bytes bytes, long at, Segment load, long addressSpace) throws MalformedFileException {
        if (Long.compareUnsigned(load.fileSize(), load.memorySize()) > 0) {
            throw new MalformedFileException(
                    bytes.path(),
                    at,
                    "PT_LOAD has p_filesz " + hex(load.fileSize()) + " above p_memsz " + hex(load.memorySize()));
        }
        if (Long.compareUnsigned(load.memorySize(), addressSpace) > 0
                || Long.compareUnsigned(load.address(), addressSpace - load.memorySize()) > 0) {
            throw new MalformedFileException(
                    bytes.path(),
                    at,
                    "PT_LOAD of " + hex(load.memorySize()) + " bytes at " + hex(load.address())
                            + " passes the address space (" + hex(addressSpace) + ")");
        }
        if (Long.compareUnsigned(load.memorySize(), MOST_MEMORY) >= 0) {
            throw new MalformedFileException(
                    bytes.path(), at, "PT_LOAD asks for " + hex(load.memorySize()) + " bytes of memory: ENOMEM");
        }
        if (load.fileSize() == 0) {
            return; // elf_load() maps anonymous memory and does not look at p_offset
        }
        if (((load.offset() - load.address()) & (SMALLEST_PAGE - 1)) != 0) {
            throw new MalformedFileException(
                    bytes.path(),
                    at,
                    "PT_LOAD has p_offset " + hex(load.offset()) + " and p_vaddr " + hex(load.address())
                            + ", which differ within a page: mmap refuses it");
        }
        if (!bytes.contains(load.offset(), load.fileSize())) {
            // mmap may allow it; the first touch of the missing pages is SIGBUS.
            throw new MalformedFileException(
                    bytes.path(),
                    at,
                    "PT_LOAD of " + hex(load.fileSize()) + " bytes at p_offset " + hex(load.offset())
                            + " passes the end of the file (" + hex(bytes.size()) + ")");
        }
    }

    private static long addressSpace(ElfHeader header) {
        int bits = Machine.of(header).map(Machine::addressBits).orElse(header.elfClass() == ElfClass.ELF64 ? 63 : 32);
        return 1L << bits;
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }
}
