package dev.assay.input;

import dev.assay.Origin.PackageId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Which package owns a file, by the database of the system that the file lies in. */
public interface PackageDatabase {
    /** Knows no package. */
    PackageDatabase NONE = files -> Map.of();

    /**
     * Looks up owners.
     *
     * @param files absolute paths within the system: {@code /usr/lib/x86_64-linux-gnu/libz.a}, without its root
     * @return the owners; files that no package owns are absent
     * @throws IOException when the database is there and cannot be read
     */
    Map<String, PackageId> owners(Collection<String> files) throws IOException;

    /**
     * {@return the licences that packages state, as {@link PackageVisitor#licensed} has them} Those that are not installed at
     * that version, and those that state none, are absent.
     *
     * @param packages whose suite and source do not matter
     * @throws IOException when the database is there and cannot be read
     */
    default Map<PackageId, List<String>> licences(Collection<PackageId> packages) throws IOException {
        return Map.of();
    }

    /**
     * {@return the database of a system; {@link #NONE} where there is none}
     *
     * @param root the system's root directory: {@code /}, or a sysroot
     */
    static PackageDatabase of(Path root) {
        if (Files.isRegularFile(root.resolve(DpkgDatabase.STATUS))) {
            return new DpkgDatabase(root);
        }
        if (RpmDatabase.isAt(root)) {
            return new RpmDatabase(root, RpmDatabase.Command.PROCESS);
        }
        return NONE;
    }

    /** {@return whether a directory is the root of a system with a database} */
    static boolean isRoot(Path directory) {
        return Files.isRegularFile(directory.resolve(DpkgDatabase.STATUS)) || RpmDatabase.isAt(directory);
    }
}
