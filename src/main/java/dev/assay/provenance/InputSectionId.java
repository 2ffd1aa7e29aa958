package dev.assay.provenance;

import dev.assay.Origin;

/**
 * An input section of a reference: the linker's unit.
 *
 * @param origin the archive
 * @param member the archive's member: {@code crc32.o}
 * @param section the section's name: {@code .text}
 */
public record InputSectionId(Origin origin, String member, String section) {
    @Override
    public boolean equals(Object other) {
        return other instanceof InputSectionId id
                && member.equals(id.member)
                && section.equals(id.section)
                && origin.equals(id.origin);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * origin.hashCode() + member.hashCode()) + section.hashCode();
    }
}
