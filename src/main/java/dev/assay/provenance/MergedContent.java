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
        int size = size(bytes, at, length, end);
        for (int i = at; i < at + size; i++) {
            hash = (hash ^ bytes[i] & 0xff) * 0x01000193;
        }
        return hash == 0 ? 1 : hash;
    }

    /** {@return how many bytes of the arguments of {@link #hash} are hashed: a string's NUL is not} */
    static int size(byte[] bytes, int at, int length, int end) {
        if (length > 0) {
            return Math.min(end - at, length);
        }
        int size = 0;
        while (at + size < end && bytes[at + size] != 0) {
            size++;
        }
        return size;
    }
}
