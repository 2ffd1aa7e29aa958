package dev.assay.linkage;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the headers say of how an image starts, and of what makes the loader reach for a file. Facts of the loader's view:
 * program headers first. No opinion.
 *
 * @param form how it starts
 * @param machine the machine's name as cli.md writes it ({@code x86-64}); {@code unknown-0x1234} for an e_machine that is
 *     not known; empty where there is no ELF header
 * @param machineKnown whether {@code machine} names a machine that is known
 * @param interpreter the path in PT_INTERP
 * @param needed DT_NEEDED in the order of the table that the loader uses
 * @param loads other entries that make the loader open a file: DT_AUXILIARY, DT_FILTER, DT_AUDIT, DT_DEPAUDIT, DT_CONFIG
 * @param searchPaths DT_RPATH and DT_RUNPATH
 * @param textRelocations DT_TEXTREL or DF_TEXTREL, when set
 * @param undefinedSymbols dynamic symbols that are undefined and not weak, sorted
 * @param stack what PT_GNU_STACK says
 * @param heedsStackNotes whether a member's .note.GNU-stack has a say in that, as far as is known: lld and mold do not look at
 *     them, and name themselves in .comment
 * @param relro what is made read-only after relocation
 * @param writableCode PT_LOAD segments that are writable and executable
 * @param positionIndependent whether the image may be loaded at any address
 * @param disagreements where section headers contradict program headers
 * @param packing what shows that the image is packed, when it is
 * @param branchProtection which protections of indirect branches it asks for
 * @param loaded what of the file is loaded where, in the order of the program headers
 * @param malformation what contradicts the format, when something does
 */
public record Linkage(
        LinkageForm form,
        String machine,
        boolean machineKnown,
        Optional<String> interpreter,
        List<DynamicString> needed,
        List<DynamicString> loads,
        List<DynamicString> searchPaths,
        Optional<DynamicFlag> textRelocations,
        List<String> undefinedSymbols,
        Stack stack,
        boolean heedsStackNotes,
        Relro relro,
        List<WritableCode> writableCode,
        boolean positionIndependent,
        List<Disagreement> disagreements,
        Optional<Packing> packing,
        BranchProtection branchProtection,
        List<Loaded> loaded,
        Optional<Malformation> malformation) {

    public Linkage {
        loaded = List.copyOf(loaded);
        needed = List.copyOf(needed);
        loads = List.copyOf(loads);
        searchPaths = List.copyOf(searchPaths);
        undefinedSymbols = List.copyOf(undefinedSymbols);
        writableCode = List.copyOf(writableCode);
        disagreements = List.copyOf(disagreements);
    }

    /** {@return whether it names no other file: no interpreter, no library, nothing else that is loaded} */
    public boolean namesNoOther() {
        return interpreter.isEmpty() && needed.isEmpty() && loads.isEmpty();
    }

    /** {@return the file offset of what is loaded at an address; empty where nothing of the file is} */
    public OptionalLong offsetOf(long address) {
        return loaded.stream()
                .filter(one -> Long.compareUnsigned(address - one.address(), one.size()) < 0)
                .mapToLong(one -> address - one.address() + one.offset())
                .findFirst();
    }

    /**
     * A piece of the file that is loaded.
     *
     * @param address virtual address of its first byte
     * @param offset file offset of its first byte
     * @param size bytes of the file
     */
    public record Loaded(long address, long offset, long size) {}

    /**
     * An entry of the dynamic table whose value is a string.
     *
     * @param tag the tag's name: {@code DT_NEEDED}
     * @param value the string
     * @param offset file offset of the entry
     */
    public record DynamicString(String tag, String value, long offset) {}

    /**
     * A flag that the dynamic table sets.
     *
     * @param tag {@code DT_TEXTREL} or {@code DF_TEXTREL}
     * @param offset file offset of the entry
     */
    public record DynamicFlag(String tag, long offset) {}

    /**
     * A segment that is writable and executable.
     *
     * @param address virtual address of its first byte
     * @param size bytes in memory
     * @param offset file offset of its program header
     * @param cause whose doing it is
     */
    public record WritableCode(long address, long size, long offset, Cause cause) {}

    /** Whose doing it is that a segment is writable and executable, as far as an image's headers show it. */
    public enum Cause {
        /** The segment is not aligned to any page: the linker was told not to keep pages apart, and then makes one segment. */
        NOT_PAGED,
        /** It holds code, and no section in it is both. */
        JOINED,
        NOT_SHOWN
    }

    /**
     * Section headers that contradict what the loader sees.
     *
     * @param subject what they disagree on: {@code interpreter}, {@code dynamic table}, {@code DT_NEEDED}
     * @param loaderView what program headers say
     * @param sectionView what section headers say
     * @param offset file offset of the contradicting section header or entry
     */
    public record Disagreement(String subject, String loaderView, String sectionView, long offset) {}

    /**
     * What shows that an image is packed.
     *
     * @param packer its name when the file names it ({@code UPX}), else empty
     * @param unpacking the packer's own command that restores the program, where all records are whole that it asks for
     * @param sign what was seen, in words
     * @param offset file offset of what was seen
     */
    public record Packing(Optional<String> packer, Optional<String> unpacking, String sign, long offset) {}

    /**
     * What contradicts the format, or what the kernel accepts.
     *
     * @param expected what is wrong and what was expected there
     * @param offset file offset of it
     */
    public record Malformation(String expected, long offset) {}

    /** What PT_GNU_STACK says; without one the kernel's default for the machine holds, executable on several. */
    public enum Stack {
        NOT_EXECUTABLE,
        EXECUTABLE,
        UNSTATED
    }

    /** PT_GNU_RELRO, and whether all of it takes effect (BIND_NOW, or nothing to bind). */
    public enum Relro {
        FULL,
        PARTIAL,
        NONE
    }
}
