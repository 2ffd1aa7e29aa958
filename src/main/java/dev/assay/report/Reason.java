package dev.assay.report;

import dev.assay.reach.ChainLink;
import dev.assay.reach.MemberChain;
import java.util.List;

/**
 * Why something is in an image.
 *
 * @param what what was asked for, as it was asked
 * @param address its virtual address
 * @param members the chain of members that leads to it; empty where no placed member is it, defines it or holds it
 * @param path from the entry point to it, where one can be shown; else empty
 */
public record Reason(String what, long address, List<MemberChain.Link> members, List<ChainLink> path) {
    public Reason {
        members = List.copyOf(members);
        path = List.copyOf(path);
    }
}
