package dev.assay.audit;

import dev.assay.MalformedFileException;
import dev.assay.Origin;
import dev.assay.Origin.PackageId;
import dev.assay.elf.ElfHeader;
import dev.assay.input.ArchiveMember;
import dev.assay.input.ByteSource;
import dev.assay.input.FileKind;
import dev.assay.input.Reference;
import dev.assay.input.ReferenceSink;
import dev.assay.input.Unreadable;
import dev.assay.provenance.Catalog;
import dev.assay.provenance.CatalogBuilder;
import dev.assay.provenance.ReferenceSummary;
import dev.assay.provenance.UnsupportedMachineException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes catalogs, for one machine, of what a locator finds. Catalogs that are files already come first: they cost least, and an
 * archive that one of them has, of the same package and version, is not read again.
 */
final class CatalogReader implements ReferenceSink {
    /** What becomes of loose objects. */
    enum LooseObjects {
        /**
         * One counts if the user named it, or a directory that holds nothing else: those in library directories are the
         * compiler's own, such as {@code crt1.o}.
         */
        NAMED,
        /** All are members of one archive, as if the program's objects had been put into one. */
        TOGETHER
    }

    /**
     * A file that members of a catalog come from, and can be read from again.
     *
     * @param file the archive or object
     * @param archive what its members are members of
     */
    record Source(Reference file, Origin archive) {
        /** {@return what one of the file's members is called in the catalog} */
        String nameOf(ArchiveMember member) {
            return archive.equals(OBJECTS) ? file.origin().archive() : member.name();
        }

        /** {@return how people call it: an object of the program is a file of its own} */
        String displayed(String name) {
            return archive.equals(OBJECTS) || file.kind() != FileKind.ARCHIVE
                    ? file.origin().archive()
                    : archive.archiveName() + "(" + name + ")";
        }
    }

    /** The archive that the program's objects would make. */
    private static final Origin OBJECTS = Origin.ofPath("objects");

    private final ElfHeader machine;
    private final Set<String> named;
    private final LooseObjects loose;
    private final List<Catalog> catalogs = new ArrayList<>();
    private final List<Reference> found = new ArrayList<>();
    private final List<Source> sources = new ArrayList<>();
    private final List<Unreadable> unreadable = new ArrayList<>();
    private final Set<String> known = new HashSet<>();
    private final Map<PackageId, List<String>> licences = new HashMap<>();

    /**
     * @param machine of the image
     * @param named the paths that the user named
     * @param loose what becomes of loose objects
     */
    CatalogReader(ElfHeader machine, List<String> named, LooseObjects loose) {
        this.machine = machine;
        this.named = Set.copyOf(named);
        this.loose = loose;
    }

    @Override
    public void reference(Reference reference) {
        found.add(reference);
    }

    @Override
    public void catalog(Path file) {
        try {
            // One that is named is read whole, so that damage to it is told.
            if (!named.contains(file.toString()) && CatalogFiles.isForAnother(file, machine)) {
                return;
            }
            Catalog catalog = CatalogFiles.open(file.toString(), file);
            if (catalog.isFor(machine)) {
                add(catalog);
            }
        } catch (MalformedFileException e) {
            unreadable.add(Unreadable.because(e));
        } catch (IOException e) {
            unreadable.add(Unreadable.because(file.toString(), e));
        }
    }

    @Override
    public void licensed(PackageId owner, List<String> stated) {
        licences.putIfAbsent(owner, stated);
    }

    @Override
    public void unreadable(Unreadable unread) {
        unreadable.add(unread);
    }

    /** {@return the licences that packages state which were read} */
    Map<PackageId, List<String>> licences() {
        return licences;
    }

    /** {@return what could not be read} */
    List<Unreadable> unreadable() {
        return unreadable;
    }

    private void add(Catalog catalog) {
        boolean tellsMore = false;
        for (ReferenceSummary reference : catalog.references()) {
            tellsMore |= isNew(reference.origin());
        }
        if (tellsMore) {
            catalogs.add(catalog);
        }
    }

