package dev.assay.audit;

import dev.assay.Origin.PackageId;
import dev.assay.audit.CatalogReader.LooseObjects;
import dev.assay.audit.CatalogReader.Source;
import dev.assay.elf.ElfHeader;
import dev.assay.elf.Machine;
import dev.assay.input.Limits;
import dev.assay.input.Reference;
import dev.assay.input.ReferenceLocator;
import dev.assay.input.ReferenceSink;
import dev.assay.input.Unreadable;
import dev.assay.provenance.Catalog;
import dev.assay.provenance.CatalogFile;
import dev.assay.provenance.ReferenceSummary;
import dev.assay.provenance.UnsupportedMachineException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The references of an audit: made into catalogs once for each machine that is met, when the first image of it is, and shared by
 * all threads from then on.
 */
final class References {
    /**
     * What images of one machine are compared with.
     *
     * @param references catalogs of archives
     * @param own catalogs of the objects of the package being built
     * @param read what the first were made of
     * @param placed reads again what members of their sources say of themselves
     * @param licences what packages among the sources state
     * @param unreadable what could not be read
     */
    record OfMachine(
            List<Catalog> references,
            List<Catalog> own,
            List<ReferenceSummary> read,
            PlacedMembers placed,
            Map<PackageId, List<String>> licences,
            List<Unreadable> unreadable) {
        /** {@return whether there is something to compare an image with} */
        boolean isSomething() {
            return !references.isEmpty() || !own.isEmpty();
        }
    }

    /** Finds out what cannot be read, and reads no archive. */
    private record Sought(List<Unreadable> unread) implements ReferenceSink {
        @Override
        public void reference(Reference reference) {}

        @Override
        public void catalog(Path file) {}

        @Override
        public void unreadable(Unreadable unreadable) {
            unread.add(unreadable);
        }
    }

    private static final Comparator<ReferenceSummary> BY_PATH = Comparator.comparing(
                    (ReferenceSummary reference) -> reference.origin().archive())
            .thenComparing(
                    reference -> reference.origin().owner().map(PackageId::name).orElse(""))
            .thenComparing(reference ->
                    reference.origin().owner().map(PackageId::version).orElse(""));

    private final ReferenceSources sources;
    private final DeclaredMap linkMap;
    private final ReferenceLocator locator;
    private final ConcurrentMap<String, OfMachine> byMachine = new ConcurrentHashMap<>();

    References(ReferenceSources sources, Limits limits) {
        this.sources = sources;
        this.linkMap = DeclaredMap.at(sources.linkMap());
        this.locator = new ReferenceLocator(sources.root(), limits, CatalogFile::begins);
    }

    /** {@return the linker's own map, if one was given} */
    DeclaredMap linkMap() {
        return linkMap;
    }

    /** {@return whether there are none} */
    boolean isNone() {
        return sources.isNone();
    }

    /** {@return which images are compared} */
    ReferenceSources.Images images() {
        return sources.images();
    }

    /** {@return the references for an image of that header; the first caller for a machine reads them, others wait} */
    OfMachine of(ElfHeader image) {
        // What objects and images of one machine have in common.
        String machine = image.eMachine() + " " + image.elfClass() + " " + image.byteOrder();
        return byMachine.computeIfAbsent(machine, first -> read(image));
    }

    private OfMachine read(ElfHeader image) {
        CatalogReader references = new CatalogReader(image, sources.paths(), LooseObjects.NAMED);
        CatalogReader own = new CatalogReader(image, sources.objects(), LooseObjects.TOGETHER);
        locate(Optional.of(image), references);
        sources.objects().forEach(path -> locator.locate(path, own));
        List<Catalog> catalogs = List.of();
        List<Catalog> ownCatalogs = List.of();
        try {
            catalogs = List.copyOf(references.catalogs());
            ownCatalogs = List.copyOf(own.catalogs());
        } catch (UnsupportedMachineException nothingToCompareBy) {
            // The map stays empty, and rules say that nothing is proved.
        }
        List<Unreadable> unreadable = new ArrayList<>(references.unreadable());
        unreadable.addAll(own.unreadable());
        List<Source> readable = new ArrayList<>(references.sources());
        readable.addAll(own.sources());
        return new OfMachine(
                catalogs,
                ownCatalogs,
                summaries(catalogs),
                new PlacedMembers(readable),
                Map.copyOf(references.licences()),
                List.copyOf(unreadable));
    }

    private void locate(Optional<ElfHeader> image, CatalogReader reader) {
        for (String path : sources.paths()) {
            if (path.equals(ReferenceSources.DEFAULT)) {
                image.ifPresent(header -> locateDefault(header, reader));
            } else {
                locator.locate(path, reader);
            }
        }
    }

    private void locateDefault(ElfHeader image, CatalogReader reader) {
        for (Path directory : sources.shipped()) {
            if (Files.isDirectory(directory)) {
                locator.locate(directory.toString(), reader);
            }
        }
        Machine.of(image).ifPresent(machine -> locator.forMachine(machine.machineName(), reader));
    }

    private static List<ReferenceSummary> summaries(Collection<Catalog> catalogs) {
        return catalogs.stream()
                .flatMap(catalog -> catalog.references().stream())
                .toList();
    }

    /** {@return all that was read for any machine, each once, by path and version} */
    List<ReferenceSummary> read() {
        Set<ReferenceSummary> all = new TreeSet<>(BY_PATH);
        byMachine.values().forEach(machine -> all.addAll(machine.read()));
        return List.copyOf(all);
    }

    /** {@return the licences that packages state which were read for any machine} */
    Map<PackageId, List<String>> licences() {
        Map<PackageId, List<String>> all = new HashMap<>();
        byMachine.values().forEach(machine -> machine.licences().forEach(all::putIfAbsent));
        return all;
    }

    /** {@return the licences that those of the packages state which are installed here, or where references lie} */
    Map<PackageId, List<String>> installedLicences(Collection<PackageId> packages) {
        List<String> named = sources.paths().stream()
                .filter(path -> !path.equals(ReferenceSources.DEFAULT))
                .toList();
        return packages.isEmpty() ? Map.of() : locator.licences(named, packages);
    }

    /**
     * {@return what could not be read for any machine, each once} Where no image asked for references, those that the user
     * named are looked for all the same: what does not exist must not go unnoticed.
     */
    List<Unreadable> unreadable() {
        Set<Unreadable> all = new LinkedHashSet<>();
        byMachine.values().forEach(machine -> all.addAll(machine.unreadable()));
        if (byMachine.isEmpty()) {
            Sought sought = new Sought(new ArrayList<>());
            sources.paths().stream()
                    .filter(path -> !path.equals(ReferenceSources.DEFAULT))
                    .forEach(path -> locator.locate(path, sought));
            sources.objects().forEach(path -> locator.locate(path, sought));
            all.addAll(sought.unread());
        }
        return List.copyOf(all);
    }
}
