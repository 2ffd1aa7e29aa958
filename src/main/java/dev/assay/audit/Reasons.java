package dev.assay.audit;

import dev.assay.reach.MemberGraph;
import dev.assay.report.ArtifactReport;
import dev.assay.report.Reason;
import java.util.Optional;

/** Finds out why something is in an image that was audited. */
public final class Reasons {
    private Reasons() {}

    /**
     * Why something is in an image.
     *
     * @param image the image
     * @param what a member ({@code libc.a(getpwuid.o)}), a symbol, or an address ({@code 0x401000})
     * @return the reason; empty when it is not placed
     */
    public static Optional<Reason> find(ArtifactReport image, String what) {
        return new MemberGraph(image.linkMap()).chainTo(what).map(chain -> new Reason(what, chain));
    }
}
