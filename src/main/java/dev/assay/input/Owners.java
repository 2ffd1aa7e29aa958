package dev.assay.input;

import dev.assay.Origin.PackageId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The packages that own loose files. The system that a file belongs to is the nearest directory above it with a package
 * database: a sysroot's, else the machine's own.
 */
final class Owners {
    private final Consumer<Unreadable> unreadable;
    private final Map<Path, Optional<Path>> roots = new HashMap<>();

    /** @param unreadable takes databases that are there and cannot be read; what they own counts as owned by none */
    Owners(Consumer<Unreadable> unreadable) {
        this.unreadable = unreadable;
    }

    /** {@return the owner of each file that has one} */
    Map<Path, PackageId> of(List<Path> files) {
        Map<Path, Map<String, Path>> bySystem = new LinkedHashMap<>();
        for (Path file : files) {
            resolved(file)
                    .ifPresent(name -> root(name.getParent()).ifPresent(root -> {
                        String within = "/" + root.relativize(name);
                        if (mayBeOwned(within)) {
                            bySystem.computeIfAbsent(root, key -> new LinkedHashMap<>())
                                    .put(within, file);
                        }
                    }));
        }
        Map<Path, PackageId> owners = new HashMap<>();
        bySystem.forEach((root, within) -> ask(root, within, owners));
        return owners;
    }

    /** {@return the root of the system that a file or directory belongs to} */
    Optional<Path> system(Path file) {
        return resolved(file).flatMap(name -> root(Files.isDirectory(name) ? name : name.getParent()));
    }

    private void ask(Path root, Map<String, Path> within, Map<Path, PackageId> owners) {
        try {
            PackageDatabase.of(root)
                    .owners(within.keySet())
                    .forEach((name, owner) -> owners.put(within.get(name), owner));
        } catch (IOException e) {
            unreadable.accept(Unreadable.because(root + " (package database)", e));
        }
    }

    // Links above the file are resolved, since lists hold no path through one; the file may be a link that a package
    // ships.
    private static Optional<Path> resolved(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        try {
            return parent == null
                    ? Optional.empty()
                    : Optional.of(parent.toRealPath().resolve(absolute.getFileName()));
        } catch (IOException e) {
            return Optional.empty(); // gone meanwhile: whoever opens it will say so
        }
    }

    private Optional<Path> root(Path directory) {
        if (directory == null) {
            return Optional.empty();
        }
        Optional<Path> known = roots.get(directory);
        if (known == null) {
            known = PackageDatabase.isRoot(directory) ? Optional.of(directory) : root(directory.getParent());
            roots.put(directory, known);
        }
        return known;
    }

    // Packages put archives nowhere else; a miss would have every list of the database read for nothing.
    private static boolean mayBeOwned(String within) {
        return within.startsWith("/usr/") || within.startsWith("/lib") || within.startsWith("/opt/");
    }
}
