package dev.assay.provenance;

/**
 * A function of a section of which the whole is not there.
 *
 * @param shape the section's shape
 * @param unit the function, counted in the shape
 * @param address where the section would begin
 * @param start where the function begins
 * @param size bytes of it in the image: fewer than in the section's object where a linker deleted some
 */
record FunctionMatch(int shape, int unit, long address, long start, int size) {
    @Override
    public boolean equals(Object other) {
        return other instanceof FunctionMatch match
                && shape == match.shape
                && unit == match.unit
                && address == match.address
                && start == match.start
                && size == match.size;
    }

    @Override
    public int hashCode() {
        return 31 * (31 * shape + unit) + Long.hashCode(address);
    }
}
