package dev.assay.audit;

import dev.assay.elf.Image;
import dev.assay.linkage.Linkage;
import dev.assay.provenance.LinkMap;
import dev.assay.reach.ChainLink;
import dev.assay.reach.EntryPath;
import dev.assay.reach.EntryPath.Extent;
import dev.assay.reach.MemberChain;
import dev.assay.reach.MemberGraph;
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
    private final String what;

    private Reasons(Image image, LinkMap map, String what) {
        this.image = image;
        this.map = map;
        this.what = what;
    }

    /**
     * Why something is in an image.
     *
     * @param what a member ({@code libc.a(getpwuid.o)}), a symbol, or an address ({@code 0x401000})
     * @return the reason; empty when it is not placed, and no path leads there
     */
    static Optional<Reason> find(Image image, Linkage linkage, LinkMap map, String what) {
        return switch (linkage.form()) {
            case STATIC, STATIC_PIE, DYNAMIC, SHARED_OBJECT, OPAQUE -> new Reasons(image, map, what).find();
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
                        : Optional.of(new Reason(what, path.get(path.size() - 1).address(), List.of(), path)));
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
