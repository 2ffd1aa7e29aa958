package dev.assay.linkage;

import dev.assay.linkage.Linkage.Stack;
import java.util.List;

/**
 * What matters of one member of an archive before it is linked.
 *
 * @param name the member: {@code crc32.o}
 * @param machine its machine, as cli.md writes it
 * @param content what it holds
 * @param absolute where it needs fixed addresses, one for each section and type
 * @param stack what it says of the stack by .note.GNU-stack
 * @param missingProtection protections of indirect branches that its property note does not promise; empty where it has no
 *     code, or its machine has none
 * @param writableCode names of its sections that are to be both written and executed, as far as every section of that name is
 * @param onlyShared what it must be given and only shared libraries have, as far as libraries were looked at
 */
public record ArchiveMemberFacts(
        String name,
        String machine,
        Content content,
        List<AbsoluteRelocation> absolute,
        Stack stack,
        List<String> missingProtection,
        List<String> writableCode,
        List<SharedSymbol> onlyShared) {

    /** Facts of a member alone: no library was looked at. */
    public ArchiveMemberFacts(
            String name,
            String machine,
            Content content,
            List<AbsoluteRelocation> absolute,
            Stack stack,
            List<String> missingProtection,
            List<String> writableCode) {
        this(name, machine, content, absolute, stack, missingProtection, writableCode, List.of());
    }

    /** {@return the same, with what only shared libraries have} */
    public ArchiveMemberFacts lacking(List<SharedSymbol> symbols) {
        return new ArchiveMemberFacts(
                name, machine, content, absolute, stack, missingProtection, writableCode, symbols);
    }

    /** What a member holds. */
    public enum Content {
        /** Code or data that a linker can place. */
        OBJECT,
        /** Byte code of link-time optimisation alone. */
        BYTE_CODE,
        /** No object of a machine that is known, or a damaged one. */
        UNREADABLE
    }

    /**
     * Relocations of one type in one section that need fixed addresses.
     *
     * @param section the section's name
     * @param type r_type
     * @param count how many
     * @param symbol of the first of them; empty for a section's own
     */
    public record AbsoluteRelocation(String section, int type, int count, String symbol) {}

    /**
     * A symbol that no archive defines.
     *
     * @param symbol its name
     * @param library file name of a shared library that defines it
     */
    public record SharedSymbol(String symbol, String library) {}

    public ArchiveMemberFacts {
        absolute = List.copyOf(absolute);
        missingProtection = List.copyOf(missingProtection);
        writableCode = List.copyOf(writableCode);
        onlyShared = List.copyOf(onlyShared);
    }
}
