package dev.assay.audit;

import dev.assay.input.Alias;
import dev.assay.input.Artifact;
import dev.assay.input.ArtifactSink;
import dev.assay.input.ByteSource;
import dev.assay.input.FileKind;
import dev.assay.input.PackageDescription;
import dev.assay.input.PackageEntry;
import dev.assay.input.PackageInfo;
import dev.assay.input.Unreadable;
import dev.assay.linkage.Linkage;
import dev.assay.rules.RuleSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;

/**
 * Takes what the walker meets: sends artifacts to be examined, and remembers everything under the name it was met by. Used
 * by the walker's thread alone.
 */
final class Intake implements ArtifactSink {
    /**
     * A name that an artifact was met by.
     *
     * @param path the name
     * @param container the package it lies in
     * @param examined what is found in it, or {@link UncheckedIOException}
     */
    record Met(String path, Optional<PackageInfo> container, CompletableFuture<Examined> examined) {}

    /**
     * A package that was met.
     *
     * @param description what it says of others
     * @param licences what it states of them
     * @param entries what it owns, in its order
     */
    record MetPackage(
            PackageInfo info,
            Completeness completeness,
            Optional<PackageDescription> description,
            List<String> licences,
            List<PackageEntry> entries) {
        MetPackage {
            licences = List.copyOf(licences);
            entries = List.copyOf(entries);
        }
    }

    private final List<RuleSet> ruleSets;
    private final Examiner examiner;
    private final ExecutorService workers;
    private final MemoryBudget memory;
    private final Progress progress;

    private final List<Met> met = new ArrayList<>();
    private final Map<String, CompletableFuture<Examined>> underway = new HashMap<>();
    private final List<MetPackage> packages = new ArrayList<>();
    private final List<Unreadable> unreadable = new ArrayList<>();
    private final Map<String, Linkage> headers = new HashMap<>();
    private final Map<String, Long> sizes = new HashMap<>();
    private Optional<PackageDescription> description = Optional.empty();
    private List<String> licences = List.of();
    private List<PackageEntry> entries = new ArrayList<>();
    private int skipped;

    Intake(List<RuleSet> ruleSets, Examiner examiner, ExecutorService workers, MemoryBudget memory, Progress progress) {
        this.ruleSets = List.copyOf(ruleSets);
        this.examiner = examiner;
        this.workers = workers;
        this.memory = memory;
        this.progress = progress;
    }

    @Override
    public void artifact(Artifact artifact) {
        if (!isOfKind(artifact)) {
            notWanted(artifact.path(), artifact.met());
        } else if (isWanted(artifact.path(), artifact.container(), artifact.met())) {
            send(artifact);
        } else if (artifact.container().filter(this::hasRole).isPresent()) {
            // No rule of artifacts is for it; those of packages ask how every program in a package is linked.
            readHeaders(artifact);
        }
    }

    private boolean hasRole(PackageInfo info) {
        return ruleSets.stream().anyMatch(set -> set.roleOf(info.id()).isPresent());
    }

    private void readHeaders(Artifact artifact) {
        try {
            headers.put(artifact.displayed(), Examiner.linkage(artifact));
        } catch (IOException e) {
            unreadable.add(Unreadable.because(artifact.displayed(), e));
        }
    }

    @Override
    public void alias(Alias alias) {
        CompletableFuture<Examined> examined = underway.get(displayed(alias.of(), alias.container()));
        if (examined != null) {
            if (isWanted(alias.path(), alias.container(), Artifact.Met.WALKING)) {
                met.add(new Met(alias.path(), alias.container(), examined));
                sizes.put(
                        displayed(alias.path(), alias.container()),
                        sizes.getOrDefault(displayed(alias.of(), alias.container()), 0L));
            }
        } else if (alias.container().isEmpty()) {
            // No rule set was for it under its first name. A file can be read again.
            ByteSource content = ByteSource.of(Path.of(alias.path()));
            artifact(new Artifact(alias.path(), alias.container(), Artifact.Met.WALKING, FileKind.ELF, content));
        } else if (isWanted(alias.path(), alias.container(), Artifact.Met.IN_PACKAGE)) {
            unreadable.add(Unreadable.because(
                    displayed(alias.path(), alias.container()),
                    "a hard link to " + alias.of() + ", which no rule set given is for and which was not kept"));
        }
    }

