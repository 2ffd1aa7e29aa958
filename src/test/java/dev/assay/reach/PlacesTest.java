package dev.assay.reach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.MalformedFileException;
import dev.assay.Origin;
import dev.assay.elf.ElfBuilder;
import dev.assay.elf.Image;
import dev.assay.elf.Machine;
import dev.assay.provenance.Connections;
import dev.assay.provenance.Connections.PlacedSymbol;
import dev.assay.provenance.Coverage;
import dev.assay.provenance.Evidence;
import dev.assay.provenance.InputSectionId;
import dev.assay.provenance.LinkMap;
import dev.assay.provenance.Placement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A member of two functions at 0x1000 and 0x1010, and another at 0x1020. */
class PlacesTest {
    private static final Origin LIBC = Origin.ofPath("/usr/lib/libc.a");
    private static final List<PlacedSymbol> SYMBOLS = List.of(
            new PlacedSymbol("__IO_fopen", 0x1000, 0),
            new PlacedSymbol("fopen", 0x1000, 0),
            new PlacedSymbol("fopen64", 0x1000, 0),
            new PlacedSymbol("twin", 0x1020, 1));

    private final Image image;

    PlacesTest() throws MalformedFileException {
        image = ElfBuilder.program(Machine.X86_64).symbol("named", 0x1010).image();
    }

    private Places places(List<InputSectionId> alternatives) {
        List<Placement> placements = List.of(
                new Placement(section("iofopen.o"), 0x1000, 0x18, true, Evidence.EXACT, List.of(), List.of(LIBC)),
                new Placement(section("one.o"), 0x1020, 0x10, true, Evidence.EXACT, alternatives, List.of(LIBC)));
        Connections connections = new Connections(SYMBOLS, List.of());
        return new Places(
                image,
                Optional.of(new LinkMap(
                        placements, List.of(), List.of(), List.of(), Coverage.unexplained(0), connections)));
    }

    private static InputSectionId section(String member) {
        return new InputSectionId(LIBC, member, ".text");
    }

    @Test
    void ofTheNamesThatAMemberGivesAnAddressThePlainestIsTold() {
        assertThat(places(List.of()).at(0x1000))
                .isEqualTo(
                        new ChainLink(0x1000, Optional.of("fopen"), Optional.of("libc.a"), Optional.of("iofopen.o")));
    }

    @Test
    void theImagesOwnNameComesFirst() {
        assertThat(places(List.of()).at(0x1010).symbol()).contains("named");
        assertThat(places(List.of()).at(0x1010).member()).contains("iofopen.o");
    }

    @Test
    void whatMayBeAnothersBearsNoName() {
        assertThat(places(List.of()).at(0x1020).symbol()).contains("twin");
        assertThat(places(List.of(section("two.o"))).at(0x1020).symbol()).isEmpty();
    }

    @Test
    void betweenMembersThereIsNothing() {
        assertThat(places(List.of()).at(0x1018))
                .isEqualTo(new ChainLink(0x1018, Optional.empty(), Optional.empty(), Optional.empty()));
        assertThat(places(List.of()).at(0xfff).member()).isEmpty();
    }
}
