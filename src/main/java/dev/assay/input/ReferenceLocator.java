package dev.assay.input;

import dev.assay.MalformedFileException;
import dev.assay.Origin;
import dev.assay.Origin.PackageId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds the archives and loose objects that provenance is proved against, and who owns them.
 *
 * <p>Loose files are owned by the package that the database of the system around them says; a sysroot has its own. Files
 * that are no reference, such as the linker scripts that are called {@code libm.a}, are passed over where they are met. Where
 * the user names them, a script stands for what it names, as it does for a linker, and others are unreadable.
 */
public final class ReferenceLocator {
    /** {@code libz.so}, {@code libz.so.1.2.13}, {@code ld-linux.so.2}. */
    private static final Pattern SHARED = Pattern.compile("l(ib|d).*\\.so(\\..*)?");

    private final Path root;
    private final Limits limits;
    private final CatalogMagic catalogs;

    /**
     * @param root where this machine's library directories and package database lie: {@code /}, or a test's directory
     */
    public ReferenceLocator(Path root, Limits limits, CatalogMagic catalogs) {
        this.root = root;
        this.limits = limits;
        this.catalogs = catalogs;
    }

    /**
     * Hands over what this machine's library directories hold for a machine ({@code --reference default}): nothing where no
     * toolchain for it is installed, or the machine is not known.
     *
     * @param machine as cli.md writes it ({@code x86-64}), or a triplet ({@code x86_64-linux-gnu})
     */
    public void forMachine(String machine, ReferenceSink sink) {
        Finding finding = new Finding(sink);
        Toolchain.find(machine).ifPresent(toolchain -> {
            try {
                toolchain.directories(root).forEach(finding::libraries);
            } catch (IOException e) {
                sink.unreadable(Unreadable.because(root.toString(), e));
            }
        });
        finding.handOver();
    }

    /**
     * Hands over what a path that the user gave holds: an archive, a loose object, a directory (walked), a sysroot, a
     * package, or a catalog.
     */
    public void locate(String path, ReferenceSink sink) {
        Finding finding = new Finding(sink);
        try {
            Path file = Path.of(path);
            if (Files.isDirectory(file)) {
                new DirectoryWalk((found, at, attributes) -> finding.walked(found, at), sink::unreadable)
                        .walk(path, file);
            } else {
                finding.given(path, file);
            }
        } catch (InvalidPathException e) {
            sink.unreadable(Unreadable.because(path, "no path: " + e.getReason()));
        } catch (IOException e) {
            sink.unreadable(Unreadable.because(path, e));
        }
        finding.handOver();
    }

    /**
     * {@return the shared libraries in this machine's library directories for a machine, each once, sorted within each}
     *
     * @param machine as for {@link #forMachine}
     * @throws IOException when a directory cannot be listed
     */
    public List<Path> sharedLibraries(String machine) throws IOException {
        List<Path> found = new ArrayList<>();
        Set<Object> seen = new HashSet<>();
        Optional<Toolchain> toolchain = Toolchain.find(machine);
        for (Path directory : toolchain.isPresent() ? toolchain.get().directories(root) : List.<Path>of()) {
            addSharedLibraries(directory, found, seen);
        }
        return found;
    }

