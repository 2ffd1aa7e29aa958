package dev.assay.report;

import dev.assay.Origin.PackageId;

/**
 * A package that artifacts lie in.
 *
 * @param path of the package file, as given
 * @param id what it says of itself
 * @param format how it is packed
 */
public record ContainingPackage(String path, PackageId id, PackageFormat format) {
    /** How a package is packed. */
    public enum PackageFormat {
        DEB,
        RPM
    }
}
