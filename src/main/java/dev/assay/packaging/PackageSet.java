package dev.assay.packaging;

import dev.assay.packaging.PackagedFile.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Packages that were given together. Which of them can be installed together is worked out from what they say of each
 * other; what none of them says is unknown, since the rest of the distribution is not here.
 *
 * @param packages by path
 * @param completeness whether all that were given could be read
 */
public record PackageSet(List<BinaryPackage> packages, Completeness completeness) {
    private static final int LONGEST_CHAIN = 40; // as in the kernel's fs/namei.c, MAXSYMLINKS

    /** Whether all packages that were given are here. */
    public enum Completeness {
        WHOLE,
        /** Some could not be read: what is not found may lie in those. */
        PARTIAL
    }

    /**
     * A file, where a path led.
     *
     * @param owner the package that owns it
     * @param file it
     */
    public record Found(BinaryPackage owner, PackagedFile file) {}

    public PackageSet {
        packages = List.copyOf(packages);
    }

    /** {@return whether nothing that the packages say of each other forbids to install both} */
    public boolean mayMeet(BinaryPackage one, BinaryPackage other) {
        if (one.equals(other)) {
            return true;
        }
        return isOneSystem(one, other)
                && !one.name().equals(other.name())
                && !excludes(one, other)
                && !excludes(other, one)
                && !wantsAnother(one, other)
                && !wantsAnother(other, one);
    }

    // Two machines' packages are two sets: what is installed of another machine is a library, not the program.
    private static boolean isOneSystem(BinaryPackage one, BinaryPackage other) {
        return one.format() == other.format()
                && (one.isForAnyMachine()
                        || other.isForAnyMachine()
                        || one.id().architecture().equals(other.id().architecture()));
    }

    private static boolean excludes(BinaryPackage one, BinaryPackage other) {
        return one.relations(Relation.Kind.CONFLICTS).stream().anyMatch(other::is)
                || one.relations(Relation.Kind.BREAKS).stream().anyMatch(other::is)
                || one.relations(Relation.Kind.OBSOLETES).stream()
                        .flatMap(relation -> relation.alternatives().stream())
                        .anyMatch(obsolete -> obsolete.name().equals(other.name())
                                && obsolete.allows(
                                        other.id().version(), other.format().order()));
    }

    /** {@return whether one requires the other's name at a version that the other has not} */
    private static boolean wantsAnother(BinaryPackage one, BinaryPackage other) {
        return one.relations(Relation.Kind.REQUIRES).stream()
                .filter(relation -> relation.alternatives().size() == 1)
                .anyMatch(relation -> relation.names(other.name()) && !other.is(relation));
    }

    /** {@return the packages that may be installed where this one is, itself first, then by path} */
    public List<BinaryPackage> around(BinaryPackage installed) {
        List<BinaryPackage> around = new ArrayList<>();
        around.add(installed);
        for (BinaryPackage other : packages) {
            if (!other.equals(installed) && mayMeet(installed, other)) {
                around.add(other);
            }
        }
        return around;
    }

    /**
     * Follows a path through symbolic links to a file, in the packages that may be installed where one is, and in no other
     * file system.
     *
     * @param from the package whose path it is
     * @param path absolute, or without a leading slash
     * @return the file; empty where the path leads out of the set, to a directory, or in circles
     */
    public Optional<Found> resolve(BinaryPackage from, String path) {
        return resolve(around(from), path);
    }

    private static Optional<Found> resolve(List<BinaryPackage> owners, String path) {
        String at = normalised("", path);
        Set<String> passed = new HashSet<>();
        while (passed.add(at) && passed.size() <= LONGEST_CHAIN) {
            Optional<Found> here = owned(owners, at);
            if (here.isPresent() && here.get().file().kind() != Kind.SYMBOLIC_LINK) {
                return here.filter(found -> found.file().kind() == Kind.FILE);
            }
            Optional<String> next = here.isPresent()
                    ? Optional.of(normalised(parent(at), here.get().file().target()))
                    : throughLinkAbove(owners, at);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            at = next.get();
        }
        return Optional.empty();
    }

    /** {@return the path with the nearest symbolic link above it replaced by where it leads} */
    private static Optional<String> throughLinkAbove(List<BinaryPackage> owners, String path) {
        for (String above = parent(path); !above.isEmpty(); above = parent(above)) {
            Optional<Found> link =
                    owned(owners, above).filter(found -> found.file().kind() == Kind.SYMBOLIC_LINK);
            if (link.isPresent()) {
                String target = normalised(parent(above), link.get().file().target());
                return Optional.of(target + path.substring(above.length()));
            }
        }
        return Optional.empty();
    }

    private static Optional<Found> owned(List<BinaryPackage> owners, String path) {
        for (BinaryPackage owner : owners) {
            Optional<PackagedFile> file = owner.file(path);
            if (file.isPresent()) {
                return Optional.of(new Found(owner, file.get()));
            }
        }
        return Optional.empty();
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    /** {@return a path without a leading slash, {@code .} and {@code ..}, on a system with merged /usr} */
    static String normalised(String directory, String path) {
        Deque<String> names = new ArrayDeque<>();
        String whole = path.startsWith("/") ? path : directory + "/" + path;
        for (String name : whole.split("/", -1)) {
            if (name.equals("..")) {
                names.pollLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.addLast(name);
            }
        }
        return PackagedFile.merged(String.join("/", names));
    }
}