    private boolean isNew(Origin origin) {
        return origin.owner().map(owner -> known.add(shipped(origin, owner))).orElse(true);
    }

    /** An archive of a package: the same on every machine that has that version of the package, of whatever suite. */
    private static String shipped(Origin origin, PackageId owner) {
        // The directory tells archives of one name in a package apart, and is called alike wherever the package lies.
        Path directory = Path.of(origin.archive()).getParent();
        String above = directory == null ? "" : String.valueOf(directory.getFileName());
        return String.join(
                "\n",
                owner.name(),
                owner.version(),
                owner.source(),
                owner.sourceVersion(),
                owner.architecture(),
                above,
                origin.archiveName());
    }

    /**
     * {@return the catalogs of all that was found; none when nothing of it is for the machine}
     *
     * @throws UnsupportedMachineException when the machine has no relocation table
     */
    List<Catalog> catalogs() throws UnsupportedMachineException {
        CatalogBuilder builder = CatalogBuilder.of(machine);
        List<Catalog> all = new ArrayList<>(catalogs);
        addArchives(builder);
        if (loose == LooseObjects.TOGETHER) {
            addObjects(builder);
        }
        if (!builder.isEmpty()) {
            all.add(builder.build());
        }
        return all;
    }

    private void addArchives(CatalogBuilder builder) {
        for (Reference reference : found) {
            boolean isAlone = loose == LooseObjects.NAMED && isNamed(reference);
            if ((reference.kind() == FileKind.ARCHIVE || isAlone) && isNew(reference.origin())) {
                List<ArchiveMember> members = members(reference);
                if (!members.isEmpty()) {
                    CatalogBuilder.ArchiveWriter writer = builder.begin(reference.origin());
                    members.forEach(member -> writer.add(member.name(), member.bytes()));
                    if (!writer.isForAnotherMachine()) {
                        writer.end();
                        keep(new Source(reference, reference.origin()));
                    }
                }
            }
        }
    }

    private boolean isNamed(Reference reference) {
        return named.contains(reference.origin().archive()) || isAmongObjectsAlone(reference);
    }

    /** Whether the user can have meant nothing but objects: no archive and no catalog was found beside them. */
    private boolean isAmongObjectsAlone(Reference object) {
        return catalogs.isEmpty()
                && found.stream().noneMatch(reference -> reference.kind() == FileKind.ARCHIVE)
                && named.stream()
                        .map(path -> path.endsWith("/") ? path : path + "/")
                        .anyMatch(object.origin().archive()::startsWith);
    }

    /** What lies in a package is not kept: it would stay in memory. */
    private void keep(Source source) {
        if (source.file().content() instanceof ByteSource.OfFile) {
            sources.add(source);
        }
    }

    /** {@return the archives and objects among the catalogs' sources that are files, and can be read again} */
    List<Source> sources() {
        return sources;
    }

    private void addObjects(CatalogBuilder builder) {
        List<Reference> objects = found.stream()
                .filter(reference -> reference.kind() != FileKind.ARCHIVE)
                .toList();
        if (objects.isEmpty()) {
            return;
        }
        CatalogBuilder.ArchiveWriter writer = builder.begin(OBJECTS);
        for (Reference reference : objects) {
            members(reference).forEach(member -> writer.add(reference.origin().archive(), member.bytes()));
            keep(new Source(reference, OBJECTS));
        }
        if (!writer.isForAnotherMachine()) {
            writer.end();
        }
    }

    private List<ArchiveMember> members(Reference reference) {
        return members(reference, unreadable);
    }

    /**
     * Reads what a reference is made of.
     *
     * @param unreadable takes why it cannot be read
     * @return its members; none when it cannot
     */
    static List<ArchiveMember> members(Reference reference, List<Unreadable> unreadable) {
        try {
            return reference.members();
        } catch (MalformedFileException e) {
            unreadable.add(Unreadable.because(e));
        } catch (IOException e) {
            unreadable.add(Unreadable.because(reference.origin().archive(), e));
        }
        return List.of();
    }
}
