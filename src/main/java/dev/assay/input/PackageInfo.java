package dev.assay.input;

import dev.assay.Origin.PackageId;

/**
 * A package that was opened.
 *
 * @param path as given, or joined with its place in the directory that was walked
 * @param name binary package
 * @param version whole version, with epoch and revision
 * @param architecture as its distribution spells it
 * @param format of the package file
 * @param source name of the source package; the package's own name where it names none
 * @param sourceVersion version of that source package
 * @param sha256 of the package file, in lower-case hexadecimal digits
 */
public record PackageInfo(
        String path,
        String name,
        String version,
        String architecture,
        PackageFormat format,
        String source,
        String sourceVersion,
        String sha256) {

    /** {@return the package as an owner of references; its suite is not known from the file} */
    public PackageId id() {
        return new PackageId(name, version, source, sourceVersion, "", architecture);
    }
}
