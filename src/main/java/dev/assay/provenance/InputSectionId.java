package dev.assay.provenance;

import dev.assay.Origin;

/**
 * An input section of a reference: the linker's unit.
 *
 * @param origin the archive
 * @param member the archive's member: {@code crc32.o}
 * @param section the section's name: {@code .text}
 */
public record InputSectionId(Origin origin, String member, String section) {}
