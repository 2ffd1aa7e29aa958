package dev.assay.reach;

import dev.assay.Origin;
import java.util.List;
import java.util.Optional;

/**
 * Why something is in an image: the shortest chain of members, each referred to by the one before it, that ends at it.
 *
 * @param address virtual address of what was asked for
 * @param links from a member that no other placed member refers to, as far as that is known, to the one asked for; never empty
 */
public record MemberChain(long address, List<Link> links) {
    public MemberChain {
        links = List.copyOf(links);
    }

    /**
     * A member on the way.
     *
     * @param archive where it comes from
     * @param member its name in the archive
     * @param symbol what the one before it refers to; of the first, a symbol that it defines; of the last, the one asked for
     *     where one was
     * @param address virtual address of that symbol, without one of the member's first placed section
     */
    public record Link(Origin archive, String member, Optional<String> symbol, long address) {}
}
