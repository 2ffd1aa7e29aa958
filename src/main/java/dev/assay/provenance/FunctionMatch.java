package dev.assay.provenance;

/**
 * A function of a section of which the whole is not there.
 *
 * @param shape the section's shape
 * @param unit the function, counted in the shape
 * @param address where the section would begin
 */
record FunctionMatch(int shape, int unit, long address) {}
