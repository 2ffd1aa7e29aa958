package dev.assay.packaging;

import dev.assay.Origin.PackageId;
import dev.assay.linkage.LinkageForm;
import dev.assay.packaging.Snapshot.Image;
import dev.assay.provenance.Component;
import dev.assay.provenance.Evidence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What changed between two builds, and what an installation loses by the upgrade.
 *
 * @param images by path
 * @param packages by name
 * @param losses the gravest first
 */
public record Difference(List<ImageChange> images, List<PackageChange> packages, List<Loss> losses) {
    private static final Pattern SERIES = Pattern.compile("-\\d+(\\.\\d+)*$");

    /** Images that a message names before it counts the others. */
    private static final int NAMED = 3;

    /** What became of something. */
    public enum Change {
        ADDED,
        REMOVED,
        CHANGED,
        SAME
    }

    /**
     * An ELF file on both sides, or on one.
     *
     * @param path the older one where there are two
     * @param old as it was
     * @param now as it is
     * @param components those whose version is not the same on both sides, by name
     * @param gained members of archives that are in the new image alone, by name; empty where there is one image only
     * @param lost members of archives that were in the old image alone, by name
     */
    public record ImageChange(
            String path,
            Change change,
            Optional<Image> old,
            Optional<Image> now,
            List<ComponentChange> components,
            List<String> gained,
            List<String> lost) {
        public ImageChange {
            components = List.copyOf(components);
            gained = List.copyOf(gained);
            lost = List.copyOf(lost);
        }
    }

    /**
     * A library whose version is not the same on both sides.
     *
     * @param name of it
     * @param old version, where it was in the image; empty text where none is known
     * @param now version, where it is in the image
     */
    public record ComponentChange(String name, Optional<String> old, Optional<String> now) {}

    /**
     * A package on both sides, or on one.
     *
     * @param gained relations as written, with their kind before them
     * @param lost relations as written, with their kind before them
     */
    public record PackageChange(String name, Change change, List<String> gained, List<String> lost) {
        public PackageChange {
            gained = List.copyOf(gained);
            lost = List.copyOf(lost);
        }
    }

    /** How much a loss matters. */
    public enum Gravity {
        ERROR,
        INFO
    }

    /**
     * Something that an upgrade changes for who has the old.
     *
     * @param rule what is asked of it
     * @param message in one sentence
     */
    public record Loss(UpgradeRule rule, String message) {}

    public Difference {
        images = List.copyOf(images);
        packages = List.copyOf(packages);
        losses = List.copyOf(losses);
    }

    /** {@return whether something of gravity error is lost} */
    public boolean hasErrors() {
        return losses.stream().anyMatch(loss -> loss.rule().gravity() == Gravity.ERROR);
    }

    /** {@return what changed from the one to the other} */
    public static Difference between(Snapshot old, Snapshot now) {
        List<ImageChange> images = images(old, now);
        List<Loss> losses = new ArrayList<>(BinfmtLoss.of(old, now));
        images.forEach(image -> losses.addAll(lostStatic(image)));
        losses.addAll(changedComponents(images));
        losses.sort((one, other) -> one.rule().gravity().compareTo(other.rule().gravity()));
        return new Difference(images, packages(old.set(), now.set()), losses);
    }

    private static List<ImageChange> images(Snapshot old, Snapshot now) {
        List<ImageChange> changes = new ArrayList<>();
        Set<Image> met = new HashSet<>();
        boolean onePair = old.set().packages().isEmpty()
                && now.set().packages().isEmpty()
                && old.images().size() == 1
                && now.images().size() == 1;
        for (Image image : old.images()) {
            Optional<Image> twin = onePair ? Optional.of(now.images().get(0)) : twin(image, now);
            twin.ifPresent(met::add);
            changes.add(change(Optional.of(image), twin));
        }
        for (Image image : now.images()) {
            if (!met.contains(image)) {
                changes.add(change(Optional.empty(), Optional.of(image)));
            }
        }
        changes.sort((one, other) -> one.path().compareTo(other.path()));
        return changes;
    }

    /** The same path in the package of the same name, else in any, else where links lead from the path. */
    private static Optional<Image> twin(Image old, Snapshot now) {
        List<Image> samePath = now.images().stream()
                .filter(image -> image.path().equals(old.path()))
                .toList();
        return samePath.stream()
                .filter(image -> image.shippedBy().equals(old.shippedBy()))
                .findFirst()
                .or(() -> samePath.stream().findFirst())
                .or(() -> throughLinks(old, now));
    }

    private static Optional<Image> throughLinks(Image old, Snapshot now) {
        for (BinaryPackage owner : now.set().packages()) {
            if (owner.file(PackagedFile.merged(old.path())).isPresent()) {
                Optional<PackageSet.Found> found = now.set().resolve(owner, old.path());
                if (found.isPresent()) {
                    return now.images().stream()
                            .filter(image ->
                                    image.path().equals(found.get().file().path()))
                            .filter(image -> image.shippedBy()
                                    .equals(Optional.of(found.get().owner().name())))
                            .findFirst();
                }
            }
        }
        return Optional.empty();
    }

