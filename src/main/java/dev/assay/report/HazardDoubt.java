package dev.assay.report;

import dev.assay.reach.Hazard;
import dev.assay.reach.HazardKind;
import java.util.Optional;

/** What {@code assay why} says of a kind of hazard that no path is known to. */
public final class HazardDoubt {
    private HazardDoubt() {}

    /** {@return in words, why no path to a hazard is told; empty where the word names none, or where its path is known} */
    public static Optional<String> of(ArtifactReport image, String word) {
        return HazardKind.named(word).flatMap(kind -> of(image, kind));
    }

    private static Optional<String> of(ArtifactReport image, HazardKind kind) {
        return switch (image.linkage().form()) {
            case STATIC, STATIC_PIE ->
                image.hazards().stream()
                        .filter(hazard -> hazard.kind() == kind)
                        .findFirst()
                        .map(HazardDoubt::of)
                        .orElse(Optional.of("no code of glibc's that does this was found in the image"));
            case OPAQUE -> Optional.of("the image is packed: what it does cannot be told before it is unpacked");
            case DYNAMIC, SHARED_OBJECT ->
                Optional.of("this is looked for in static programs: here the interpreter loads libraries in any case");
            case RELOCATABLE, CORE, ARCHIVE, NOT_ELF, MALFORMED -> Optional.empty();
        };
    }

    private static Optional<String> of(Hazard hazard) {
        String there = "the code is in the image (" + hazard.evidence() + ")";
        return switch (hazard.reachable()) {
            case YES -> Optional.empty();
            case NO ->
                Optional.of(there + ", and the program does not come there: nothing that it refers to leads to it");
            case UNKNOWN ->
                Optional.of(there + "; whether the program comes there cannot be told: "
                        + switch (hazard.search()) {
                            case MADE ->
                                "no path is sure, and pointers, tables or distances in its data may lead there";
                            case NOT_MADE ->
                                "calls and jumps are followed on x86-64 and AArch64, in images with at most 32 MiB of code";
                        });
        };
    }
}
