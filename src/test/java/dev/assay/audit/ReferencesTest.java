package dev.assay.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.audit.ReferenceSources.Images;
import dev.assay.elf.ElfBuilder;
import dev.assay.elf.ElfHeader;
import dev.assay.elf.ElfReader;
import dev.assay.elf.Machine;
import dev.assay.input.Limits;
import dev.assay.input.Unreadable;
import dev.assay.provenance.ReferenceSummary;
import dev.assay.provenance.ToyProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReferencesTest {
    private static ElfHeader x86;
    private static ElfHeader aarch64;
    private static ElfHeader alpha;

    @TempDir
    private Path folder;

    @BeforeAll
    static void headers() throws Exception {
        x86 = header(Machine.X86_64);
        aarch64 = header(Machine.AARCH64);
        alpha = header(Machine.ALPHA);
    }

    @Test
    void archivesAreReadOnceForAMachine() throws Exception {
        write("libz.a", ToyProgram.libz());
        References references = references("libz.a");

        assertThat(references.of(x86)).isSameAs(references.of(x86));
        assertThat(archives(references)).containsExactly(path("libz.a"));
    }

    @Test
    void nothingIsReadBeforeAnImageIsMet() throws Exception {
        write("libz.a", ToyProgram.libz());

        assertThat(archives(references("libz.a"))).isEmpty();
    }

    @Test
    void archivesOfAnotherMachineAreNoReference() throws Exception {
        write("libz.a", ToyProgram.libz());
        References references = references("libz.a");

        assertThat(references.of(aarch64).isSomething()).isFalse();
        assertThat(archives(references)).isEmpty();
    }

    @Test
    void aMachineThatNoTableDescribesHasNoReference() throws Exception {
        write("libz.a", ToyProgram.libz());

        assertThat(references("libz.a").of(alpha).isSomething()).isFalse();
    }

    @Test
    void anArchiveOfAPackageTellsPackageAndVersion() throws Exception {
        write("zlib.deb", ToyProgram.deb("zlib1g-dev", "1.2", "libz.a", ToyProgram.libz()));
        References references = references("zlib.deb");

        references.of(x86);

        assertThat(references.read())
                .extracting(read -> read.origin().owner().orElseThrow())
                .extracting(owner -> owner.name() + " " + owner.version() + " of " + owner.source())
                .containsExactly("zlib1g-dev 1.2 of zlib1g");
    }

    @Test
    void anArchiveThatACatalogHasOfTheSamePackageIsReadOnce() throws Exception {
        write("zlib.deb", ToyProgram.deb("zlib1g-dev", "1.2", "libz.a", ToyProgram.libz()));
        write("newer.deb", ToyProgram.deb("zlib1g-dev", "1.3", "libz.a", ToyProgram.libz()));
        CatalogMaker maker = new CatalogMaker(Limits.DEFAULT, Optional.empty());
        maker.make(List.of(path("zlib.deb")));
        write("zlib.assay", maker.file());
        References references = references("zlib.deb", "zlib.assay", "zlib.assay", "newer.deb");

        assertThat(references.of(x86).references()).hasSize(2);
        assertThat(references.of(x86).read())
                .extracting(read -> read.origin().owner().orElseThrow().version())
                .containsExactly("1.2", "1.3");
    }

    @Test
    void aLooseObjectCountsWhereItIsNamedAndNotBesideAnArchive() throws Exception {
        write("lib/libz.a", ToyProgram.libz());
        write("lib/crt1.o", ToyProgram.mainObject());

        assertThat(archivesOf("lib")).containsExactly(path("lib/libz.a"));
        assertThat(archivesOf("lib", "lib/crt1.o")).containsExactlyInAnyOrder(path("lib/libz.a"), path("lib/crt1.o"));
    }

    @Test
    void theObjectsOfADirectoryThatHoldsNothingElseCount() throws Exception {
        write("build/one.o", ToyProgram.mainObject());
        write("build/below/two.o", ToyProgram.mainObject());

        assertThat(archivesOf("build")).containsExactlyInAnyOrder(path("build/one.o"), path("build/below/two.o"));
    }

    @Test
    void aLooseObjectAmongThisMachinesLibrariesIsNoReference() throws Exception {
        write("usr/lib/x86_64-linux-gnu/crt1.o", ToyProgram.mainObject());

        assertThat(archivesOf(ReferenceSources.DEFAULT)).isEmpty();
    }

    private List<String> archivesOf(String... named) {
        References references = references(named);
        references.of(x86);
        return archives(references);
    }

    @Test
    void objectsOfTheProgramAreItsOwnAndNoReference() throws Exception {
        write("build/a/main.o", ToyProgram.mainObject());
        write("build/b/main.o", ToyProgram.mainObject());
        References references = new References(
                new ReferenceSources(
                        List.of(), List.of(path("build")), folder, List.of(), Images.ALL, Optional.empty()),
                Limits.DEFAULT);

        assertThat(references.of(x86).references()).isEmpty();
        assertThat(references.of(x86).own()).hasSize(1);
        assertThat(references.read()).isEmpty();
    }

    @Test
    void defaultIsThisMachinesLibrariesForTheImagesMachineAndTheCatalogsThatShip() throws Exception {
        write("root/usr/lib/x86_64-linux-gnu/libz.a", ToyProgram.libz());
        write("root/usr/lib/aarch64-linux-gnu/libtoy.a", ToyProgram.libtoy());
        write("toy.deb", ToyProgram.deb("toy-dev", "1", "libtoy.a", ToyProgram.libtoy()));
        CatalogMaker maker = new CatalogMaker(Limits.DEFAULT, Optional.empty());
        maker.make(List.of(path("toy.deb")));
        write("catalogs/toy.assay", maker.file());
        References references = new References(
                new ReferenceSources(
                        List.of(ReferenceSources.DEFAULT),
                        List.of(),
                        folder.resolve("root"),
                        List.of(folder.resolve("none"), folder.resolve("catalogs")),
                        Images.STATIC,
                        Optional.empty()),
                Limits.DEFAULT);

        references.of(x86);

        assertThat(archives(references))
                .containsExactly(path("root/usr/lib/x86_64-linux-gnu/libz.a"), "usr/lib/x86_64-linux-gnu/libtoy.a");
    }

    @Test
    void whatCannotBeReadIsToldOnceWhateverTheMachines() throws Exception {
        byte[] archive = ToyProgram.libz();
        write("short.a", Arrays.copyOf(archive, archive.length - 10));
        References references = references("short.a", "missing.a");

        references.of(x86);
        references.of(aarch64);

        assertThat(references.unreadable())
                .extracting(Unreadable::path)
                .containsExactlyInAnyOrder(path("short.a"), path("missing.a"));
    }

    @Test
    void aPathThatIsNotThereIsToldEvenIfNoImageAskedForIt() {
        assertThat(references("missing.a").unreadable())
                .extracting(Unreadable::message)
                .containsExactly("no such file or directory");
    }

    @Test
    void aLinkMapThatIsNoneIsUnreadable() throws Exception {
        write("map", "no map".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        References references = new References(
                new ReferenceSources(
                        List.of(), List.of(), folder, List.of(), Images.ALL, Optional.of(folder.resolve("map"))),
                Limits.DEFAULT);

        assertThat(references.linkMap().doubts(List.of()))
                .extracting(Unreadable::path)
                .containsExactly(path("map"));
    }

    private References references(String... names) {
        List<String> paths = Arrays.stream(names).map(this::path).toList();
        return new References(
                new ReferenceSources(paths, List.of(), folder, List.of(), Images.ALL, Optional.empty()),
                Limits.DEFAULT);
    }

    private static List<String> archives(References references) {
        return references.read().stream()
                .map(ReferenceSummary::origin)
                .map(dev.assay.Origin::archive)
                .toList();
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private void write(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    private static ElfHeader header(Machine machine) throws Exception {
        return ElfReader.read("image", ElfBuilder.program(machine).build()).header();
    }
}
