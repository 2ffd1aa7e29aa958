package dev.assay.linkage;

/** How a file starts, or why it cannot (design.md, "Words"). */
public enum LinkageForm {
    /** Fixed addresses, no interpreter, nothing needed. */
    STATIC,
    /** Position-independent, relocates itself, no interpreter, nothing needed. */
    STATIC_PIE,
    /** Started through an interpreter, or names libraries that it needs. */
    DYNAMIC,
    /** A library, ld.so among them: mapped by others. */
    SHARED_OBJECT,
    /** An object file, not yet linked. */
    RELOCATABLE,
    /** A memory dump. */
    CORE,
    /** Packed or encrypted: what runs cannot be read from the file. */
    OPAQUE,
    /** An {@code ar} archive. */
    ARCHIVE,
    /** No ELF file at all. */
    NOT_ELF,
    /** Starts as an ELF file does, and contradicts the format or what the kernel accepts. */
    MALFORMED
}
