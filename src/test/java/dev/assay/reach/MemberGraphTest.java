package dev.assay.reach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.Origin;
import dev.assay.provenance.Connections;
import dev.assay.provenance.Connections.PlacedReference;
import dev.assay.provenance.Connections.PlacedSymbol;
import dev.assay.provenance.Coverage;
import dev.assay.provenance.Evidence;
import dev.assay.provenance.InputSectionId;
import dev.assay.provenance.LinkMap;
import dev.assay.provenance.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Members a, b, c ... of libc.a lie at 0x1000, 0x1100, 0x1200 ...; each defines the symbol of its name. */
final class MemberGraphTest {
    private static final Origin LIBC = Origin.ofPath("/usr/lib/libc.a");

    @Test
    void theShortestChainLeadsFromAMemberThatNoneRefersTo() {
        assertThat(chain("c", "a>b", "b>c", "a>d", "d>e", "e>c")).isEqualTo("a b c");
    }

    @Test
    void aMemberThatNoneRefersToIsItsOwnReason() {
        assertThat(chain("b", "a>c", "b>c")).isEqualTo("b");
    }

    @Test
    void aRingThatNoneOutsideRefersToWasAskedForByTheProgram() {
        assertThat(chain("a", "a>b", "b>a")).isEqualTo("a");
        assertThat(chain("c", "a>b", "b>a", "b>c")).isEqualTo("b c");
    }

    @Test
    void aRingThatSomethingRefersToIsNoBeginning() {
        assertThat(chain("c", "a>b", "b>c", "c>b")).isEqualTo("a b c");
    }

    @Test
    void referencesWithinAMemberAreNone() {
        assertThat(chain("a", "a>a")).isEqualTo("a");
    }

    @Test
    void aMemberASymbolAndAnAddressAreFound() {
        for (String what : List.of("libc.a(b.o)", "/usr/lib/libc.a(b.o)", "b.o", "b", "0x1100", "0x110f")) {
            assertThat(chain(what, "a>b")).as(what).isEqualTo("a b");
        }
    }

    @Test
    void whatIsNotPlacedIsNotFound() {
        for (String what : List.of("libm.a(b.o)", "ibc.a(b.o)", "libc.a(x.o)", "x", "0x1110", "0xzz", "0x", "(b.o)")) {
            assertThat(chain(what, "a>b")).as(what).isEqualTo("not found");
        }
    }

    @Test
    void aMemberThatMayBeThereIsFoundWhereItMayBe() {
        InputSectionId other = new InputSectionId(LIBC, "twin.o", ".text");
        Placement placement = new Placement(
                new InputSectionId(LIBC, "a.o", ".text"),
                0x1000,
                16,
                true,
                Evidence.EXACT,
                List.of(other),
                List.of(LIBC));
        LinkMap map = new LinkMap(
                List.of(placement), List.of(), List.of(), List.of(), Coverage.unexplained(0), Connections.none());

        assertThat(new MemberGraph(map).chainTo("libc.a(twin.o)").orElseThrow().address())
                .isEqualTo(0x1000);
    }

    private static String chain(String what, String... references) {
        List<Placement> placements = new ArrayList<>();
        List<PlacedSymbol> symbols = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String name = String.valueOf((char) ('a' + i));
            long address = 0x1000 + 0x100L * i;
            placements.add(new Placement(
                    new InputSectionId(LIBC, name + ".o", ".text"),
                    address,
                    16,
                    true,
                    Evidence.EXACT,
                    List.of(),
                    List.of(LIBC)));
            symbols.add(new PlacedSymbol(name, address, i));
        }
        List<PlacedReference> placed = new ArrayList<>();
        for (String reference : references) {
            int to = reference.charAt(2) - 'a';
            placed.add(new PlacedReference(reference.charAt(0) - 'a', reference.substring(2), to));
        }
        LinkMap map = new LinkMap(
                placements, List.of(), List.of(), List.of(), Coverage.unexplained(0), new Connections(symbols, placed));
        return new MemberGraph(map)
                .chainTo(what)
                .map(found -> found.links().stream()
                        .map(link -> link.member().replace(".o", ""))
                        .collect(Collectors.joining(" ")))
                .orElse("not found");
    }
}
