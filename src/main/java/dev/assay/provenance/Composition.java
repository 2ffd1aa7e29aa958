package dev.assay.provenance;

import dev.assay.Origin;
import dev.assay.Origin.PackageId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What an image is made of: the components of a link map, the largest first. What may as well be another component's counts for
 * none.
 */
public final class Composition {
    private static final Comparator<Component> LARGEST_FIRST =
            Comparator.comparingLong(Component::bytes).reversed().thenComparing(Component::name);

    private final Function<Origin, String> naming;
    private final Map<String, Tally> tallies = new TreeMap<>();

    private Composition(Function<Origin, String> naming) {
        this.naming = naming;
    }

    /**
     * The components of a map.
     *
     * @param map the map
     * @param naming the component that an archive belongs to
     * @return components that have code or data in the image, by descending code bytes, then name
     */
    public static List<Component> of(LinkMap map, Function<Origin, String> naming) {
        Composition composition = new Composition(naming);
        map.placements().forEach(composition::add);
        map.partial().forEach(composition::add);
        return composition.tallies.entrySet().stream()
                .map(e -> e.getValue().component(e.getKey()))
                .sorted(LARGEST_FIRST)
                .toList();
    }

    private void add(Placement placement) {
        String name = naming.apply(placement.section().origin());
        boolean own = placement.alternatives().stream()
                .allMatch(other -> naming.apply(other.origin()).equals(name));
        if (own && placement.evidence() != Evidence.CODE) {
            tallies.computeIfAbsent(name, k -> new Tally()).add(placement);
        }
    }

    private void add(PartialMember member) {
        tallies.computeIfAbsent(naming.apply(member.origin()), k -> new Tally()).add(member);
    }

    /** What is known of one component while it is added up. */
    private static final class Tally {
        private long bytes;
        private long dataBytes;
        private boolean hasCode;
        private Evidence evidence = Evidence.EXACT;
        private Evidence dataEvidence = Evidence.EXACT;
        private final Map<PackageId, Long> explained =
                new TreeMap<>(Comparator.comparing(PackageId::name).thenComparing(PackageId::version));
        private final Map<String, ArchiveTally> archives = new TreeMap<>();
        private int agree;
        private final Set<String> differ = new TreeSet<>();

        void add(Placement placement) {
            ArchiveTally archive =
                    archives.computeIfAbsent(placement.section().origin().archive(), k -> new ArchiveTally());
            archive.members.add(placement.section().member());
            if (!placement.executable()) {
                dataEvidence = weaker(dataEvidence, placement.evidence());
                dataBytes += placement.evidence() == Evidence.EXACT ? placement.size() : 0;
                return;
            }
            hasCode = true;
            evidence = weaker(evidence, placement.evidence());
            long proved = placement.evidence() == Evidence.EXACT ? placement.size() : 0;
            bytes += proved;
            archive.bytes += proved;
            Set<PackageId> owners = new HashSet<>();
            placement.versions().forEach(version -> version.owner().ifPresent(owners::add));
            owners.forEach(owner -> explained.merge(owner, proved, Long::sum));
        }

        void add(PartialMember member) {
            hasCode = true;
            evidence = weaker(evidence, Evidence.CODE);
            agree += member.agree().size();
            differ.addAll(member.differ());
            archives.computeIfAbsent(member.origin().archive(), k -> new ArchiveTally())
                    .members
                    .add(member.member());
            member.origin().owner().ifPresent(owner -> explained.merge(owner, 0L, Long::sum));
        }

        private static Evidence weaker(Evidence one, Evidence other) {
            return one.compareTo(other) >= 0 ? one : other;
        }

        Component component(String name) {
            Optional<Map.Entry<PackageId, Long>> best =
                    explained.entrySet().stream().max(Map.Entry.<PackageId, Long>comparingByValue());
            List<String> versions = new ArrayList<>();
            for (Map.Entry<PackageId, Long> entry : explained.entrySet()) {
                if (entry.getValue().equals(best.orElseThrow().getValue())
                        && entry.getKey()
                                .name()
                                .equals(best.orElseThrow().getKey().name())) {
                    versions.add(entry.getKey().version());
                }
            }
            Evidence known = hasCode ? evidence : dataEvidence;
            return new Component(
                    name,
                    known,
                    best.map(Map.Entry::getKey),
                    versions,
                    bytes,
                    dataBytes,
                    archives.entrySet().stream()
                            .map(e -> new Component.ArchiveShare(
                                    e.getKey(), e.getValue().members.size(), e.getValue().bytes))
                            .toList(),
                    known == Evidence.CODE
                            ? Optional.of(new Component.Functions(agree, List.copyOf(differ)))
                            : Optional.empty(),
                    known == Evidence.DECLARED ? List.of("the link map") : List.of());
        }
    }

    private static final class ArchiveTally {
        private final Set<String> members = new HashSet<>();
        private long bytes;
    }
}
