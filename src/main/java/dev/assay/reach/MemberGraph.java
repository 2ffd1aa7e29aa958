package dev.assay.reach;

import dev.assay.Origin;
import dev.assay.provenance.Connections.PlacedReference;
import dev.assay.provenance.Connections.PlacedSymbol;
import dev.assay.provenance.InputSectionId;
import dev.assay.provenance.LinkMap;
import dev.assay.provenance.Placement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Placed members and who refers to whom, as a linker saw it when it drew them from their archives.
 *
 * <p>What the program's own code refers to is not known here, so any member may be one that it asked for. Certain is only that a
 * member to which no other refers was asked for by the program or by what starts it; the same holds for a ring of members that
 * none outside of it refers to. Chains begin there.
 */
public final class MemberGraph {
    /** A member of an archive; members of one name in an archive count as one. */
    private record MemberId(Origin archive, String member) {}

    private final LinkMap map;
    private final List<MemberId> members = new ArrayList<>();
    private final List<List<PlacedReference>> referrers = new ArrayList<>();
    private final List<List<Integer>> referred = new ArrayList<>();
    private final int[] memberOf;

    public MemberGraph(LinkMap map) {
        this.map = map;
        this.memberOf = new int[map.placements().size()];
        Map<MemberId, Integer> numbers = new HashMap<>();
        for (int i = 0; i < memberOf.length; i++) {
            InputSectionId section = map.placements().get(i).section();
            memberOf[i] = numbers.computeIfAbsent(new MemberId(section.origin(), section.member()), id -> {
                members.add(id);
                referrers.add(new ArrayList<>());
                referred.add(new ArrayList<>());
                return members.size() - 1;
            });
        }
        for (PlacedReference reference : map.connections().references()) {
            int from = memberOf[reference.from()];
            int to = memberOf[reference.to()];
            if (from != to) {
                referrers.get(to).add(reference);
                referred.get(from).add(to);
            }
        }
    }

    /**
     * Why something is in the image.
     *
     * @param what a member ({@code libc.a(getpwuid.o)}), a symbol, or an address ({@code 0x401000})
     * @return the chain that leads to it; empty when it is not placed
     */
    public Optional<MemberChain> chainTo(String what) {
        return find(what).map(this::chainTo);
    }

    /** What was asked for: a placement, the symbol where one was asked for, and an address. */
    private record Found(int placement, Optional<String> symbol, long address) {}

    private Optional<Found> find(String what) {
        int parenthesis = what.indexOf('(');
        if (parenthesis > 0 && what.endsWith(")")) {
            return member(what.substring(0, parenthesis), what.substring(parenthesis + 1, what.length() - 1));
        }
        if (what.startsWith("0x")) {
            return address(what);
        }
        return symbol(what).or(() -> member("", what));
    }

    private Optional<Found> member(String archive, String member) {
        for (int i = 0; i < memberOf.length; i++) {
            Placement placement = map.placements().get(i);
            if (isMember(placement.section(), archive, member)) {
                return Optional.of(new Found(i, Optional.empty(), placement.address()));
            }
        }
        for (int i = 0; i < memberOf.length; i++) {
            Placement placement = map.placements().get(i);
            if (placement.alternatives().stream().anyMatch(other -> isMember(other, archive, member))) {
                return Optional.of(new Found(i, Optional.empty(), placement.address()));
            }
        }
        return Optional.empty();
    }

    private static boolean isMember(InputSectionId section, String archive, String member) {
        String path = section.origin().archive();
        return section.member().equals(member)
                && (archive.isEmpty() || path.equals(archive) || path.endsWith("/" + archive));
    }

    private Optional<Found> address(String what) {
        long address;
        try {
            address = Long.parseUnsignedLong(what.substring(2), 16);
        } catch (NumberFormatException noAddress) {
            return Optional.empty();
        }
        for (int i = 0; i < memberOf.length; i++) {
            Placement placement = map.placements().get(i);
            if (Long.compareUnsigned(address - placement.address(), placement.size()) < 0) {
                return Optional.of(new Found(i, Optional.empty(), address));
            }
        }
        return Optional.empty();
    }

    private Optional<Found> symbol(String name) {
        return map.connections().symbols().stream()
                .filter(symbol -> symbol.name().equals(name))
                .findFirst()
                .map(symbol -> new Found(symbol.placement(), Optional.of(name), symbol.address()));
    }

