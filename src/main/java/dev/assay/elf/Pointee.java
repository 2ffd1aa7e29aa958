package dev.assay.elf;

/** What a relocated field that names a string or a constant tells of where that lies: {@link RelocationTable#pointee}. */
public enum Pointee {
    /** The field points at S + A and its bias: it lies there. */
    ADDEND,
    /** The addend is a distance in code: what lies at S itself is known, where S is no section's beginning. */
    SYMBOL,
    /** Other code tells where the field points. */
    ELSEWHERE
}
