package dev.assay.provenance;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Members of versions that are not solved with, and whose code stands in the image all the same, where nothing of the chosen
 * versions does: two versions of an archive are mixed in the image. Each then takes the place of the chosen version's member of
 * its name, if more of it was seen. All other members are of the chosen version, so that no member competes with its own other
 * versions.
 */
final class OtherVersions {
    /** Less code than this, in known bytes, may be like another version's by chance. */
    private static final int TELLING = 64;

    private final Pool pool;
    private final VersionChoice versions;
    private final int[] memberArchive;
    private final NavigableMap<Long, Long> explained = new TreeMap<>(Long::compareUnsigned);
    private final Set<Integer> found = new HashSet<>();

    /** @param memberArchive by member, the archive that it counts for; negative where it is of no chosen version; changed here */
    OtherVersions(Pool pool, VersionChoice versions, int[] memberArchive) {
        this.pool = pool;
        this.versions = versions;
        this.memberArchive = memberArchive;
    }

    /** Lets the members that were seen count for their archives, and those in whose place they stand for none. */
    void admit(Sightings sightings) {
        if (!versions.areSeveral()) {
            return;
        }
        for (int shape = 0; shape < pool.shapeCount(); shape++) {
            if (sightings.isSeen(shape) && isOfChosen(shape)) {
                for (long address : sightings.placesOf(shape)) {
                    explain(address, pool.shape(shape).size());
                }
            }
        }
        for (int shape = 0; shape < pool.shapeCount(); shape++) {
            if (sightings.isSeen(shape)) {
                take(shape, sightings.placesOf(shape));
            }
        }
        for (int archive = 0; archive < pool.archiveCount() && !found.isEmpty(); archive++) {
            if (!versions.isChosen(archive)) {
                stand(archive, sightings);
            }
        }
    }

    private boolean isOfChosen(int shape) {
        return Arrays.stream(pool.usesOf(shape)).anyMatch(use -> memberArchive[(int) (use >>> 16)] >= 0);
    }

    /** Ranges that overlap become one, so that one look-up tells whether a range is free. */
    private void explain(long address, long size) {
        long from = address;
        long to = address + size;
        Map.Entry<Long, Long> before = explained.lowerEntry(to);
        while (before != null && Long.compareUnsigned(before.getValue(), from) > 0) {
            from = Long.compareUnsigned(before.getKey(), from) < 0 ? before.getKey() : from;
            to = Long.compareUnsigned(before.getValue(), to) > 0 ? before.getValue() : to;
            explained.remove(before.getKey());
            before = explained.lowerEntry(to);
        }
        explained.put(from, to);
    }

    private boolean isFree(long address, long size) {
        Map.Entry<Long, Long> before = explained.lowerEntry(address + size);
        return before == null || Long.compareUnsigned(before.getValue(), address) <= 0;
    }

    private void take(int number, long[] addresses) {
        Shape shape = pool.shape(number);
        boolean isTelling = shape.kind() == Shape.Kind.CODE && shape.known() >= TELLING && !isOfChosen(number);
        if (!isTelling || Arrays.stream(addresses).noneMatch(address -> isFree(address, shape.size()))) {
            return;
        }
        for (long use : pool.usesOf(number)) {
            int member = (int) (use >>> 16);
            // A copy of a COMDAT group may be the program's own.
            if (pool.member(member).sectionGroup[(int) use & 0xffff].isEmpty()) {
                found.add(member);
            }
        }
    }

    private void stand(int archive, Sightings sightings) {
        int chosen = versions.chosenOf(archive);
        for (int member : pool.membersOf(archive)) {
            if (found.contains(member) && memberArchive[member] < 0) {
                String name = pool.nameOf(member);
                int[] namesakes = Arrays.stream(pool.membersOf(chosen))
                        .filter(other -> pool.nameOf(other).equals(name))
                        .toArray();
                boolean isBetter = Arrays.stream(namesakes)
                        .allMatch(other ->
                                memberArchive[other] == chosen && seen(other, sightings) < seen(member, sightings));
                if (isBetter) {
                    Arrays.stream(namesakes).forEach(other -> memberArchive[other] = -1);
                    memberArchive[member] = archive;
                }
            }
        }
    }

    private long seen(int member, Sightings sightings) {
        return Arrays.stream(pool.shapesOf(member))
                .filter(sightings::isSeen)
                .mapToLong(shape -> pool.shape(shape).known())
                .sum();
    }
}
