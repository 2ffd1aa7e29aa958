package dev.assay.provenance;

/**
 * A range of an image's executable bytes and what it is.
 *
 * @param address virtual address of its first byte, unsigned
 * @param size bytes
 * @param kind what it is
 */
public record CodeRange(long address, long size, Kind kind) {
    /** What a byte of an executable segment can be (cli.md, "map"). */
    public enum Kind {
        /** An input section of a reference, proved. */
        EXACT,
        /** A function of another build of a reference. */
        CODE,
        /** An input section of the objects of the package being built. */
        OWN,
        /** Fill between input sections. */
        PADDING,
        /** Made by the linker: PLT, IPLT, stubs, veneers. */
        LINKER,
        /** No code, in images linked without separate code. */
        DATA,
        /** Nothing explains it. */
        UNEXPLAINED
    }
}
