package dev.assay.provenance;

import java.util.List;

/**
 * An input section of an archive's member, as a linker's own map names it.
 *
 * @param archive path of the archive, as the linker was given it
 * @param member the archive's member
 * @param section the section's name
 * @param address virtual address in the image
 * @param size bytes, not 0
 */
public record DeclaredSection(String archive, String member, String section, long address, long size) {
    private static final List<String> DATA =
            List.of(".rodata", ".data", ".tdata", ".init_array", ".fini_array", ".bss");

    /** {@return whether its name is no name of data, which linkers may lay beside code} */
    boolean mayBeCode() {
        return DATA.stream().noneMatch(section::startsWith);
    }
}
