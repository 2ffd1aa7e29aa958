package dev.assay.provenance;

import dev.assay.Origin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Of several versions of an archive in a pool, the one that is solved with: a link takes an archive once. It is the version of
 * which most bytes were seen in the image; of equals, the first. The others come back when versions are told.
 */
final class VersionChoice {
    private final Pool pool;

    /** By archive: the first archive of the pool that is a version of the same. */
    private final int[] group;

    private final boolean[] chosen;

    /** By the first archive of a group: the one that is solved with. */
    private final int[] best;

    /** @param seen known bytes of each shape that were seen in the image */
    VersionChoice(Pool pool, int[] seen) {
        this.pool = pool;
        this.group = new int[pool.archiveCount()];
        this.chosen = new boolean[pool.archiveCount()];
        this.best = new int[pool.archiveCount()];
        Map<String, List<Integer>> byName = new HashMap<>();
        for (int archive = 0; archive < group.length; archive++) {
            group[archive] = firstVersion(archive, byName);
        }
        choose(seen);
    }

    private int firstVersion(int archive, Map<String, List<Integer>> byName) {
        Origin origin = pool.archive(archive).origin();
        List<Integer> firsts = byName.computeIfAbsent(origin.seriesName(), k -> new ArrayList<>());
        for (int first : firsts) {
            if (pool.archive(first).origin().isVersionOf(origin)) {
                return first;
            }
        }
        firsts.add(archive);
        return archive;
    }

    private void choose(int[] seen) {
        long[] explained = new long[group.length];
        Arrays.fill(best, -1);
        for (int archive = 0; archive < group.length; archive++) {
            if (versions(archive) > 1) {
                explained[archive] = explained(archive, seen);
            }
            int first = group[archive];
            if (best[first] < 0 || explained[archive] > explained[best[first]]) {
                best[first] = archive;
            }
        }
        for (int archive = 0; archive < group.length; archive++) {
            chosen[archive] = best[group[archive]] == archive;
        }
    }

    private int versions(int archive) {
        int count = 0;
        for (int other : group) {
            count += other == group[archive] ? 1 : 0;
        }
        return count;
    }

    private long explained(int archive, int[] seen) {
        long sum = 0;
        for (int member : pool.membersOf(archive)) {
            for (int shape : pool.shapesOf(member)) {
                sum += seen[shape];
            }
        }
        return sum;
    }

    /** {@return whether the archive is solved with} */
    boolean isChosen(int archive) {
        return chosen[archive];
    }

    /** {@return the version of an archive that is solved with} */
    int chosenOf(int archive) {
        return best[group[archive]];
    }

    /** {@return whether there is an archive of which there are several versions} */
    boolean areSeveral() {
        for (boolean one : chosen) {
            if (!one) {
                return true;
            }
        }
        return false;
    }

    /** {@return all archives that are versions of one, itself included, ascending} */
    List<Integer> versionsOf(int archive) {
        List<Integer> found = new ArrayList<>(2);
        for (int other = 0; other < group.length; other++) {
            if (group[other] == group[archive]) {
                found.add(other);
            }
        }
        return found;
    }
}
