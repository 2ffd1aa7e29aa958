package dev.assay.provenance;

import dev.assay.Origin;
import dev.assay.Origin.PackageId;
import dev.assay.elf.ElfClass;
import dev.assay.elf.ElfHeader;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Catalogs of toy objects, and maps as lines that can be compared with what {@link ToyLinker} laid. */
final class ToyReferences {
    static final ElfHeader X86_64 = new ElfHeader(ElfClass.ELF64, ByteOrder.LITTLE_ENDIAN, ElfHeader.ET_REL, 62, 0, 0);

    private ToyReferences() {}

    static Catalog archive(String name, ToyObject... members) {
        return archive(Origin.ofPath(name), members);
    }

    static Catalog archive(Origin origin, ToyObject... members) {
        return catalog(Map.of(origin, List.of(members)));
    }

    /** {@return one catalog of several archives} */
    static Catalog archives(Map<String, List<ToyObject>> archives) {
        Map<Origin, List<ToyObject>> origins = new LinkedHashMap<>();
        archives.forEach((name, members) -> origins.put(Origin.ofPath(name), members));
        return catalog(origins);
    }

    private static Catalog catalog(Map<Origin, List<ToyObject>> archives) {
        try {
            CatalogBuilder builder = CatalogBuilder.of(X86_64);
            archives.forEach((origin, members) -> {
                CatalogBuilder.ArchiveWriter writer = builder.begin(origin);
                members.forEach(member -> writer.add(member.name(), member.build()));
                writer.end();
            });
            return builder.build();
        } catch (UnsupportedMachineException e) {
            throw new AssertionError(e);
        }
    }

    /** {@return an archive of a package at a version} */
    static Origin version(String archive, String version) {
        return new Origin(archive, Optional.of(new PackageId("toy-dev", version, "toy", version, "", "amd64")));
    }

    /** {@return the placements, one a line; alternatives stand behind "or"} */
    static Set<String> lines(LinkMap map) {
        Set<String> lines = new TreeSet<>();
        for (Placement placement : map.placements()) {
            StringBuilder line = new StringBuilder(line(placement.section(), placement.address()));
            new TreeSet<>(placement.alternatives().stream()
                            .map(other ->
                                    " or " + other.origin().archive() + "(" + other.member() + ") " + other.section())
                            .toList())
                    .forEach(line::append);
            lines.add(line.toString());
        }
        return lines;
    }

    static String line(InputSectionId id, long address) {
        return ToyLinker.line(id.origin().archive(), id.member(), id.section(), address);
    }
}
