package dev.assay.input;

import dev.assay.MalformedFileException;
import dev.assay.input.Artifact.Met;
import dev.assay.input.ArtifactSink.Completeness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * From the paths that a user gives to artifacts, one by one.
 *
 * <p>Directories are walked depth first, by name. Symbolic links are followed where the user names them and nowhere else:
 * what a link within a tree leads to is met under its own name, and what lies outside was not asked for. A file of several
 * names is handed over once, and as an {@link Alias} after that. Special files are never opened. Packages are opened wherever
 * they are met. Nothing is lost: a path ends as artifact, alias, package, skipped or unreadable.
 */
public final class Walker {
    private final Set<FileKind> wanted;
    private final Predicate<String> texts;
    private final Limits limits;

    /**
     * @param wanted what becomes an artifact when it is met in a directory or package: {@link FileKind#ELF}, and {@link
     *     FileKind#ARCHIVE} for rule sets of that kind; other files there are skipped
     */
    public Walker(Set<FileKind> wanted, Limits limits) {
        this(wanted, path -> false, limits);
    }

    /**
     * @param wanted what becomes an artifact when it is met in a directory or package
     * @param texts paths in packages of the files whose text is wanted with their {@link PackageEntry}
     */
    public Walker(Set<FileKind> wanted, Predicate<String> texts, Limits limits) {
        this.wanted = Set.copyOf(wanted);
        this.texts = texts;
        this.limits = limits;
    }

    /** Hands over, in the order of the paths, all that lies there. A path that was met already is not met again. */
    public void walk(List<String> paths, ArtifactSink sink) {
        walk(paths, file -> true, sink);
    }

    /**
     * Hands over, in the order of the paths, what lies in some of the files there.
     *
     * @param asked by path, which files to open; the others are passed over without a word
     */
    public void walk(List<String> paths, Predicate<Path> asked, ArtifactSink sink) {
        Walk walk = new Walk(asked, sink);
        for (String path : paths) {
            walk.given(path);
        }
    }

    /** One walk: remembers what was met. */
    private final class Walk {
        private final Predicate<Path> asked;
        private final ArtifactSink sink;
        private final Set<String> met = new HashSet<>();
        private final Map<Object, String> artifacts = new HashMap<>();

        private Walk(Predicate<Path> asked, ArtifactSink sink) {
            this.asked = asked;
            this.sink = sink;
        }

        private void given(String path) {
            Path file;
            try {
                file = Path.of(path);
            } catch (InvalidPathException e) {
                sink.unreadable(Unreadable.because(path, "no path: " + e.getReason()));
                return;
            }
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                if (attributes.isDirectory()) {
                    new DirectoryWalk(this::walked, sink::unreadable).walk(path, file);
                } else {
                    meet(new Place(path, file, Met.BY_NAME), attributes);
                }
            } catch (IOException e) {
                sink.unreadable(Unreadable.because(path, e));
            }
        }

        private void walked(String path, Path file, BasicFileAttributes attributes) throws IOException {
            meet(new Place(path, file, Met.WALKING), attributes);
        }

        private void meet(Place place, BasicFileAttributes attributes) throws IOException {
            if (met.contains(place.path()) || !asked.test(place.file())) {
                return;
            }
            if (!attributes.isRegularFile()) {
                special(place);
                return;
            }
            switch (kind(place.file())) {
                case DEB -> openPackage(place, new DebReader(limits)::read);
                case RPM -> openPackage(place, new RpmReader(limits)::read);
                case ELF -> consider(place, FileKind.ELF);
                case ARCHIVE -> consider(place, FileKind.ARCHIVE);
                case OTHER -> consider(place, FileKind.OTHER);
            }
        }

        /** What is named as a package and does not begin as one is a damaged package, and not something to pass over. */
        private static FileKind kind(Path file) throws IOException {
            FileKind kind = FileKind.of(FileKind.head(file));
            if (kind != FileKind.OTHER && kind != FileKind.ARCHIVE) {
                return kind;
            }
            String name = String.valueOf(file.getFileName());
            if (name.endsWith(".deb") || name.endsWith(".udeb") || name.endsWith(".ddeb")) {
                return FileKind.DEB;
            }
            return name.endsWith(".rpm") ? FileKind.RPM : kind;
        }

        private void special(Place place) {
            if (place.met() == Met.BY_NAME) {
                sink.unreadable(Unreadable.because(place.path(), "neither a regular file nor a directory"));
            } else {
                sink.skipped(place.path());
            }
        }

        private void consider(Place place, FileKind kind) throws IOException {
            if (place.met() == Met.WALKING && !wanted.contains(kind)) {
                sink.skipped(place.path());
                return;
            }
            met.add(place.path());
            if (kind == FileKind.OTHER && wanted.contains(FileKind.ARCHIVE) && standsForArchives(place)) {
                return;
            }
            String first = artifacts.putIfAbsent(FileIdentity.of(place.file()), place.path());
            if (first == null) {
                sink.artifact(
                        new Artifact(place.path(), Optional.empty(), place.met(), kind, ByteSource.of(place.file())));
            } else {
                sink.alias(new Alias(place.path(), Optional.empty(), first));
            }
        }

        /** A linker script is no archive to judge; whoever named it wants to know what it names. */
        private boolean standsForArchives(Place place) throws IOException {
            Optional<LinkerScript> script = LinkerScript.read(place.file());
            script.ifPresent(names -> sink.unreadable(Unreadable.because(
                    place.path(),
                    "a linker script, no archive; give what it names: "
                            + names.files().stream().map(Path::toString).collect(Collectors.joining(" ")))));
            return script.isPresent();
        }

        private void openPackage(Place place, PackageReader reader) {
            met.add(place.path());
            PackageWalk content = new PackageWalk(place.path(), wanted, texts, limits, sink);
            try {
                reader.read(place.path(), ByteSource.of(place.file()), content);
                content.close(Completeness.WHOLE);
            } catch (MalformedFileException e) {
                sink.unreadable(Unreadable.because(e));
                content.close(Completeness.PARTIAL);
            } catch (IOException e) {
                sink.unreadable(Unreadable.because(place.path(), e));
                content.close(Completeness.PARTIAL);
            }
        }
    }

    /** Reads a package of one format. */
    @FunctionalInterface
    private interface PackageReader {
        void read(String path, ByteSource source, PackageVisitor visitor) throws MalformedFileException, IOException;
    }

    private record Place(String path, Path file, Met met) {}
}
