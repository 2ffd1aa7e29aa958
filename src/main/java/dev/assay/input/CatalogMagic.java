package dev.assay.input;

/** Recognises a catalog by its first bytes; the room that writes catalogs supplies it. */
@FunctionalInterface
public interface CatalogMagic {
    /** Recognises nothing. */
    CatalogMagic NONE = head -> false;

    /**
     * {@return whether a file that starts so is a catalog}
     *
     * @param head its first {@link FileKind#HEAD} bytes; all of them when it is shorter
     */
    boolean begins(byte[] head);
}
