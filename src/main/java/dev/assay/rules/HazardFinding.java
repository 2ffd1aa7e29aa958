package dev.assay.rules;

import dev.assay.provenance.Placement;
import dev.assay.reach.ChainLink;
import dev.assay.reach.Hazard;
import dev.assay.reach.HazardKind;
import dev.assay.reach.Reachability;
import dev.assay.rules.Finding.MemberName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the three rules on hazards have in common: how a hazard is told, and of which files they ask. */
final class HazardFinding {
    private HazardFinding() {}

    /** {@return the answer of the rule on a kind of hazard: broken by code that is there and not shown to be out of reach} */
    static Ruling judge(Facts facts, HazardKind kind, String does, String mend) {
        return switch (facts.linkage().form()) {
            case STATIC, STATIC_PIE ->
                Ruling.brokenBy(facts.hazards().stream()
                        .filter(hazard -> hazard.kind() == kind && hazard.reachable() != Reachability.NO)
                        .map(hazard -> seen(facts, hazard, does, mend))
                        .toList());
            // Of an image with an interpreter or needs the rules on these speak; of one that is packed, the rule
            // packed.
            case DYNAMIC, SHARED_OBJECT, RELOCATABLE, CORE, OPAQUE, ARCHIVE, NOT_ELF, MALFORMED ->
                Ruling.notApplicable();
        };
    }

    private static Observation seen(Facts facts, Hazard hazard, String does, String mend) {
        Observation seen = Observation.of(
                        does + "; " + reached(hazard), hazard.evidence(), hazard.kind() + " " + hazard.reachable())
                .mendedBy(mend);
        if (hazard.address() == 0) {
            return seen;
        }
        Observation placed = seen.atAddress(hazard.address());
        return member(facts, hazard.address()).map(placed::in).orElse(placed);
    }

    /** {@return the member whose code is there, where that is proved} */
    private static Optional<MemberName> member(Facts facts, long address) {
        return facts.linkMap().stream()
                .flatMap(map -> map.placements().stream())
                .filter(placement -> placement.isProved()
                        && Long.compareUnsigned(address - placement.address(), placement.size()) < 0)
                .map(Placement::section)
                .map(section -> new MemberName(section.origin().archiveName(), section.member()))
                .findFirst();
    }

    private static String reached(Hazard hazard) {
        List<ChainLink> chain = hazard.chain();
        return switch (hazard.reachable()) {
            case YES -> "reached by " + chain.stream().map(ChainLink::displayed).collect(Collectors.joining(" > "));
            case UNKNOWN -> "whether the program comes there cannot be shown";
            case NO -> "the program does not come there";
        };
    }
}
