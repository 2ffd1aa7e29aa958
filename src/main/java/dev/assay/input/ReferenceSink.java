package dev.assay.input;

import dev.assay.Origin.PackageId;
import java.nio.file.Path;
import java.util.List;

/** Takes what a {@link ReferenceLocator} finds, in a fixed order, all from the caller's thread. */
public interface ReferenceSink {

    /** Takes an archive or a loose object. */
    void reference(Reference reference);

    /** Takes a catalog file, which {@link CatalogMagic} recognised. */
    void catalog(Path file);

    /** Takes the licences that a package states, as {@link PackageVisitor#licensed} has them; references are in it. */
    default void licensed(PackageId owner, List<String> licences) {}

    /** Takes what could not be read. */
    void unreadable(Unreadable unreadable);
}
