package dev.assay.packaging;

import dev.assay.Origin.PackageId;
import dev.assay.packaging.Relation.Kind;
import dev.assay.provenance.Component;
import dev.assay.provenance.Evidence;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a package says is in it, and what its content proves to be. Both speak of source packages. */
public final class Declaration {
    private static final String BUNDLED = "bundled(";

    private Declaration() {}

    /** How a distribution writes it. */
    public enum Style {
        /** {@code Built-Using: zlib (= 1:1.3.dfsg-3.1)}. */
        DEBIAN,
        /** {@code Provides: bundled(zlib) = 1.3}. */
        FEDORA
    }

    /**
     * A source that a package declares.
     *
     * @param source its name
     * @param version as declared; empty where none is
     * @param written as the package writes it
     */
    public record Declared(String source, String version, String written) {}

    /** How well the version is known. */
    public enum Fit {
        /** One reference version explains everything. */
        WHOLE,
        /** Several explain everything: the bytes do not tell them apart. */
        SEVERAL,
        /** None explains everything. */
        NEAREST
    }

    /**
     * A source whose code is found.
     *
     * @param source its name
     * @param version of the source package that explains most
     * @param upstream the binary package's version without epoch and revision
     * @param fit how well the version is known
     * @param bytes executable bytes found in all artifacts together
     */
    public record Found(String source, String version, String upstream, Fit fit, long bytes) {}

    /** {@return what a package declares, in its order} */
    public static List<Declared> declaredBy(BinaryPackage owner) {
        return declaredBy(owner.relations());
    }

    /** {@return what the relations of a package declare, in their order} */
    public static List<Declared> declaredBy(List<Relation> relations) {
        List<Declared> declared = new ArrayList<>();
        for (Relation relation : relations) {
            if (relation.kind() == Kind.BUILT_USING || relation.kind() == Kind.STATIC_BUILT_USING) {
                relation.alternatives()
                        .forEach(one -> declared.add(new Declared(one.name(), one.version(), relation.written())));
            } else if (relation.kind() == Kind.PROVIDES) {
                relation.alternatives().stream()
                        .filter(one ->
                                one.name().startsWith(BUNDLED) && one.name().endsWith(")"))
                        .forEach(one -> declared.add(new Declared(
                                one.name()
                                        .substring(BUNDLED.length(), one.name().length() - 1),
                                one.version(),
                                relation.written())));
            }
        }
        return declared;
    }

    /**
     * Joins what the artifacts of a package are made of.
     *
     * @param components of each artifact
     * @return each source whose code is in one of them and whose package is known, by name
     */
    public static List<Found> found(Collection<List<Component>> components) {
        Map<String, List<Component>> bySource = new TreeMap<>();
        for (List<Component> ofArtifact : components) {
            for (Component component : ofArtifact) {
                if (isCode(component)) {
                    component
                            .origin()
                            .ifPresent(origin -> bySource.computeIfAbsent(origin.source(), source -> new ArrayList<>())
                                    .add(component));
                }
            }
        }
        List<Found> found = new ArrayList<>();
        bySource.forEach((source, ofSource) -> found.add(joined(source, ofSource)));
        return found;
    }

    private static boolean isCode(Component component) {
        return component.evidence() == Evidence.EXACT || component.evidence() == Evidence.CODE;
    }

    private static Found joined(String source, List<Component> components) {
        Map<String, Long> bytes = new TreeMap<>();
        Map<String, PackageId> origins = new TreeMap<>();
        for (Component component : components) {
            PackageId origin = component.origin().orElseThrow();
            bytes.merge(origin.sourceVersion(), component.bytes(), Long::sum);
            origins.putIfAbsent(origin.sourceVersion(), origin);
        }
        String version = bytes.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
        boolean whole =
                bytes.size() == 1 && components.stream().allMatch(component -> component.evidence() == Evidence.EXACT);
        boolean several =
                components.stream().allMatch(component -> component.versions().size() > 1);
        return new Found(
                source,
                version,
                upstream(origins.get(version).version()),
                !whole ? Fit.NEAREST : several ? Fit.SEVERAL : Fit.WHOLE,
                bytes.values().stream().mapToLong(Long::longValue).sum());
    }

    private static String upstream(String version) {
        String withoutEpoch = version.substring(version.indexOf(':') + 1);
        int dash = withoutEpoch.lastIndexOf('-');
        return dash < 0 ? withoutEpoch : withoutEpoch.substring(0, dash);
    }

    /** {@return the lines to paste into debian/control or a spec file: one a source, none where none is found} */
    public static List<String> lines(Style style, List<Found> found) {
        return switch (style) {
            case DEBIAN -> debian(found);
            case FEDORA ->
                found.stream()
                        .map(one -> "Provides: bundled(" + one.source() + ") = " + one.upstream())
                        .toList();
        };
    }

    private static List<String> debian(List<Found> found) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            Found one = found.get(i);
            String comma = i + 1 < found.size() ? "," : "";
            lines.add((i == 0 ? "Built-Using: " : " ") + one.source() + " (= " + one.version() + ")" + comma);
        }
        return lines;
    }

    /** {@return what is to be said of a version that is not proved} */
    public static Optional<String> remark(Found one) {
        return switch (one.fit()) {
            case WHOLE -> Optional.empty();
            case SEVERAL ->
                Optional.of(one.source() + ": several versions of the references explain its code; " + one.version()
                        + " is one of them");
            case NEAREST ->
                Optional.of(one.source() + ": no version of the references explains all of its code; " + one.version()
                        + " explains most");
        };
    }
}
