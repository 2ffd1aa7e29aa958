package dev.assay.provenance;

import dev.assay.provenance.Connections.PlacedReference;
import dev.assay.provenance.Connections.PlacedSymbol;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads off accepted candidates how their placements hang together: what they claimed, and where it was found to lie. */
final class ConnectionFinder {
    private static final Comparator<PlacedSymbol> BY_ADDRESS = Comparator.comparing(
                    PlacedSymbol::address, Long::compareUnsigned)
            .thenComparing(PlacedSymbol::name)
            .thenComparingInt(PlacedSymbol::placement);

    private static final Comparator<PlacedReference> BY_PLACE = Comparator.comparingInt(PlacedReference::from)
            .thenComparingInt(PlacedReference::to)
            .thenComparing(PlacedReference::symbol);

    private final CandidateGraph graph;
    private final Map<Candidate, Integer> placements;

    /** @param placements by candidate that became one, its index in the map */
    ConnectionFinder(CandidateGraph graph, Map<Candidate, Integer> placements) {
        this.graph = graph;
        this.placements = placements;
    }

    Connections find() {
        List<PlacedSymbol> symbols = new ArrayList<>();
        Set<PlacedReference> references = new TreeSet<>(BY_PLACE);
        placements.forEach((candidate, index) -> {
            addSymbols(candidate, index, symbols);
            addReferences(candidate, index, references);
        });
        symbols.sort(BY_ADDRESS);
        return new Connections(symbols, List.copyOf(references));
    }

    private void addSymbols(Candidate candidate, int index, List<PlacedSymbol> symbols) {
        Member member = graph.pool().member(candidate.member);
        for (int i = 0; i < member.symbolName.length; i++) {
            boolean isNamed = member.isGlobal(i) || (member.symbolFlags[i] & Member.FLAG_FUNCTION) != 0;
            if (member.symbolSection[i] == candidate.section && isNamed && !member.symbolName[i].isEmpty()) {
                symbols.add(new PlacedSymbol(member.symbolName[i], candidate.address + member.symbolValue[i], index));
            }
        }
    }

    private void addReferences(Candidate candidate, int index, Set<PlacedReference> references) {
        for (int i = 0; i < candidate.claimName.length; i++) {
            int name = candidate.claimName[i];
            for (CandidateGraph.Definition definition : graph.definitions(name)) {
                long start = graph.startOf(definition, candidate.claimThrough[i]);
                Candidate home = graph.find(definition.member(), definition.section(), start);
                add(references, index, graph.names().name(name), home);
            }
        }
        Member member = graph.pool().member(candidate.member);
        for (int i = 0; i < candidate.siblingSection.length; i++) {
            int section = candidate.siblingSection[i];
            Candidate sibling = graph.find(candidate.member, section, candidate.siblingAddress[i]);
            add(references, index, member.sectionName[section], sibling);
        }
    }

    private void add(Set<PlacedReference> references, int from, String symbol, Candidate home) {
        Integer to = home == null ? null : placements.get(home);
        if (to != null && to != from) {
            references.add(new PlacedReference(from, symbol, to));
        }
    }
}
