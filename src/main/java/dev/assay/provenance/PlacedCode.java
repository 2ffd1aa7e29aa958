package dev.assay.provenance;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The placed code of an image in the order of its addresses. The linker's script takes the sections of input files in turn, so
 * what lies behind an archive's code, or between two sections of it, is of that archive or was given after it.
 */
final class PlacedCode {
    /** What GNU ld's script lays before other code, each kind for itself (ld, scripttempl/elf.sc, {@code .text}). */
    private static final List<String> LAID_FIRST =
            List.of(".text.unlikely", ".text.exit", ".text.startup", ".text.hot");

    private final Pool pool;
    private final int[] memberArchive;

    /** By what the script takes it for, and address. */
    private final Map<String, NavigableMap<Long, Candidate>> code = new HashMap<>();

    /** @param placed all that was placed, the program's own objects too */
    PlacedCode(Collection<Candidate> placed, Pool pool, int[] memberArchive) {
        this.pool = pool;
        this.memberArchive = memberArchive;
        for (Candidate candidate : placed) {
            if (candidate.code) {
                ofKind(candidate.member, candidate.section).put(candidate.address, candidate);
            }
        }
    }

    /** {@return whether the last code before an address that the script lays with a section is of its archive, too} */
    boolean isBehindItsArchive(int member, int section, long address) {
        return isOfItsArchive(member, ofKind(member, section).lowerEntry(address));
    }

    /** {@return whether the next such code on either side of an address is} */
    boolean isAmongItsArchive(int member, int section, long address) {
        return isBehindItsArchive(member, section, address)
                && isOfItsArchive(member, ofKind(member, section).higherEntry(address));
    }

    private boolean isOfItsArchive(int member, Map.Entry<Long, Candidate> neighbour) {
        return neighbour != null && memberArchive[neighbour.getValue().member] == memberArchive[member];
    }

    private NavigableMap<Long, Candidate> ofKind(int member, int section) {
        return code.computeIfAbsent(kind(member, section), first -> new TreeMap<>());
    }

    private String kind(int member, int section) {
        return kind(pool.member(member).sectionName[section]);
    }

    /** {@return what the script takes a section of code for: {@code .text}, or one of the kinds that it lays before that} */
    static String kind(String section) {
        return LAID_FIRST.stream()
                .filter(first -> section.equals(first) || section.startsWith(first + "."))
                .findFirst()
                .orElse(".text");
    }
}