    private MemberChain chainTo(Found found) {
        int last = memberOf[found.placement()];
        BitSet roots = roots();
        PlacedReference[] next = new PlacedReference[members.size()];
        int root = nearestRoot(last, roots, next);
        List<MemberChain.Link> links = new ArrayList<>();
        if (root == last) {
            links.add(last(found));
            return new MemberChain(found.address(), links);
        }
        links.add(first(root));
        for (int at = root; at != last; at = memberOf[next[at].to()]) {
            boolean isLast = memberOf[next[at].to()] == last && found.symbol().isPresent();
            links.add(isLast ? last(found) : link(next[at]));
        }
        return new MemberChain(found.address(), links);
    }

    /** Breadth first, against the direction of references. {@return the root that it meets first} */
    private int nearestRoot(int last, BitSet roots, PlacedReference[] next) {
        Deque<Integer> queue = new ArrayDeque<>(List.of(last));
        BitSet seen = new BitSet();
        seen.set(last);
        while (!queue.isEmpty()) {
            int at = queue.remove();
            if (roots.get(at)) {
                return at;
            }
            for (PlacedReference reference : referrers.get(at)) {
                int from = memberOf[reference.from()];
                if (!seen.get(from)) {
                    seen.set(from);
                    next[from] = reference;
                    queue.add(from);
                }
            }
        }
        throw new IllegalStateException("every member is referred to by a root, or is one");
    }

    private MemberChain.Link first(int root) {
        int placement = firstPlacement(root);
        Optional<PlacedSymbol> symbol = map.connections().symbols().stream()
                .filter(one -> memberOf[one.placement()] == root)
                .findFirst();
        MemberId id = members.get(root);
        return new MemberChain.Link(
                id.archive(),
                id.member(),
                symbol.map(PlacedSymbol::name),
                symbol.map(PlacedSymbol::address)
                        .orElseGet(() -> map.placements().get(placement).address()));
    }

    private int firstPlacement(int member) {
        int placement = 0;
        while (memberOf[placement] != member) {
            placement++;
        }
        return placement;
    }

    private MemberChain.Link link(PlacedReference reference) {
        MemberId id = members.get(memberOf[reference.to()]);
        long address = map.connections().symbols().stream()
                .filter(symbol ->
                        symbol.placement() == reference.to() && symbol.name().equals(reference.symbol()))
                .map(PlacedSymbol::address)
                .findFirst()
                .orElseGet(() -> map.placements().get(reference.to()).address());
        return new MemberChain.Link(id.archive(), id.member(), Optional.of(reference.symbol()), address);
    }

    private MemberChain.Link last(Found found) {
        MemberId id = members.get(memberOf[found.placement()]);
        return new MemberChain.Link(id.archive(), id.member(), found.symbol(), found.address());
    }

    /**
     * Members of the rings to which nothing outside of them refers: the sources of the graph of strongly connected components.
     * Kosaraju's way: in the order in which a walk along references leaves members, last first, a member that no earlier ring
     * reaches begins a source ring, and the ring is what reaches it.
     */
    private BitSet roots() {
        BitSet roots = new BitSet();
        BitSet reached = new BitSet();
        int[] order = leavingOrder();
        for (int i = order.length - 1; i >= 0; i--) {
            int member = order[i];
            if (!reached.get(member)) {
                roots.or(whatReaches(member));
                reach(member, reached);
            }
        }
        return roots;
    }

    private int[] leavingOrder() {
        int[] order = new int[members.size()];
        int count = 0;
        BitSet seen = new BitSet();
        int[] position = new int[members.size()];
        for (int start = 0; start < members.size(); start++) {
            Deque<Integer> stack = new ArrayDeque<>();
            if (!seen.get(start)) {
                seen.set(start);
                stack.push(start);
            }
            while (!stack.isEmpty()) {
                int at = stack.getFirst();
                if (position[at] == referred.get(at).size()) {
                    order[count++] = stack.pop();
                    continue;
                }
                int to = referred.get(at).get(position[at]++);
                if (!seen.get(to)) {
                    seen.set(to);
                    stack.push(to);
                }
            }
        }
        return Arrays.copyOf(order, count);
    }

    private BitSet whatReaches(int member) {
        BitSet found = new BitSet();
        Deque<Integer> queue = new ArrayDeque<>(List.of(member));
        found.set(member);
        while (!queue.isEmpty()) {
            for (PlacedReference reference : referrers.get(queue.remove())) {
                int from = memberOf[reference.from()];
                if (!found.get(from)) {
                    found.set(from);
                    queue.add(from);
                }
            }
        }
        return found;
    }

    private void reach(int member, BitSet reached) {
        Deque<Integer> queue = new ArrayDeque<>(List.of(member));
        reached.set(member);
        while (!queue.isEmpty()) {
            for (int to : referred.get(queue.remove())) {
                if (!reached.get(to)) {
                    reached.set(to);
                    queue.add(to);
                }
            }
        }
    }
}
