package dev.assay.input;

/**
 * What a package has run when it is installed, upgraded or removed.
 *
 * @param name as the format calls it: {@code postinst}, {@code %post}
 * @param interpreter what runs it; empty when not stated
 * @param text all of it; bytes that are no UTF-8 are replacement characters
 */
public record PackageScript(String name, String interpreter, String text) {}
