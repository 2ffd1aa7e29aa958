package dev.assay.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.Origin;
import dev.assay.Origin.PackageId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CompositionTest {
    private static final Origin OLD = zlib("1.2.11");
    private static final Origin RECENT = zlib("1.2.13");
    private static final Origin LIBC = Origin.ofPath("libc.a");

    private static Origin zlib(String version) {
        PackageId owner = new PackageId("zlib1g-dev", version, "zlib", version, "", "amd64");
        return new Origin("usr/lib/libz.a", Optional.of(owner));
    }

    private static InputSectionId id(Origin origin, String member) {
        return new InputSectionId(origin, member, ".text");
    }

    private static Placement code(Origin origin, String member, long size, Origin... versions) {
        return new Placement(id(origin, member), 0x1000, size, true, Evidence.EXACT, List.of(), List.of(versions));
    }

    private static List<Component> components(List<Placement> placements, PartialMember... partial) {
        LinkMap map = new LinkMap(
                placements, List.of(), List.of(partial), List.of(), Coverage.unexplained(0), Connections.none());
        return Composition.of(map, Origin::archiveName);
    }

    @Test
    void theVersionThatExplainsMostIsTheComponents() {
        Component zlib = components(
                        List.of(code(RECENT, "crc32.o", 100, OLD, RECENT), code(RECENT, "deflate.o", 300, RECENT)))
                .get(0);

        assertThat(zlib.bytes()).isEqualTo(400);
        assertThat(zlib.origin()).isEqualTo(RECENT.owner());
        assertThat(zlib.versions()).containsExactly("1.2.13");
        assertThat(zlib.archives()).containsExactly(new Component.ArchiveShare("usr/lib/libz.a", 2, 400));
    }

    @Test
    void versionsThatExplainAsMuchAreNamedAll() {
        Component zlib =
                components(List.of(code(RECENT, "crc32.o", 100, OLD, RECENT))).get(0);

        assertThat(zlib.versions()).containsExactly("1.2.11", "1.2.13");
    }

    @Test
    void whatMayAsWellBeAnotherComponentsCountsForNone() {
        Placement shared = new Placement(
                id(LIBC, "a.o"), 0x1000, 64, true, Evidence.EXACT, List.of(id(OLD, "b.o")), List.of(LIBC));

        assertThat(components(List.of(shared))).isEmpty();
    }

    @Test
    void whatMayBeAnyOfOneComponentsMembersCountsForIt() {
        Placement twins = new Placement(
                id(LIBC, "a.o"), 0x1000, 64, true, Evidence.EXACT, List.of(id(LIBC, "b.o")), List.of(LIBC));

        assertThat(components(List.of(twins)))
                .singleElement()
                .satisfies(c -> assertThat(c.bytes()).isEqualTo(64));
    }

    @Test
    void dataIsCountedApart() {
        Placement table = new Placement(id(LIBC, "a.o"), 0x1000, 64, false, Evidence.EXACT, List.of(), List.of(LIBC));

        assertThat(components(List.of(table))).singleElement().satisfies(c -> {
            assertThat(c.bytes()).isZero();
            assertThat(c.dataBytes()).isEqualTo(64);
        });
    }

    @Test
    void aMemberThatAgreesInPartMakesTheEvidenceCode() {
        PartialMember partial = new PartialMember(OLD, "deflate.o", List.of("deflateEnd"), List.of("deflate"));

        Component zlib =
                components(List.of(code(OLD, "crc32.o", 100, OLD)), partial).get(0);

        assertThat(zlib.evidence()).isEqualTo(Evidence.CODE);
        assertThat(zlib.functions()).contains(new Component.Functions(1, List.of("deflate")));
    }

    @Test
    void theLargestComesFirst() {
        assertThat(components(List.of(code(OLD, "crc32.o", 100, OLD), code(LIBC, "a.o", 200, LIBC))))
                .extracting(Component::name)
                .containsExactly("libc.a", "libz.a");
    }
}