    /**
     * {@return the shared libraries in a directory that the user named; none for what is no directory}
     *
     * @throws IOException when the directory cannot be listed
     */
    public List<Path> sharedLibrariesIn(Path directory) throws IOException {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            addSharedLibraries(directory, found, new HashSet<>());
        }
        return found;
    }

    /**
     * {@return the licences that packages state which are installed on this machine, or on a system that a path lies in} Absent
     * are those of packages that are not installed at that version, that state none, and of systems that cannot be read: what
     * proves code does not depend on them.
     *
     * @param paths as for {@link #locate}
     * @param packages whose suite and source do not matter
     */
    public Map<PackageId, List<String>> licences(List<String> paths, Collection<PackageId> packages) {
        Owners owners = new Owners(unread -> {});
        Set<Path> systems = new LinkedHashSet<>(Set.of(root));
        for (String path : paths) {
            try {
                owners.system(Path.of(path)).ifPresent(systems::add);
            } catch (InvalidPathException e) {
                // Whoever looks for references there says so.
            }
        }
        Map<PackageId, List<String>> licences = new HashMap<>();
        for (Path system : systems) {
            try {
                PackageDatabase.of(system).licences(packages).forEach(licences::putIfAbsent);
            } catch (IOException e) {
                // As if it had no database.
            }
        }
        return licences;
    }

    private static void addSharedLibraries(Path directory, List<Path> found, Set<Object> seen) throws IOException {
        List<Path> files;
        try (var children = Files.list(directory)) {
            files = children.filter(file ->
                            SHARED.matcher(String.valueOf(file.getFileName())).matches())
                    .filter(Files::isRegularFile)
                    .sorted(Comparator.comparing(Files::isSymbolicLink).thenComparing(Path::compareTo))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path file : files) {
            if (seen.add(FileIdentity.of(file))) {
                found.add(file);
            }
        }
    }

    /** What is found for one request; handed over at its end, when the owners of all can be asked for together. */
    private final class Finding {
        private final ReferenceSink sink;
        private final List<Found> found = new ArrayList<>();
        private final Set<Object> seen = new HashSet<>();

        private Finding(ReferenceSink sink) {
            this.sink = sink;
        }

        /** A library directory; what lies in directories below it is no default of any linker. */
        private void libraries(Path directory) {
            try (var children = Files.list(directory)) {
                // Of a file and links to it the file counts: they sort first.
                List<Path> files = children.filter(ReferenceLocator::isNamedAsReference)
                        .sorted(Comparator.comparing(Files::isSymbolicLink).thenComparing(Path::compareTo))
                        .toList();
                for (Path file : files) {
                    walked(file.toString(), file);
                }
            } catch (UncheckedIOException e) {
                sink.unreadable(Unreadable.because(directory.toString(), e.getCause()));
            } catch (IOException e) {
                sink.unreadable(Unreadable.because(directory.toString(), e));
            }
        }

        private void walked(String path, Path file) throws IOException {
            if (!Files.isRegularFile(file)) {
                return;
            }
            byte[] head = FileKind.head(file);
            if (isReference(path, head) && isNew(file)) {
                found.add(new Found(path, file, FileKind.of(head)));
            }
        }

        private void given(String path, Path file) throws IOException {
            if (!Files.exists(file)) {
                sink.unreadable(Unreadable.because(path, "no such file or directory"));
                return;
            }
            if (!Files.isRegularFile(file)) {
                sink.unreadable(Unreadable.because(path, "neither a regular file nor a directory"));
                return;
            }
            byte[] head = FileKind.head(file);
            if (FileKind.of(head) != FileKind.OTHER || catalogs.begins(head)) {
                found.add(new Found(path, file, FileKind.of(head)));
                return;
            }
            Optional<LinkerScript> script = LinkerScript.read(file);
            if (script.isEmpty()) {
                sink.unreadable(Unreadable.because(path, "neither an archive, an object, a package nor a catalog"));
                return;
            }
            for (Path named : script.get().files()) {
                namedBy(path, named);
            }
        }

        private void namedBy(String script, Path file) throws IOException {
            String path = file.toString();
            boolean isFile = Files.isRegularFile(file);
            byte[] head = isFile ? FileKind.head(file) : new byte[0];
            if (isFile && isReference(path, head)) {
                found.add(new Found(path, file, FileKind.of(head)));
            } else {
                String what = isFile ? "is neither an archive nor an object" : "is not there";
                sink.unreadable(Unreadable.because(script, "a linker script names " + path + ", which " + what));
            }
        }

        private boolean isReference(String path, byte[] head) {
            return switch (FileKind.of(head)) {
                case ARCHIVE, DEB, RPM -> true;
                case ELF -> path.endsWith(".o");
                case OTHER -> catalogs.begins(head);
            };
        }

        private boolean isNew(Path file) throws IOException {
            return seen.add(FileIdentity.of(file));
        }

        private void handOver() {
            List<Path> loose =
                    found.stream().filter(Found::isLoose).map(Found::file).toList();
            Map<Path, PackageId> owners = new Owners(sink::unreadable).of(loose);
            for (Found one : found) {
                switch (one.kind()) {
                    case ARCHIVE, ELF -> sink.reference(one.reference(Optional.ofNullable(owners.get(one.file()))));
                    case DEB, RPM -> readPackage(one);
                    case OTHER -> sink.catalog(one.file());
                }
            }
        }

        private void readPackage(Found one) {
            try {
                ByteSource content = ByteSource.of(one.file());
                if (one.kind() == FileKind.DEB) {
                    new DebReader(limits).read(one.path(), content, new ReferencePackage(sink));
                } else {
                    new RpmReader(limits).read(one.path(), content, new ReferencePackage(sink));
                }
            } catch (MalformedFileException e) {
                sink.unreadable(Unreadable.because(e));
            } catch (IOException e) {
                sink.unreadable(Unreadable.because(one.path(), e));
            }
        }
    }

    private static boolean isNamedAsReference(Path file) {
        return file.toString().endsWith(".a") || file.toString().endsWith(".o");
    }

    /** A file that is a reference, holds some, or is a catalog. */
    private record Found(String path, Path file, FileKind kind) {
        private boolean isLoose() {
            return kind == FileKind.ARCHIVE || kind == FileKind.ELF;
        }

        private Reference reference(Optional<PackageId> owner) {
            return new Reference(new Origin(path, owner), kind, ByteSource.of(file));
        }
    }

    /** Takes archives and loose objects out of a package. */
    private static final class ReferencePackage implements PackageVisitor {
        private final ReferenceSink sink;
        private Optional<PackageId> owner = Optional.empty();

        private ReferencePackage(ReferenceSink sink) {
            this.sink = sink;
        }

        @Override
        public void opened(PackageInfo info) {
            owner = Optional.of(info.id());
        }

        @Override
        public void licensed(List<String> licences) {
            owner.ifPresent(id -> sink.licensed(id, licences));
        }

        @Override
        public boolean wants(PackageFile file, byte[] head) {
            FileKind kind = FileKind.of(head);
            return kind == FileKind.ARCHIVE
                    || (kind == FileKind.ELF && file.path().endsWith(".o"));
        }

        @Override
        public void file(PackageFile file, byte[] content) {
            Origin origin = new Origin(file.path(), owner);
            sink.reference(new Reference(origin, FileKind.of(content), ByteSource.of(content)));
        }
    }
}
