package dev.assay.audit;

import dev.assay.elf.Image;
import dev.assay.linkage.Linkage;
import dev.assay.provenance.LinkMap;
import dev.assay.reach.ChainLink;
import dev.assay.reach.EntryPath;
import dev.assay.reach.EntryPath.Extent;
import dev.assay.reach.Hazard;
import dev.assay.reach.HazardKind;
import dev.assay.reach.MemberChain;
import dev.assay.reach.MemberGraph;
import dev.assay.reach.Reachability;
import dev.assay.report.Reason;
import java.util.List;
import java.util.Optional;

/**
 * Finds out why something is in an image: by which path the program comes there, and which members brought it in. Either may be
 * known without the other: a path leads through the program's own code, of which no reference tells; members hang together on
 * every machine.
 */
final class Reasons {
    private final Image image;
    private final LinkMap map;
    private final List<Hazard> hazards;
    private final String what;

    private Reasons(Image image, LinkMap map, List<Hazard> hazards, String what) {
        this.image = image;
        this.map = map;
        this.hazards = hazards;
        this.what = what;
    }

    /**
     * Why something is in an image.
     *
     * @param hazards what it loads at run time although it is static
     * @param what a member ({@code libc.a(getpwuid.o)}), a symbol, an address ({@code 0x401000}), or a kind of hazard ({@code
     *     nss})
     * @return the reason; empty when it is not placed, and no path leads there
     */
    static Optional<Reason> find(Image image, Linkage linkage, LinkMap map, List<Hazard> hazards, String what) {
        return switch (linkage.form()) {
            case STATIC, STATIC_PIE, DYNAMIC, SHARED_OBJECT, OPAQUE -> new Reasons(image, map, hazards, what).find();
            case RELOCATABLE, CORE, ARCHIVE, NOT_ELF, MALFORMED -> Optional.empty();
        };
    }

    private Optional<Reason> find() {
        Optional<MemberChain> members = new MemberGraph(map).chainTo(what);
        Optional<EntryPath> ways = EntryPath.in(image, Optional.of(map));
        List<ChainLink> path = ways.map(way -> path(way, members)).orElse(List.of());
        return members.map(chain -> new Reason(what, chain.address(), chain.links(), path))
                .or(() -> path.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Reason(what, path.get(path.size() - 1).address(), List.of(), path)))
                .or(this::hazard);
    }

    private Optional<Reason> hazard() {
        Optional<HazardKind> kind = HazardKind.named(what);
        return hazards.stream()
                .filter(hazard -> kind.equals(Optional.of(hazard.kind())) && hazard.reachable() == Reachability.YES)
                .map(hazard -> new Reason(what, hazard.address(), List.of(), hazard.chain()))
                .findFirst();
    }

    private List<ChainLink> path(EntryPath ways, Optional<MemberChain> members) {
        if (what.startsWith("0x")) {
            return address().map(ways::toWhatHolds).orElse(List.of());
        }
        Optional<MemberChain.Link> last =
                members.map(chain -> chain.links().get(chain.links().size() - 1));
        if (last.isEmpty()) {
            return ways.toWhatBeginsIn(image.symbols().stream()
                    .filter(symbol -> symbol.isDefined() && symbol.name().equals(what))
                    .map(symbol -> new Extent(symbol.value(), 1))
                    .toList());
        }
        return ways.toWhatBeginsIn(
                last.get().symbol().isPresent() ? List.of(new Extent(last.get().address(), 1)) : placedOf(last.get()));
    }

    private Optional<Long> address() {
        try {
            return Optional.of(Long.parseUnsignedLong(what.substring(2), 16));
        } catch (NumberFormatException noAddress) {
            return Optional.empty();
        }
    }

    private List<Extent> placedOf(MemberChain.Link member) {
        return map.placements().stream()
                .filter(placement -> placement.section().origin().equals(member.archive())
                        && placement.section().member().equals(member.member()))
                .map(placement -> new Extent(placement.address(), placement.size()))
                .toList();
    }
}
