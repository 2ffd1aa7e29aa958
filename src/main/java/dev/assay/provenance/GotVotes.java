package dev.assay.provenance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Where the GOT is by what candidates say. Every right candidate that names the GOT names one address, wrong ones any: the
 * address that most name is it. Code that makes the GOT's address of its own says where its member's is: of some machines an
 * image has several, each for some members.
 */
final class GotVotes {
    /** One byte of code in so many that says otherwise makes an image with several. */
    private static final int FEW = 64;

    /** Two tables are at least this far apart: there is a second where the first is full, at 64 KiB. What is nearer is an error. */
    private static final long APART = 1 << 14;

    private final Map<Long, Integer> named = new HashMap<>();
    private final Map<Long, Integer> own = new HashMap<>();
    private final Map<Integer, Long> byMember = new HashMap<>();

    /** @param got number of the GOT's name */
    GotVotes(List<Candidate> candidates, int got) {
        Map<Integer, Map<Long, Integer>> ofMembers = new HashMap<>();
        for (Candidate candidate : candidates) {
            if (candidate.isRejected()) {
                continue;
            }
            for (int i = 0; i < candidate.claimName.length; i++) {
                if (candidate.claimName[i] == got) {
                    named.merge(candidate.claimAddress[i], candidate.known, Integer::sum);
                }
            }
            candidate.ownGot.ifPresent(address -> {
                own.merge(address, candidate.known, Integer::sum);
                ofMembers
                        .computeIfAbsent(candidate.member, k -> new HashMap<>())
                        .merge(address, candidate.known, Integer::sum);
            });
        }
        ofMembers.forEach((member, votes) -> byMember.put(member, most(votes)));
    }

    private static long most(Map<Long, Integer> votes) {
        return votes.entrySet().stream()
                .max(Map.Entry.<Long, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .orElseThrow()
                .getKey();
    }

    /** {@return the GOT that all code counts from; empty when nothing says it, or there are several} */
    OptionalLong common() {
        if (!named.isEmpty()) {
            return OptionalLong.of(most(named));
        }
        if (own.isEmpty()) {
            return OptionalLong.empty();
        }
        long address = most(own);
        long all = 0;
        long elsewhere = 0;
        for (Map.Entry<Long, Integer> vote : own.entrySet()) {
            all += vote.getValue();
            elsewhere += Math.abs(vote.getKey() - address) >= APART ? vote.getValue() : 0;
        }
        return elsewhere > all / FEW ? OptionalLong.empty() : OptionalLong.of(address);
    }

    /** {@return by member: the GOT that its own code makes the address of} */
    Map<Integer, Long> byMember() {
        return byMember;
    }
}
