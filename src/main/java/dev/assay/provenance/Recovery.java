package dev.assay.provenance;

import dev.assay.Origin;
import dev.assay.elf.Image;
import dev.assay.provenance.CodeRange.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Recovers the link map of an image from catalogs: scan, choose versions, solve, account. A pure function of the two; one
 * instance serves one image.
 */
public final class Recovery {
    private final Image image;
    private final Pool pool;
    private final ImageMemory memory;
    private final ShapeMatcher matcher;
    private final int ownArchives;
    private final boolean[] active;
    private final int[] memberArchive;

    /** Further archives that hold a very member of another: which of them the linker took it from, its code does not say. */
    private final Map<Integer, List<Integer>> otherArchives = new HashMap<>();

    private VersionChoice versions;

    private Recovery(Image image, List<Catalog> references, List<Catalog> own) {
        List<Catalog> all = new ArrayList<>(own);
        all.addAll(references);
        this.image = image;
        pool = new Pool(all);
        memory = new ImageMemory(image, pool.machine());
        matcher = new ShapeMatcher(memory, pool.machine());
        ownArchives = own.stream().mapToInt(c -> c.archives().size()).sum();
        active = new boolean[pool.memberCount()];
        memberArchive = new int[pool.memberCount()];
    }

    /**
     * Recovers the link map of an image.
     *
     * @param image the image
     * @param references what its code may come from; catalogs of other machines are passed over
     * @param own the objects of the package being built; their code is the image's own
     * @return the map; with no catalog for the image's machine, one in which nothing is explained
     */
    public static LinkMap recover(Image image, List<Catalog> references, List<Catalog> own) {
        return recover(image, references, own, List.of());
    }

    /**
     * Recovers the link map of an image of which the linker's own map is at hand.
     *
     * @param image the image
     * @param references what its code may come from; catalogs of other machines are passed over
     * @param own the objects of the package being built; their code is the image's own
     * @param declared what the linker's map says: proved where references bear it out, else declared; nothing of it counts when
     *     {@link DeclaredCheck} finds that it is another image's
     * @return the map
     */
    public static LinkMap recover(
            Image image, List<Catalog> references, List<Catalog> own, List<DeclaredSection> declared) {
        List<Catalog> fitting = fitting(image, references);
        List<Catalog> ownFitting = fitting(image, own);
        if (fitting.isEmpty() && ownFitting.isEmpty()) {
            return LinkMap.declared(image, declared);
        }
        return new Recovery(image, fitting, ownFitting).recover(declared);
    }

    private static List<Catalog> fitting(Image image, List<Catalog> catalogs) {
        return catalogs.stream().filter(c -> c.isFor(image.header())).toList();
    }

    private LinkMap recover(List<DeclaredSection> declared) {
        Sightings sightings = new Sightings(pool, memory, matcher);
        versions = new VersionChoice(pool, sightings.seenBytes());
        activate(sightings);
        CandidateGraph graph = new CandidateGraph(pool, memory, matcher, active);
        sightings.tell(graph);
        new Solver(graph, memory, memberArchive).solve();
        LinkMap proved = account(graph, sightings, List.of());
        if (declared.isEmpty()) {
            return proved;
        }
        List<DeclaredSection> believed = new DeclaredCheck(declared, proved).believed();
        if (believed.isEmpty()) {
            return proved;
        }
        DeclaredSections sections = new DeclaredSections(graph, memory, memberArchive);
        sections.check(believed);
        return account(graph, sightings, sections.unproved());
    }

    /** Members of the versions that are solved with; one that several archives hold is solved with once, as the first's. */
    private void activate(Sightings sightings) {
        Arrays.fill(memberArchive, -1);
        for (int archive = 0; archive < pool.archiveCount(); archive++) {
            for (int member : pool.membersOf(archive)) {
                if (versions.isChosen(archive) && memberArchive[member] < 0) {
                    memberArchive[member] = archive;
                } else if (versions.isChosen(archive) && memberArchive[member] != archive) {
                    otherArchives
                            .computeIfAbsent(member, first -> new ArrayList<>())
                            .add(archive);
                }
            }
        }
        new OtherVersions(pool, versions, memberArchive).admit(sightings);
        for (int member = 0; member < active.length; member++) {
            active[member] = memberArchive[member] >= 0;
        }
    }

