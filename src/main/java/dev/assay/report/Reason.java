package dev.assay.report;

import dev.assay.reach.MemberChain;

/**
 * Why something is in an image.
 *
 * @param what what was asked for, as it was asked
 * @param chain the members that lead to it
 */
public record Reason(String what, MemberChain chain) {}
