package dev.assay.audit;

import dev.assay.MalformedFileException;
import dev.assay.Origin;
import dev.assay.Origin.PackageId;
import dev.assay.elf.ElfHeader;
import dev.assay.elf.ObjectReader;
import dev.assay.input.ArchiveMember;
import dev.assay.input.ByteSource;
import dev.assay.input.CatalogMagic;
import dev.assay.input.FileKind;
import dev.assay.input.Limits;
import dev.assay.input.Reference;
import dev.assay.input.ReferenceLocator;
import dev.assay.input.ReferenceSink;
import dev.assay.input.Unreadable;
import dev.assay.provenance.CatalogBuilder;
import dev.assay.provenance.CatalogFile;
import dev.assay.provenance.UnsupportedMachineException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes a catalog of archives and packages. It is for the machine of the first object; archives of other machines are
 * refused, single members of them are kept by name.
 */
public final class CatalogMaker {
    private final Limits limits;
    private final Optional<PackageId> packageOfLoose;
    private final List<Reference> references = new ArrayList<>();
    private final List<Unreadable> unreadable = new ArrayList<>();
    private byte[] file = {};

    /**
     * @param limits bounds on hostile input
     * @param packageOfLoose the package that archives belong to which lie in no package file
     */
    public CatalogMaker(Limits limits, Optional<PackageId> packageOfLoose) {
        this.limits = limits;
        this.packageOfLoose = packageOfLoose;
    }

    /**
     * Makes a catalog of all that lies at the paths.
     *
     * @param paths archives, packages, and directories of them; objects only where they are given themselves
     */
    public void make(List<String> paths) {
        ReferenceLocator locator = new ReferenceLocator(Path.of("/"), limits, CatalogMagic.NONE);
        for (String path : paths) {
            locator.locate(path, new Gathering(path));
        }
        if (references.isEmpty() && unreadable.isEmpty()) {
            unreadable.add(Unreadable.because(String.join(" ", paths), "no archive there"));
        }
        if (!unreadable.isEmpty()) {
            return;
        }
        try {
            build();
        } catch (UnsupportedMachineException e) {
            unreadable.add(Unreadable.because(references.get(0).origin().archive(), e.getMessage()));
        }
    }

    /** {@return the catalog file; empty when something was unreadable, since half a catalog would prove half the truth} */
    public byte[] file() {
        return unreadable.isEmpty() ? file : new byte[0];
    }

    /** {@return what could not be read} */
    public List<Unreadable> unreadable() {
        return List.copyOf(unreadable);
    }

    private final class Gathering implements ReferenceSink {
        private final String given;

        private Gathering(String given) {
            this.given = given;
        }

        @Override
        public void reference(Reference reference) {
            // Start-up objects that lie among archives are left out: many are alike, and they are in every program.
            if (reference.kind() == FileKind.ARCHIVE
                    || reference.origin().archive().equals(given)) {
                references.add(withPackage(reference));
            }
        }

        @Override
        public void catalog(Path found) {
            throw new AssertionError("no catalog is recognised");
        }

        @Override
        public void unreadable(Unreadable unread) {
            unreadable.add(unread);
        }
    }

    private Reference withPackage(Reference reference) {
        if (packageOfLoose.isEmpty() || !(reference.content() instanceof ByteSource.OfFile)) {
            return reference;
        }
        Origin origin = new Origin(reference.origin().archive(), packageOfLoose);
        return new Reference(origin, reference.kind(), reference.content());
    }

    private void build() throws UnsupportedMachineException {
        CatalogBuilder builder = null;
        for (List<Reference> versions : byArchive()) {
            List<List<ArchiveMember>> members = versions.stream()
                    .map(reference -> CatalogReader.members(reference, unreadable))
                    .toList();
            if (builder == null) {
                Optional<ElfHeader> first = firstObject(members);
                builder = first.isPresent() ? CatalogBuilder.of(first.get()) : null;
            }
            if (builder != null) {
                add(builder, versions, members);
            }
        }
        if (builder == null) {
            unreadable.add(Unreadable.because(
                    references.get(0).origin().archive(),
                    "no object for any machine in it, nor in what else was given"));
        } else {
            file = CatalogFile.write(builder.build());
        }
    }

    /** The archives, each with its other versions, in the order in which they were met. */
    private List<List<Reference>> byArchive() {
        List<List<Reference>> groups = new ArrayList<>();
        for (Reference reference : references) {
            groups.stream()
                    .filter(group -> group.get(0).origin().isVersionOf(reference.origin()))
                    .findFirst()
                    .orElseGet(() -> {
                        List<Reference> group = new ArrayList<>(1);
                        groups.add(group);
                        return group;
                    })
                    .add(reference);
        }
        return groups;
    }

    private static Optional<ElfHeader> firstObject(List<List<ArchiveMember>> archives) {
        for (List<ArchiveMember> members : archives) {
            for (ArchiveMember member : members) {
                Optional<ElfHeader> header = header(member);
                if (header.isPresent()) {
                    return header;
                }
            }
        }
        return Optional.empty();
    }

    /** A member may be anything; the builder keeps those that are no objects by name. */
    private static Optional<ElfHeader> header(ArchiveMember member) {
        try {
            return Optional.of(ObjectReader.header(member.name(), member.bytes()));
        } catch (MalformedFileException noObject) {
            return Optional.empty();
        }
    }

    /** Adds the first member of every version, then the second of every one: the same ones come near each other. */
    private void add(CatalogBuilder builder, List<Reference> versions, List<List<ArchiveMember>> members) {
        List<CatalogBuilder.ArchiveWriter> writers = versions.stream()
                .map(version -> builder.begin(version.origin()))
                .toList();
        int longest = members.stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < longest; i++) {
            for (int version = 0; version < writers.size(); version++) {
                if (i < members.get(version).size()) {
                    ArchiveMember member = members.get(version).get(i);
                    writers.get(version).add(member.name(), member.bytes());
                }
            }
        }
        for (int version = 0; version < writers.size(); version++) {
            if (writers.get(version).isForAnotherMachine()) {
                unreadable.add(Unreadable.because(
                        versions.get(version).origin().archive(),
                        "for another machine than the first object: one catalog is for one machine"));
            }
            writers.get(version).end();
        }
    }
}
