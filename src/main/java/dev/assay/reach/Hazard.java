package dev.assay.reach;

import java.util.List;

/**
 * Code in an image that loads native objects at run time.
 *
 * @param kind what it does
 * @param reachable whether the program can come there
 * @param search whether there was any way to find out
 * @param evidence what shows that the code is in the image, in words
 * @param library of which glibc it is, as far as it shows
 * @param address where the code begins, unsigned; 0 when only a string or a symbol tells of it
 * @param chain from the entry point to the code; empty unless {@code reachable} is {@code YES}
 */
public record Hazard(
        HazardKind kind,
        Reachability reachable,
        Search search,
        String evidence,
        Glibc library,
        long address,
        List<ChainLink> chain) {

    /** What matters of glibc's age: since 2.34 the services files and dns of NSS are part of libc.a. */
    public enum Glibc {
        SINCE_2_34,
        BEFORE_2_34
    }

    /** Whether references were followed: not on machines whose instructions are not known, nor in images that are too large. */
    public enum Search {
        MADE,
        NOT_MADE
    }

    public Hazard {
        chain = List.copyOf(chain);
    }
}
