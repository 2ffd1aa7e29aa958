package dev.assay.provenance;

/** Merged strings and constants are compared by what they are, since nothing says where the linker put them. */
final class MergedContent {
    private MergedContent() {}

    /**
     * A hash of a string or constant (FNV-1a), never 0.
     *
     * @param bytes where it is
     * @param at its first byte
     * @param length of a constant; 0 for a string that ends with NUL
     * @param end where its table ends, exclusive
     * @return the hash
     */
    static int hash(byte[] bytes, int at, int length, int end) {
        int hash = 0x811c9dc5;
        int to = length > 0 ? Math.min(end, at + length) : end;
        for (int i = at; i < to; i++) {
            if (length == 0 && bytes[i] == 0) {
                break;
            }
            hash = (hash ^ bytes[i] & 0xff) * 0x01000193;
        }
        return hash == 0 ? 1 : hash;
    }
}
