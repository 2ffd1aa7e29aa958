package dev.assay.packaging;

import dev.assay.Origin.PackageId;
import dev.assay.packaging.Relation.Alternative;
import dev.assay.packaging.Relation.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A package as a set of them is judged: what it says of others and what it owns.
 *
 * @param path of the package file, as given
 * @param id what it says of itself
 * @param format how it is packed
 * @param multiArch Debian's {@code Multi-Arch}; empty where not stated
 * @param relations in the order of the package
 * @param scripts names of what it has run, in the order of the package
 * @param files by path
 */
public record BinaryPackage(
        String path,
        PackageId id,
        Format format,
        String multiArch,
        List<Relation> relations,
        List<String> scripts,
        Map<String, PackagedFile> files) {
    /** How packages are packed, and so how their versions compare. */
    public enum Format {
        DEB(VersionOrder.DPKG),
        RPM(VersionOrder.RPM);

        private final VersionOrder order;

        Format(VersionOrder order) {
            this.order = order;
        }

        /** {@return how versions compare} */
        public VersionOrder order() {
            return order;
        }
    }

    public BinaryPackage {
        relations = List.copyOf(relations);
        scripts = List.copyOf(scripts);
        files = new LinkedHashMap<>(files);
    }

    /** {@return what it owns, by path; a copy} */
    @Override
    public Map<String, PackagedFile> files() {
        return new LinkedHashMap<>(files);
    }

    /** {@return what it owns at that path} */
    public Optional<PackagedFile> file(String where) {
        return Optional.ofNullable(files.get(where));
    }

    /** {@return its name} */
    public String name() {
        return id.name();
    }

    /** {@return what it says of that kind, in its order} */
    public List<Relation> relations(Kind kind) {
        return relations.stream().filter(relation -> relation.kind() == kind).toList();
    }

    /** {@return whether it is made for every machine: {@code all}, {@code noarch}} */
    public boolean isForAnyMachine() {
        return id.architecture().equals("all") || id.architecture().equals("noarch");
    }

    /** {@return whether it is, or provides, what is spoken of} */
    public boolean is(Alternative wanted) {
        if (name().equals(wanted.name()) && wanted.allows(id.version(), format.order())) {
            return true;
        }
        return relations(Kind.PROVIDES).stream()
                .flatMap(relation -> relation.alternatives().stream())
                .filter(provided -> provided.name().equals(wanted.name()))
                .anyMatch(provided -> isProvidedBy(provided, wanted));
    }

    // A bound is met only by what is provided at a version (Debian policy 7.5; rpm's lib/rpmds.c, rpmdsCompare).
    private boolean isProvidedBy(Alternative provided, Alternative wanted) {
        return wanted.comparison() == Relation.Comparison.ANY
                || (provided.comparison() == Relation.Comparison.EQUAL
                        && wanted.allows(provided.version(), format.order()));
    }

    /** {@return whether it is, or provides, one of the alternatives} */
    public boolean is(Relation wanted) {
        return wanted.alternatives().stream().anyMatch(this::is);
    }
}
