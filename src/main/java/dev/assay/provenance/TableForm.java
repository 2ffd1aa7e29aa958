package dev.assay.provenance;

/** How a table of a catalog file lies there. All numbers are little-endian. */
enum TableForm {
    /** Numbers of four bytes. */
    INTS(1),
    /** Numbers of eight bytes. */
    LONGS(2),
    /** Numbers of four bytes, deflated. */
    DEFLATED_INTS(3),
    /** Numbers of eight bytes, deflated. */
    DEFLATED_LONGS(4),
    /** Records of any length, in deflated blocks. */
    RECORDS(5);

    /** Bytes of a row of the directory: table and form (two each), count, offset in the file, size in the file (four each). */
    static final int ROW = 16;

    /** Bytes of a row of a table's blocks: first record, offset behind these rows, size when inflated (four each). */
    static final int BLOCK_ROW = 12;

    private final int id;

    TableForm(int id) {
        this.id = id;
    }

    /** {@return its number in the file} */
    int id() {
        return id;
    }

    /** {@return whether that is its number in the file} */
    boolean is(int number) {
        return number == id;
    }
}
