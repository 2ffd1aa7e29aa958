package dev.assay.audit;

import dev.assay.MalformedFileException;
import dev.assay.Origin;
import dev.assay.input.ArchiveMember;
import dev.assay.input.FileKind;
import dev.assay.input.Reference;
import dev.assay.linkage.ArchiveMemberFacts;
import dev.assay.linkage.ArchiveMemberReader;
import dev.assay.linkage.BranchProtection;
import dev.assay.linkage.Linkage;
import dev.assay.linkage.Linkage.Stack;
import dev.assay.provenance.LinkMap;
import dev.assay.provenance.Placement;
import dev.assay.reach.Culprit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the headers of placed members say, read again from the archives that they were found in: a catalog holds their code and
 * no more. Only where an image has something that a member may be to blame for; what one image wants of an archive is not read
 * again for the next.
 */
final class PlacedMembers {
    /** What was read of one file: by place in it, and under which names nothing is left to read. */
    private record Known(SortedMap<Integer, ArchiveMemberFacts> facts, Set<String> names) {}

    private final List<Reference> files;
    private final Map<Reference, Known> known = new HashMap<>();

    /** @param files the archives and objects that can be read */
    PlacedMembers(List<Reference> files) {
        this.files = List.copyOf(files);
    }

    /**
     * Reads them.
     *
     * @param linkage of the image
     * @param map its recovered layout
     * @return the members that are placed for certain and can be read, by address; none where there is nothing to blame them
     *     for
     * @throws IOException when an archive can no longer be read
     */
    List<Culprit> of(Linkage linkage, LinkMap map) throws IOException {
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
            Set<String> wanted =
                    placed.getOrDefault(loose ? Origin.ofPath(CatalogReader.OBJECTS) : file.origin(), Set.of());
            String archive = loose ? CatalogReader.OBJECTS : file.origin().archiveName();
            for (ArchiveMemberFacts facts : wanted.isEmpty() ? List.<ArchiveMemberFacts>of() : facts(file, wanted)) {
                members.add(new Culprit(archive, facts));
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

    /** The members of those names, in the order of their archive. Images are examined by several threads. */
    private synchronized List<ArchiveMemberFacts> facts(Reference file, Set<String> wanted) throws IOException {
        Known its = known.computeIfAbsent(file, first -> new Known(new TreeMap<>(), new HashSet<>()));
        if (!its.names.containsAll(wanted)) {
            read(file, wanted, its);
        }
        return its.facts.values().stream()
                .filter(facts -> wanted.contains(facts.name()))
                .toList();
    }

    private static void read(Reference file, Set<String> wanted, Known its) throws IOException {
        boolean loose = file.kind() != FileKind.ARCHIVE;
        String archive = loose ? CatalogReader.OBJECTS : file.origin().archiveName();
        try {
            int place = 0;
            for (ArchiveMember member : file.members()) {
                String name = loose ? file.origin().archive() : member.name();
                if (wanted.contains(name) && !its.names.contains(name)) {
                    String path = archive + "(" + name + ")";
                    its.facts.put(place, ArchiveMemberReader.read(path, name, member.bytes()));
                }
                place++;
            }
            its.names.addAll(wanted);
        } catch (MalformedFileException e) {
            return; // it was read before; who changes it meanwhile is told nothing of it
        }
    }
}
