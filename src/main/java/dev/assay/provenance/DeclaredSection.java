package dev.assay.provenance;

/**
 * An input section of an archive's member, as a linker's own map names it.
 *
 * @param archive path of the archive, as the linker was given it
 * @param member the archive's member
 * @param section the section's name
 * @param address virtual address in the image
 * @param size bytes, not 0
 */
public record DeclaredSection(String archive, String member, String section, long address, long size) {}