    private static String displayed(String path, Optional<PackageInfo> container) {
        return container.map(info -> info.path() + "!" + path).orElse(path);
    }

    @Override
    public void packageOpened(PackageInfo info) {
        description = Optional.empty();
        licences = List.of();
        entries = new ArrayList<>();
    }

    @Override
    public void packageDescribed(PackageInfo info, PackageDescription described) {
        description = Optional.of(described);
    }

    @Override
    public void packageLicensed(PackageInfo info, List<String> stated) {
        licences = stated;
    }

    @Override
    public void packaged(PackageInfo info, PackageEntry entry) {
        entries.add(entry);
    }

    @Override
    public void packageClosed(PackageInfo info, Completeness completeness) {
        packages.add(new MetPackage(info, completeness, description, licences, entries));
    }

    @Override
    public void skipped(String path) {
        skipped++;
    }

    @Override
    public void unreadable(Unreadable unread) {
        unreadable.add(unread);
    }

    private boolean isWanted(String path, Optional<PackageInfo> container, Artifact.Met how) {
        if (container.filter(Packages::isForDebuggersOrBuilders).isPresent()) {
            skipped++;
            return false;
        }
        if (ruleSets.isEmpty() || ruleSets.stream().anyMatch(set -> Judge.isFor(set, path, container))) {
            return true;
        }
        notWanted(path, how);
        return false;
    }

    private void notWanted(String path, Artifact.Met how) {
        if (how == Artifact.Met.BY_NAME) {
            unreadable.add(Unreadable.because(
                    path, "no rule set given is for a file of this name and kind; see 'assay rules show'"));
        } else {
            skipped++;
        }
    }

    /** A set for archives has nothing to say of programs. */
    private boolean isOfKind(Artifact artifact) {
        return switch (artifact.kind()) {
            case ARCHIVE -> true;
            case ELF, DEB, RPM, OTHER ->
                ruleSets.isEmpty() || ruleSets.stream().anyMatch(set -> set.kind() == RuleSet.Kind.IMAGE);
        };
    }

    private void send(Artifact artifact) {
        long size;
        try {
            size = artifact.content().size();
        } catch (IOException e) {
            unreadable.add(Unreadable.because(artifact.displayed(), e));
            return;
        }
        if (!memory.canHold(size)) {
            unreadable.add(Unreadable.because(
                    artifact.displayed(), "larger than half of what Java may take: " + MemoryBudget.exhausted()));
            return;
        }
        sizes.put(artifact.displayed(), size);
        take(size);
        progress.met(size);
        CompletableFuture<Examined> examined = CompletableFuture.supplyAsync(() -> examine(artifact, size), workers);
        underway.put(artifact.displayed(), examined);
        met.add(new Met(artifact.path(), artifact.container(), examined));
    }

    private void take(long size) {
        try {
            memory.take(size);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for memory");
        }
    }

    // The answer is known to others only when this has returned: memory and progress come before it.
    private Examined examine(Artifact artifact, long size) {
        try {
            return examiner.examine(artifact);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (OutOfMemoryError e) {
            // What was taken for this artifact is free again: the others are judged, and this one is not lost from
            // sight.
            throw new UncheckedIOException(new IOException(MemoryBudget.exhausted(), e));
        } finally {
            memory.giveBack(size);
            progress.examined(size);
        }
    }

    List<Met> met() {
        return met;
    }

    List<MetPackage> packages() {
        return packages;
    }

    /** {@return what headers say of ELF files in packages that no rule of artifacts is for, by {@code x.deb!usr/bin/y}} */
    Map<String, Linkage> headers() {
        return headers;
    }

    /** {@return sizes of artifacts in bytes, by {@code x.deb!usr/bin/y}} */
    Map<String, Long> sizes() {
        return sizes;
    }

    List<Unreadable> unreadable() {
        return unreadable;
    }

    int skipped() {
        return skipped;
    }
}
