package dev.assay.linkage;

/**
 * A whole ELF file that lies inside another file.
 *
 * @param offset file offset of its first byte in the file around it
 * @param size bytes, up to the end of its last header, segment or section
 * @param linkage what its headers say
 */
public record EmbeddedFile(long offset, long size, Linkage linkage) {}
