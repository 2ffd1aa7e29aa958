package dev.assay.reach;

import com.google.common.collect.Lists;
import dev.assay.elf.Image;
import dev.assay.elf.Symbol;
import dev.assay.provenance.Connections.PlacedSymbol;
import dev.assay.provenance.LinkMap;
import dev.assay.provenance.Placement;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Names for addresses: what a symbol table and a link map say lies there. */
final class Places {
    private final Map<Long, Symbol> symbols = new TreeMap<>(Long::compareUnsigned);
    /** By ascending address. */
    private final List<Placement> placements;

    private final List<PlacedSymbol> placedSymbols;

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
        this.placements = linkMap.map(LinkMap::placements).orElse(List.of());
        this.placedSymbols = linkMap.map(map -> map.connections().symbols()).orElse(List.of());
    }

    /** The plainer of two names: {@code dlopen}, not {@code ___dlopen}. */
    private static Symbol preferred(Symbol first, Symbol second) {
        boolean firstIsLocal = first.binding() == Symbol.STB_LOCAL;
        boolean secondIsLocal = second.binding() == Symbol.STB_LOCAL;
        if (firstIsLocal != secondIsLocal) {
            return firstIsLocal ? second : first;
        }
        return underscores(second.name()) < underscores(first.name()) ? second : first;
    }

    private static int underscores(String name) {
        int count = 0;
        while (count < name.length() && name.charAt(count) == '_') {
            count++;
        }
        return count;
    }

    /** {@return an address with its names} */
    ChainLink at(long address) {
        Optional<Placement> placement = placementAt(address);
        Optional<String> symbol =
                Optional.ofNullable(symbols.get(address)).map(Symbol::name).or(() -> placedSymbolAt(address));
        return new ChainLink(
                address,
                symbol,
                placement.map(found -> found.section().origin().archiveName()),
                placement.map(found -> found.section().member()));
    }

    private Optional<Placement> placementAt(long address) {
        int next = firstBehind(placements, Placement::address, address);
        return Optional.of(next)
                .filter(after -> after > 0)
                .map(after -> placements.get(after - 1))
                .filter(found -> Long.compareUnsigned(address - found.address(), found.size()) < 0);
    }

    /** The plainest name of a symbol of a member that stands there for certain. */
    private Optional<String> placedSymbolAt(long address) {
        int next = firstBehind(placedSymbols, PlacedSymbol::address, address);
        Optional<String> plainest = Optional.empty();
        for (int i = next - 1; i >= 0 && placedSymbols.get(i).address() == address; i--) {
            PlacedSymbol symbol = placedSymbols.get(i);
            boolean plainer = plainest.isEmpty() || underscores(symbol.name()) <= underscores(plainest.get());
            if (placements.get(symbol.placement()).isProved() && plainer) {
                plainest = Optional.of(symbol.name());
            }
        }
        return plainest;
    }

    /** The index of the first element of a list by ascending address that lies behind an address. */
    private static <T> int firstBehind(List<T> sorted, Function<T, Long> where, long address) {
        List<Long> addresses = Lists.transform(sorted, where::apply);
        int found = Collections.binarySearch(addresses, address, Long::compareUnsigned);
        int next = found < 0 ? -found - 1 : found;
        while (next < sorted.size() && addresses.get(next) == address) {
            next++;
        }
        return next;
    }

    /** {@return the chain with a name for each address} */
    List<ChainLink> chain(List<Long> addresses) {
        return addresses.stream().map(this::at).toList();
    }
}
