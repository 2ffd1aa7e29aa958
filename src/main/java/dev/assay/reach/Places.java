package dev.assay.reach;

import dev.assay.elf.Image;
import dev.assay.elf.Symbol;
import dev.assay.provenance.LinkMap;
import dev.assay.provenance.Placement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Names for addresses: what a symbol table and a link map say lies there. */
final class Places {
    private final Map<Long, Symbol> symbols = new TreeMap<>(Long::compareUnsigned);
    private final TreeMap<Long, Placement> placements = new TreeMap<>(Long::compareUnsigned);

    Places(Image image, Optional<LinkMap> linkMap) {
        for (Symbol symbol : image.symbols()) {
            // $x and $d say what bytes are (AAELF64, "Mapping symbols"), and name nothing.
            boolean named = symbol.isDefined()
                    && !symbol.name().isEmpty()
                    && !symbol.name().startsWith("$")
                    && symbol.type() <= Symbol.STT_FUNC;
            // Of several names of one place a global one is what its callers write.
            if (named && (symbol.binding() != Symbol.STB_LOCAL || !symbols.containsKey(symbol.value()))) {
                symbols.merge(symbol.value(), symbol, Places::preferred);
            }
        }
        if (linkMap.isPresent()) {
            for (Placement placement : linkMap.get().placements()) {
                placements.put(placement.address(), placement);
            }
        }
    }

    /** The plainer of two names: {@code dlopen}, not {@code ___dlopen}. */
    private static Symbol preferred(Symbol first, Symbol second) {
        boolean firstIsLocal = first.binding() == Symbol.STB_LOCAL;
        boolean secondIsLocal = second.binding() == Symbol.STB_LOCAL;
        if (firstIsLocal != secondIsLocal) {
            return firstIsLocal ? second : first;
        }
        return underscores(second) < underscores(first) ? second : first;
    }

    private static int underscores(Symbol symbol) {
        int count = 0;
        while (count < symbol.name().length() && symbol.name().charAt(count) == '_') {
            count++;
        }
        return count;
    }

    /** {@return an address with its names} */
    ChainLink at(long address) {
        Optional<Placement> placement = Optional.ofNullable(placements.floorEntry(address))
                .map(Map.Entry::getValue)
                .filter(found -> Long.compareUnsigned(address - found.address(), found.size()) < 0);
        return new ChainLink(
                address,
                Optional.ofNullable(symbols.get(address)).map(Symbol::name),
                placement.map(found -> found.section().origin().archiveName()),
                placement.map(found -> found.section().member()));
    }

    /** {@return the chain with a name for each address} */
    List<ChainLink> chain(List<Long> addresses) {
        return addresses.stream().map(this::at).toList();
    }
}
