package dev.assay.audit;

import dev.assay.MalformedFileException;
import dev.assay.Origin;
import dev.assay.input.ArchiveMember;
import dev.assay.input.FileKind;
import dev.assay.input.Reference;
import dev.assay.linkage.ArchiveMemberReader;
import dev.assay.linkage.BranchProtection;
import dev.assay.linkage.Linkage;
import dev.assay.linkage.Linkage.Stack;
import dev.assay.provenance.LinkMap;
import dev.assay.provenance.Placement;
import dev.assay.reach.Culprit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the headers of placed members say, read again from the archives that they were found in: a catalog holds their code and
 * no more. Only where the image has something that a member may be to blame for.
 */
final class PlacedMembers {
    private PlacedMembers() {}

    /** What catalogs call the archive that loose objects would make. */
    private static final String OBJECTS = "objects";

    /**
     * Reads them.
     *
     * @param linkage of the image
     * @param map its recovered layout
     * @param files the archives and objects that can be read
     * @return the members that are placed for certain and can be read, by address; none where there is nothing to blame them
     *     for
     * @throws IOException when an archive can no longer be read
     */
    static List<Culprit> of(Linkage linkage, LinkMap map, List<Reference> files) throws IOException {
        if (files.isEmpty() || !isBlamable(linkage)) {
            return List.of();
        }
        Map<Origin, Set<String>> placed = new LinkedHashMap<>();
        for (Placement placement : map.placements()) {
            if (placement.isProved()) {
                placed.computeIfAbsent(placement.section().origin(), first -> new LinkedHashSet<>())
                        .add(placement.section().member());
            }
        }
        List<Culprit> members = new ArrayList<>();
        for (Reference file : files) {
            boolean loose = file.kind() != FileKind.ARCHIVE;
            Set<String> wanted = placed.getOrDefault(loose ? Origin.ofPath(OBJECTS) : file.origin(), Set.of());
            if (!wanted.isEmpty()) {
                addMembers(file, wanted, members);
            }
        }
        return members;
    }

    private static boolean isBlamable(Linkage linkage) {
        BranchProtection protection = linkage.branchProtection();
        return linkage.stack() == Stack.EXECUTABLE
                || linkage.textRelocations().isPresent()
                || !protection.missing().isEmpty();
    }

    private static void addMembers(Reference file, Set<String> wanted, List<Culprit> members) throws IOException {
        String archive = file.kind() == FileKind.ARCHIVE ? file.origin().archiveName() : OBJECTS;
        try {
            for (ArchiveMember member : file.members()) {
                String name = file.kind() == FileKind.ARCHIVE
                        ? member.name()
                        : file.origin().archive();
                if (wanted.contains(name)) {
                    members.add(new Culprit(
                            archive, ArchiveMemberReader.read(archive + "(" + name + ")", name, member.bytes())));
                }
            }
        } catch (MalformedFileException e) {
            return; // it was read before; who changes it meanwhile is told nothing of it
        }
    }
}
