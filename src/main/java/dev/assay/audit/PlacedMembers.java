package dev.assay.audit;

import dev.assay.MalformedFileException;
import dev.assay.Origin;
import dev.assay.audit.CatalogReader.Source;
import dev.assay.input.ArchiveMember;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the headers of placed members say, read again from the archives and objects that they were found in: a catalog holds
 * their code and no more. Only where an image has something that a member may be to blame for; what one image wants of an
 * archive is not read again for the next.
 */
final class PlacedMembers {
    /** What was read of one file: by place in it, and under which names nothing is left to read. */
    private record Known(SortedMap<Integer, ArchiveMemberFacts> facts, Set<String> names) {}

    private final List<Source> sources;
    private final Map<Source, Known> known = new HashMap<>();

    /** @param sources the archives and objects that can be read */
    PlacedMembers(List<Source> sources) {
        this.sources = List.copyOf(sources);
    }

    /**
     * Reads them.
     *
     * @param linkage of the image
     * @param map its recovered layout
     * @return the members that are placed for certain and can be read, in the order of their files; none where there is
     *     nothing to blame them for
     * @throws IOException when an archive can no longer be read
     */
    List<Culprit> of(Linkage linkage, LinkMap map) throws IOException {
        if (sources.isEmpty() || !isBlamable(linkage)) {
            return List.of();
        }
        Map<Origin, Map<String, List<Placement>>> placed = new LinkedHashMap<>();
        Stream.concat(map.placements().stream(), map.own().stream())
                .filter(Placement::isProved)
                .forEach(placement -> placed.computeIfAbsent(placement.section().origin(), first -> new HashMap<>())
                        .computeIfAbsent(placement.section().member(), first -> new ArrayList<>())
                        .add(placement));
        List<Culprit> members = new ArrayList<>();
        for (Source source : sources) {
            Map<String, List<Placement>> wanted = placed.getOrDefault(source.archive(), Map.of());
            for (ArchiveMemberFacts facts : facts(source, wanted.keySet())) {
                members.add(new Culprit(
                        source.archive().archiveName(),
                        source.displayed(facts.name()),
                        facts,
                        wanted.get(facts.name())));
            }
        }
        return members;
    }

    private static boolean isBlamable(Linkage linkage) {
        BranchProtection protection = linkage.branchProtection();
        return linkage.stack() == Stack.EXECUTABLE
                || linkage.textRelocations().isPresent()
                || !linkage.writableCode().isEmpty()
                || !protection.missing().isEmpty();
    }

    /** The members of those names, in the order of their archive. Images are examined by several threads. */
    private synchronized List<ArchiveMemberFacts> facts(Source source, Set<String> wanted) throws IOException {
        if (wanted.isEmpty()) {
            return List.of();
        }
        Known its = known.computeIfAbsent(source, first -> new Known(new TreeMap<>(), new HashSet<>()));
        if (!its.names.containsAll(wanted)) {
            read(source, wanted, its);
        }
        return its.facts.values().stream()
                .filter(facts -> wanted.contains(facts.name()))
                .toList();
    }

    private static void read(Source source, Set<String> wanted, Known its) throws IOException {
        try {
            int place = 0;
            for (ArchiveMember member : source.file().members()) {
                String name = source.nameOf(member);
                if (wanted.contains(name) && !its.names.contains(name)) {
                    its.facts.put(place, ArchiveMemberReader.read(source.displayed(name), name, member.bytes()));
                }
                place++;
            }
            its.names.addAll(wanted);
        } catch (MalformedFileException e) {
            return; // it was read before; who changes it meanwhile is told nothing of it
        }
    }
}
