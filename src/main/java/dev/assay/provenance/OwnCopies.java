package dev.assay.provenance;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds copies of COMDAT groups that may be the program's own. A program keeps its copies, and archives refer to them: they lie
 * among its own code, where nothing of an archive is but such copies, and what the linker folded onto own code. Their
 * neighbours are not the archive's, and they are not placed, since it is the program's compiler that made them.
 */
final class OwnCopies {
    /** Bytes between two sections of archives that are of one run. */
    private static final int SMALL_GAP = 256;

    private OwnCopies() {}

    /**
     * Addresses at which code stands that no archive is certain to have.
     *
     * @param code what stands or is held, ascending
     * @param isCertain whether it is an archive's: no copy, not folded, not one of several
     * @return addresses of all code in runs of which nothing is certain
     */
    static Set<Long> find(Iterable<Candidate> code, Predicate<Candidate> isCertain) {
        Set<Long> found = new HashSet<>();
        List<Long> run = new ArrayList<>();
        boolean certain = false;
        long end = 0;
        for (Candidate candidate : code) {
            if (candidate.address >= end + SMALL_GAP) {
                found.addAll(certain ? List.of() : run);
                run.clear();
                certain = false;
            }
            run.add(candidate.address);
            certain |= isCertain.test(candidate);
            end = candidate.address + candidate.size;
        }
        found.addAll(certain ? List.of() : run);
        return found;
    }
}
