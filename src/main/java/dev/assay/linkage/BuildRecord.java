package dev.assay.linkage;

/**
 * What an image says that it is, or was built from: nobody has proved it.
 *
 * @param name of a package or a Go module
 * @param version of it; empty where none is said
 * @param saidBy where the image says so: {@code .note.package}, {@code Go build information}
 */
public record BuildRecord(String name, String version, String saidBy) {}
