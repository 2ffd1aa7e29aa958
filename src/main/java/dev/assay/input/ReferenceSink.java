package dev.assay.input;

import java.nio.file.Path;

/** Takes what a {@link ReferenceLocator} finds, in a fixed order, all from the caller's thread. */
public interface ReferenceSink {

    /** Takes an archive or a loose object. */
    void reference(Reference reference);

    /** Takes a catalog file, which {@link CatalogMagic} recognised. */
    void catalog(Path file);

    /** Takes what could not be read. */
    void unreadable(Unreadable unreadable);
}
