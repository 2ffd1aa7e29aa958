package dev.assay.provenance;

/** The tables of a catalog file, by the numbers that the file calls them by. docs/catalogs.md says what each holds. */
enum CatalogTable {
    ARCHIVES(1),
    STRINGS(2),
    FORMS(3),
    FUNCTION_HASHES(4),
    CONTENT_HASHES(5),
    SHAPES(6),
    SHAPE_OFFSETS(7),
    SHAPE_FORMS(8),
    MEMBERS(9),
    MEMBER_TARGETS(10),
    MEMBER_RELOCATIONS(11),
    ANCHOR_HASHES(12),
    ANCHOR_COUNTS(13),
    ANCHOR_PLACES(14),
    WINDOWLESS(15),
    NAMES(16),
    USES(17);

    private final int id;

    CatalogTable(int id) {
        this.id = id;
    }

    /** {@return its number in the file} */
    int id() {
        return id;
    }
}