    private static ImageChange change(Optional<Image> old, Optional<Image> now) {
        if (old.isEmpty()) {
            return oneSided(now.orElseThrow().path(), Change.ADDED, old, now);
        }
        if (now.isEmpty()) {
            return oneSided(old.get().path(), Change.REMOVED, old, now);
        }
        boolean same = old.get().sha256().equals(now.get().sha256());
        return new ImageChange(
                old.get().path(),
                same ? Change.SAME : Change.CHANGED,
                old,
                now,
                components(old.get(), now.get()),
                now.get().members().notIn(old.get().members()),
                old.get().members().notIn(now.get().members()));
    }

    private static ImageChange oneSided(String path, Change change, Optional<Image> old, Optional<Image> now) {
        return new ImageChange(path, change, old, now, List.of(), List.of(), List.of());
    }

    private static List<ComponentChange> components(Image old, Image now) {
        Map<String, String> before = versions(old);
        Map<String, String> after = versions(now);
        joinSeries(before, after);
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        List<ComponentChange> changes = new ArrayList<>();
        for (String name : names) {
            Optional<String> was = Optional.ofNullable(before.get(name));
            Optional<String> is = Optional.ofNullable(after.get(name));
            if (!was.equals(is)) {
                changes.add(new ComponentChange(name, was, is));
            }
        }
        return changes;
    }

    /** A source whose name bears its version is one source: gcc-12 and gcc-14 are gcc, where each side has one of them. */
    private static void joinSeries(Map<String, String> before, Map<String, String> after) {
        for (String old : List.copyOf(before.keySet())) {
            String series = SERIES.matcher(old).replaceFirst("");
            List<String> successors = after.keySet().stream()
                    .filter(name -> SERIES.matcher(name).replaceFirst("").equals(series))
                    .toList();
            if (!after.containsKey(old) && successors.size() == 1 && !before.containsKey(successors.get(0))) {
                before.put(series, before.remove(old));
                after.put(series, after.remove(successors.get(0)));
            }
        }
    }

    private static Map<String, String> versions(Image image) {
        Map<String, String> versions = new TreeMap<>();
        for (Component component : image.components()) {
            if (component.evidence() == Evidence.EXACT || component.evidence() == Evidence.CODE) {
                versions.put(
                        component.name(),
                        component.origin().map(PackageId::version).orElse(""));
            }
        }
        return versions;
    }

    private static List<Loss> lostStatic(ImageChange image) {
        boolean lost = image.old().filter(Image::isStatic).isPresent()
                && image.now().filter(now -> now.form() == LinkageForm.DYNAMIC).isPresent();
        return lost
                ? List.of(new Loss(UpgradeRule.LOST_STATIC, image.path() + " was static and is dynamic"))
                : List.of();
    }

    /** What happened to one component in the same way in many images is said once. */
    private static List<Loss> changedComponents(List<ImageChange> images) {
        Map<ComponentChange, List<String>> paths = new LinkedHashMap<>();
        for (ImageChange image : images) {
            image.components().stream()
                    .filter(component -> component.old().isPresent())
                    .forEach(component -> paths.computeIfAbsent(component, first -> new ArrayList<>())
                            .add(image.path()));
        }
        List<Loss> losses = new ArrayList<>();
        paths.forEach((component, in) -> losses.add(changed(component, in)));
        return losses;
    }

    private static Loss changed(ComponentChange component, List<String> paths) {
        String named = String.join(", ", paths.subList(0, Math.min(NAMED, paths.size())))
                + (paths.size() > NAMED ? " and " + (paths.size() - NAMED) + " more" : "");
        return component
                .now()
                .map(now -> new Loss(
                        UpgradeRule.CHANGED_VERSION,
                        named + ": " + component.name() + " was "
                                + component.old().orElseThrow() + " and is " + now))
                .orElseGet(() -> new Loss(
                        UpgradeRule.LOST_COMPONENT,
                        named + (paths.size() == 1 ? " has no " : " have no ") + component.name() + " any more"));
    }

    private static List<PackageChange> packages(PackageSet old, PackageSet now) {
        Map<String, BinaryPackage> before = byName(old);
        Map<String, BinaryPackage> after = byName(now);
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        List<PackageChange> changes = new ArrayList<>();
        for (String name : names) {
            Set<String> was = relations(Optional.ofNullable(before.get(name)));
            Set<String> is = relations(Optional.ofNullable(after.get(name)));
            List<String> gained =
                    is.stream().filter(relation -> !was.contains(relation)).toList();
            List<String> lost =
                    was.stream().filter(relation -> !is.contains(relation)).toList();
            Change change = !before.containsKey(name)
                    ? Change.ADDED
                    : !after.containsKey(name)
                            ? Change.REMOVED
                            : gained.isEmpty()
                                            && lost.isEmpty()
                                            && before.get(name)
                                                    .files()
                                                    .equals(after.get(name).files())
                                    ? Change.SAME
                                    : Change.CHANGED;
            changes.add(new PackageChange(name, change, gained, lost));
        }
        return changes;
    }

    private static Map<String, BinaryPackage> byName(PackageSet set) {
        Map<String, BinaryPackage> byName = new TreeMap<>();
        set.packages().forEach(one -> byName.putIfAbsent(one.name(), one));
        return byName;
    }

    private static Set<String> relations(Optional<BinaryPackage> of) {
        Set<String> relations = new LinkedHashSet<>();
        of.ifPresent(one -> one.relations()
                .forEach(relation -> relations.add(relation.kind().key() + ": " + relation.written())));
        return relations;
    }
}