    private LinkMap account(CandidateGraph graph, Sightings sightings, List<Placement> declared) {
        Accountant accountant = new Accountant(image, memory, pool.machine());
        List<Placement> placements = new ArrayList<>(declared);
        List<Placement> own = new ArrayList<>();
        Map<Candidate, Placement> placed = new LinkedHashMap<>();
        Set<Long> placedSections = new HashSet<>();
        KeptCopies copies = new KeptCopies(graph);
        for (Candidate candidate : graph.all()) {
            if (candidate.isAccepted() && candidate.kind != Shape.Kind.ZEROED) {
                placedSections.addAll(graph.copiesOf(candidate));
                accountant.lay(candidate.address, candidate.size, kind(candidate));
                if (memberArchive[candidate.member] >= ownArchives) {
                    placed.put(candidate, placement(candidate, copies));
                } else {
                    own.add(placement(candidate, copies));
                }
            }
        }
        for (Candidate candidate : graph.all()) {
            for (int i = 0; candidate.isAccepted() && i < candidate.claimName.length; i++) {
                if (candidate.claimAddress[i] != candidate.claimThrough[i]) {
                    accountant.layStubs(candidate.claimAddress[i]);
                }
            }
        }
        accountant.laySections();
        List<Candidate> accepted =
                graph.all().stream().filter(Candidate::isAccepted).toList();
        PlacedCode code = new PlacedCode(accepted, pool, memberArchive);
        PartialMembers partial = new PartialMembers(graph, matcher, active, memberArchive, accountant, code);
        partial.take(sightings.functions(), placedSections);
        Map<Long, Set<Long>> replaced = new ReplacedMembers(graph, memory, matcher, memberArchive, accountant, code)
                .startsNamedBy(placed.keySet());
        partial.found()
                .forEach((member, matches) ->
                        matches.forEach(match -> placements.add(function(accountant, member, match))));
        List<PartialMember> described = describe(partial, replaced);
        accountant.layPadding();
        placements.addAll(placed.values());
        placements.sort(LinkMap.BY_ADDRESS);
        own.sort(LinkMap.BY_ADDRESS);
        Connections connections = new ConnectionFinder(graph, indexes(placed, placements)).find();
        return new LinkMap(placements, own, described, accountant.ranges(), accountant.coverage(), connections);
    }

    /** Those of which functions were found; then those that only a call tells of, and that indeed differ. */
    private List<PartialMember> describe(PartialMembers partial, Map<Long, Set<Long>> replaced) {
        Set<Integer> members = new LinkedHashSet<>(partial.found().keySet());
        replaced.keySet().forEach(section -> members.add((int) (section >>> 16)));
        List<PartialMember> described = new ArrayList<>();
        for (int member : members) {
            PartialMember one = partial.describe(member, pool.archive(memberArchive[member]), replaced);
            if (partial.found().containsKey(member) || !one.differ().isEmpty()) {
                described.add(one);
            }
        }
        return described;
    }

    private static Map<Candidate, Integer> indexes(Map<Candidate, Placement> placed, List<Placement> sorted) {
        IdentityHashMap<Placement, Integer> indexes = new IdentityHashMap<>();
        for (int i = 0; i < sorted.size(); i++) {
            indexes.put(sorted.get(i), i);
        }
        Map<Candidate, Integer> found = new LinkedHashMap<>();
        placed.forEach((candidate, placement) -> found.put(candidate, indexes.get(placement)));
        return found;
    }

    private Kind kind(Candidate candidate) {
        if (!candidate.code) {
            return Kind.DATA;
        }
        return memberArchive[candidate.member] < ownArchives ? Kind.OWN : Kind.EXACT;
    }

    private Placement placement(Candidate candidate, KeptCopies copies) {
        long copy = copies.of(candidate);
        List<InputSectionId> ids = Stream.concat(
                        ids(copy),
                        candidate.alternatives.stream()
                                .filter(other -> !other.isRejected())
                                .flatMap(other -> ids(copies.of(other))))
                .distinct()
                .toList();
        return new Placement(
                ids.get(0),
                candidate.address,
                candidate.size,
                candidate.code,
                Evidence.EXACT,
                ids.subList(1, ids.size()),
                versionsOf(copy, candidate.shape));
    }

    /** A section, and the same where other archives hold the member, too. */
    private Stream<InputSectionId> ids(long section) {
        int member = (int) (section >>> 16);
        int index = (int) section & 0xffff;
        return Stream.concat(Stream.of(memberArchive[member]), otherArchives.getOrDefault(member, List.of()).stream())
                .map(archive -> id(archive, member, index));
    }

    private Placement function(Accountant accountant, int member, FunctionMatch match) {
        accountant.lay(match.start(), match.size(), Kind.CODE);
        InputSectionId id = id(member, pool.sectionOf(member, match.shape()));
        return new Placement(id, match.start(), match.size(), true, Evidence.CODE, List.of(), List.of(id.origin()));
    }

    private InputSectionId id(int member, int section) {
        return id(memberArchive[member], member, section);
    }

    private InputSectionId id(int archive, int member, int section) {
        Member its = pool.member(member);
        return new InputSectionId(pool.archive(archive).origin(), its.name, its.sectionName[section]);
    }

    /** Every version of a section's archive whose member of that name has this very section. */
    private List<Origin> versionsOf(long section, int shape) {
        int member = (int) (section >>> 16);
        int archive = memberArchive[member];
        List<Origin> found = new ArrayList<>(1);
        for (int version : versions.versionsOf(archive)) {
            if (version == archive || hasSection(version, member, (int) section & 0xffff, shape)) {
                found.add(pool.archive(version).origin());
            }
        }
        return found;
    }

    private boolean hasSection(int archive, int ofMember, int ofSection, int shape) {
        Member wanted = pool.member(ofMember);
        for (int id : pool.membersOf(archive)) {
            if (id == ofMember) {
                return true;
            }
            if (!pool.nameOf(id).equals(wanted.name)) {
                continue;
            }
            Member member = pool.member(id);
            for (int section = 0; section < member.sectionName.length; section++) {
                if (member.sectionName[section].equals(wanted.sectionName[ofSection])
                        && pool.shape(pool.shapeOf(id, section)).sameAs(pool.shape(shape))
                        && member.namesAlike(section, wanted, ofSection)) {
                    return true;
                }
            }
        }
        return false;
    }
}
