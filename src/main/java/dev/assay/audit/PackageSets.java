package dev.assay.audit;

import dev.assay.Origin;
import dev.assay.input.ArtifactSink.Completeness;
import dev.assay.input.PackageDescription;
import dev.assay.input.PackageEntry;
import dev.assay.input.PackageInfo;
import dev.assay.input.PackageScript;
import dev.assay.linkage.Linkage;
import dev.assay.packaging.BinaryPackage;
import dev.assay.packaging.Declaration;
import dev.assay.packaging.PackageSet;
import dev.assay.packaging.PackagedFile;
import dev.assay.provenance.Component;
import dev.assay.provenance.ReferenceSummary;
import dev.assay.report.ArtifactReport;
import dev.assay.rules.PackageFacts;
import dev.assay.rules.PackageFacts.Program;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Joins what was met in packages to the facts that their rules judge. */
final class PackageSets {
    private final Map<String, Linkage> linkages = new HashMap<>();

    /**
     * Takes what is known of ELF files in packages.
     *
     * @param artifacts those that were examined
     * @param headers of the others, by {@code x.deb!usr/bin/y}
     */
    PackageSets(List<ArtifactReport> artifacts, Map<String, Linkage> headers) {
        linkages.putAll(headers);
        for (ArtifactReport artifact : artifacts) {
            if (artifact.isWholeFile()) { // what lies inside a file bears its path and is not what starts
                linkages.put(artifact.displayPath(), artifact.linkage());
            }
        }
    }

    /** {@return the packages that could be read whole and are for use, by path} */
    PackageSet set(List<Intake.MetPackage> met) {
        List<BinaryPackage> packages = met.stream()
                .filter(one -> one.completeness() == Completeness.WHOLE)
                .filter(one -> !Packages.isForDebuggersOrBuilders(one.info()))
                .map(this::binaryPackage)
                .sorted(Comparator.comparing(BinaryPackage::path))
                .toList();
        boolean whole = met.stream().allMatch(one -> one.completeness() == Completeness.WHOLE);
        return new PackageSet(packages, whole ? PackageSet.Completeness.WHOLE : PackageSet.Completeness.PARTIAL);
    }

    /**
     * {@return the facts about a set}
     *
     * @param artifacts whose components were proved
     * @param references names of the sources of the references that were read
     */
    static PackageFacts facts(PackageSet set, List<ArtifactReport> artifacts, List<ReferenceSummary> references) {
        Set<String> sources = references.stream()
                .flatMap(reference -> reference.origin().owner().stream())
                .map(Origin.PackageId::source)
                .collect(Collectors.toCollection(TreeSet::new));
        Map<String, List<Program>> programs = new HashMap<>();
        Map<String, List<List<Component>>> components = new HashMap<>();
        for (ArtifactReport artifact : artifacts) {
            artifact.container().filter(container -> wasCompared(artifact)).ifPresent(container -> {
                components
                        .computeIfAbsent(container.path(), path -> new ArrayList<>())
                        .add(artifact.components());
                programs.computeIfAbsent(container.path(), path -> new ArrayList<>())
                        .add(new Program(artifact.path(), artifact.linkMap()));
            });
        }
        Map<String, List<Declaration.Found>> found = new HashMap<>();
        Map<String, Set<String>> searched = new HashMap<>();
        components.forEach((path, ofArtifacts) -> {
            found.put(path, Declaration.found(ofArtifacts));
            searched.put(path, sources);
        });
        return new PackageFacts(set, found, searched, programs, references);
    }

    // An image of which nothing at all is explained was compared with nothing: even a wrong libc shares a function or
    // two.
    private static boolean wasCompared(ArtifactReport artifact) {
        return artifact.coverage().executable() != artifact.coverage().unexplained();
    }

    private BinaryPackage binaryPackage(Intake.MetPackage met) {
        PackageInfo info = met.info();
        Map<String, PackagedFile> files = new LinkedHashMap<>();
        for (PackageEntry entry : met.entries()) {
            file(info, entry, files).ifPresent(file -> files.put(file.path(), file));
        }
        return new BinaryPackage(
                info.path(),
                info.id(),
                switch (info.format()) {
                    case DEB -> BinaryPackage.Format.DEB;
                    case RPM -> BinaryPackage.Format.RPM;
                },
                met.description().map(PackageDescription::multiArch).orElse(""),
                Packages.relations(info, met.description()),
                met.description().map(PackageDescription::scripts).orElse(List.of()).stream()
                        .map(PackageScript::name)
                        .toList(),
                files);
    }

    private Optional<PackagedFile> file(PackageInfo info, PackageEntry entry, Map<String, PackagedFile> before) {
        return switch (entry.kind()) {
            case FILE -> Optional.of(file(info, entry, PackagedFile.Kind.FILE));
            case SYMBOLIC_LINK -> Optional.of(file(info, entry, PackagedFile.Kind.SYMBOLIC_LINK));
            case DIRECTORY -> Optional.of(file(info, entry, PackagedFile.Kind.DIRECTORY));
            case SPECIAL -> Optional.of(file(info, entry, PackagedFile.Kind.SPECIAL));
            case HARD_LINK ->
                Optional.ofNullable(before.get(PackagedFile.merged(entry.target())))
                        .map(first -> new PackagedFile(
                                PackagedFile.merged(entry.path()),
                                first.kind(),
                                first.mode(),
                                first.size(),
                                first.target(),
                                first.sha256(),
                                first.text(),
                                first.linkage()));
        };
    }

    private PackagedFile file(PackageInfo info, PackageEntry entry, PackagedFile.Kind kind) {
        String path = PackagedFile.merged(entry.path());
        return new PackagedFile(
                path,
                kind,
                entry.mode(),
                entry.size(),
                entry.target(),
                entry.sha256(),
                entry.text(),
                Optional.ofNullable(linkages.get(info.path() + "!" + entry.path())));
    }
}
