package dev.assay.input;

/** Of a package file. */
public enum PackageFormat {
    DEB,
    RPM
}
