package dev.assay.reach;

import dev.assay.elf.Image;
import dev.assay.elf.Symbol;
import dev.assay.provenance.LinkMap;
import dev.assay.provenance.Placement;
import dev.assay.reach.Markers.Marker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What shows that the code of a hazard is in an image: members of libc.a in a link map, symbols, strings; the strongest
 * first.
 *
 * @param kind what the code does
 * @param addresses where it begins, by the link map or the symbols; empty when only strings tell of it
 * @param strings of the markers that its code names
 * @param evidence the strongest, in words
 */
record HazardCode(HazardKind kind, List<Long> addresses, List<Long> strings, String evidence) {
    private static final String LIBC = "libc.a";

    HazardCode {
        addresses = List.copyOf(addresses);
        strings = List.copyOf(strings);
    }

    /** Names of a hazard's code in glibc. musl and uclibc have no members and no functions of these names but dlopen. */
    private record Trace(HazardKind kind, List<String> members, List<String> symbols, List<Marker> markers) {}

    private static final List<Trace> TRACES = List.of(
            new Trace(
                    HazardKind.NSS,
                    List.of("nss_module.o", "nsswitch.o"),
                    List.of("__nss_module_load", "__nss_module_get_function", "__nss_lookup_function"),
                    List.of(Marker.NSS_MODULE)),
            new Trace(
                    HazardKind.ICONV, List.of("gconv_dl.o"), List.of("__gconv_find_shlib"), List.of(Marker.GCONV_INIT)),
            new Trace(
                    HazardKind.DLOPEN,
                    List.of("dlopen.o", "dlmopen.o"),
                    List.of("dlopen", "__dlopen", "dlmopen", "__dlmopen"),
                    List.of(Marker.DLOPEN_MODE, Marker.DLMOPEN_NAMESPACE)));

    /** {@return what there is in an image, in the order of the kinds} */
    static List<HazardCode> in(Image image, Optional<LinkMap> linkMap, Markers markers) {
        List<HazardCode> codes = new ArrayList<>();
        boolean glibc = isGlibc(image, linkMap, markers);
        for (Trace trace : TRACES) {
            List<Placement> placed = placed(linkMap, trace.members());
            List<Symbol> symbols = symbols(image, trace.symbols());
            List<Marker> strings = strings(trace, markers);
            if (glibc && !(placed.isEmpty() && symbols.isEmpty() && strings.isEmpty())) {
                codes.add(code(trace.kind(), placed, symbols, strings, markers));
            }
        }
        return codes;
    }

    private static boolean isGlibc(Image image, Optional<LinkMap> linkMap, Markers markers) {
        return markers.has(Marker.GCONV_INIT)
                || markers.has(Marker.NSS_MODULE)
                || !placed(linkMap, List.of("gconv_dl.o", "dl-open.o")).isEmpty()
                || !symbols(image, List.of("_dl_open", "__gconv_find_shlib")).isEmpty();
    }

    /** nss_module.c came with 2.33; before it only the configuration's path is a string of its own. */
    private static List<Marker> strings(Trace trace, Markers markers) {
        List<Marker> found = trace.markers().stream().filter(markers::has).toList();
        boolean old = trace.kind() == HazardKind.NSS && found.isEmpty() && markers.has(Marker.NSS_CONFIGURATION);
        return old ? List.of(Marker.NSS_CONFIGURATION) : found;
    }

    private static List<Placement> placed(Optional<LinkMap> linkMap, List<String> members) {
        return linkMap.map(LinkMap::placements).orElse(List.of()).stream()
                .filter(placement -> placement.executable()
                        && members.contains(placement.section().member())
                        && placement.section().origin().archiveName().equals(LIBC))
                .sorted(Comparator.comparingInt(
                        placement -> members.indexOf(placement.section().member())))
                .toList();
    }

    private static List<Symbol> symbols(Image image, List<String> names) {
        return image.symbols().stream()
                .filter(symbol -> symbol.isDefined() && names.contains(symbol.name()))
                .sorted(Comparator.comparingInt(symbol -> names.indexOf(symbol.name())))
                .toList();
    }

    private static HazardCode code(
            HazardKind kind, List<Placement> placed, List<Symbol> symbols, List<Marker> strings, Markers markers) {
        List<Long> addresses = new ArrayList<>();
        symbols.forEach(symbol -> addresses.add(symbol.value()));
        if (addresses.isEmpty()) {
            placed.forEach(placement -> addresses.add(placement.address()));
        }
        List<Long> texts = strings.stream()
                .flatMap(marker -> markers.addresses(marker).stream())
                .toList();
        String evidence = !placed.isEmpty()
                ? LIBC + "(" + placed.get(0).section().member() + ")"
                : !symbols.isEmpty()
                        ? "symbol " + symbols.get(0).name()
                        : "string at 0x" + Long.toHexString(texts.get(0)) + " that only glibc's code has";
        return new HazardCode(kind, addresses, texts, evidence);
    }
}
