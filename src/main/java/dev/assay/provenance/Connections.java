package dev.assay.provenance;

import java.util.List;

/**
 * How the placements of a link map hang together: which symbols lie in them, and which of them refers to which. Placements are
 * named by their index in {@link LinkMap#placements}.
 *
 * @param symbols by ascending address, then name
 * @param references by the placement that refers, then the one referred to, then the symbol; each once
 */
public record Connections(List<PlacedSymbol> symbols, List<PlacedReference> references) {
    private static final Connections NONE = new Connections(List.of(), List.of());

    public Connections {
        symbols = List.copyOf(symbols);
        references = List.copyOf(references);
    }

    /** {@return no symbols, no references} */
    public static Connections none() {
        return NONE;
    }

    /**
     * A symbol of a placed section.
     *
     * @param name as its member calls it; a local one may be several members'
     * @param address virtual address
     * @param placement index of the placement that it lies in
     */
    public record PlacedSymbol(String name, long address, int placement) {}

    /**
     * A reference of one placed section to another, by name or, within a member, by section.
     *
     * @param from index of the placement whose relocation it is
     * @param symbol the symbol that the relocation names; within a member the section's name where it names a local one
     * @param to index of the placement that it leads to
     */
    public record PlacedReference(int from, String symbol, int to) {}
}
