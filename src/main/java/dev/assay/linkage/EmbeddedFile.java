package dev.assay.linkage;

/**
 * A whole ELF file that lies inside another file.
 *
 * @param offset file offset in the file around it of its first byte, or of the first byte of what it is wrapped in
 * @param size bytes, up to the end of its last header, segment or section
 * @param linkage what its headers say
 * @param wrapping in what form it lies there, in words: {@code gzip}; empty where it lies there as it is
 */
public record EmbeddedFile(long offset, long size, Linkage linkage, String wrapping) {}
