package dev.assay.audit;

import dev.assay.MalformedFileException;
import dev.assay.audit.ReferenceSources.Images;
import dev.assay.elf.ElfHeader;
import dev.assay.elf.ElfReader;
import dev.assay.elf.Image;
import dev.assay.elf.ObjectReader;
import dev.assay.input.ArchiveMember;
import dev.assay.input.ArchiveReader;
import dev.assay.input.Artifact;
import dev.assay.input.PackedStreams;
import dev.assay.linkage.ArchiveMemberFacts;
import dev.assay.linkage.ArchiveMemberFacts.SharedSymbol;
import dev.assay.linkage.ArchiveMemberReader;
import dev.assay.linkage.BuildRecords;
import dev.assay.linkage.EmbeddedFiles;
import dev.assay.linkage.EmbeddedSearch;
import dev.assay.linkage.Linkage;
import dev.assay.linkage.LinkageReader;
import dev.assay.linkage.MemberSymbols;
import dev.assay.linkage.Traces;
import dev.assay.provenance.DeclaredSection;
import dev.assay.reach.Culprit;
import dev.assay.reach.Hazard;
import dev.assay.reach.Hazards;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Examines artifacts, each content once. A file is hashed and searched for others on another thread while its link map is
 * recovered: a single one is answered in the time of the slower of the two. Only a file whose size was met before may be one
 * that is known under another name, and waits for its hash first.
 */
final class Examiner {
    private static final Aside<Inside> NOTHING_INSIDE = Aside.done(new Inside(EmbeddedFiles.none(), List.of()));

    /** ELF files inside a file: where they are, and the bytes of each. */
    private record Inside(EmbeddedFiles found, List<byte[]> contents) {}

    private final Wanted wanted;
    private final References references;
    private final LibrarySymbols libraries;
    private final DebugSymbols debugSymbols;
    private final Executor aside;
    private final Map<Integer, Map<String, Examined>> knownBySize = new HashMap<>();

    /**
     * Makes an examiner.
     *
     * @param wanted what to look for in images
     * @param references what their code is compared with
     * @param libraries what archives may be given from outside
     * @param debugSymbols what packages for debuggers say of stripped images
     * @param aside where hashes are computed, files searched, and it is found out what an image can reach
     */
    Examiner(
            Wanted wanted, References references, LibrarySymbols libraries, DebugSymbols debugSymbols, Executor aside) {
        this.wanted = wanted;
        this.references = references;
        this.libraries = libraries;
        this.debugSymbols = debugSymbols;
        this.aside = aside;
    }

    /**
     * Examines one artifact.
     *
     * @throws IOException when it cannot be read
     */
    Examined examine(Artifact artifact) throws IOException {
        byte[] content = artifact.content().bytes();
        Aside<String> sha256 = aside(() -> Sha256.of(content));
        if (ArchiveReader.isThin(content)) {
            return examine(artifact, content, sha256); // the same bytes elsewhere have other members
        }
        Map<String, Examined> known = ofSize(content.length);
        synchronized (known) {
            // Files of one size are examined one after the other, so that a twin finds what the first has found.
            if (!known.isEmpty() && known.containsKey(sha256.join())) {
                return known.get(sha256.join());
            }
            Examined examined = examine(artifact, content, sha256);
            known.put(examined.sha256(), examined);
            return examined;
        }
    }

    /**
     * Reads headers, and nothing else.
     *
     * @throws IOException when the artifact cannot be read
     */
    static Linkage linkage(Artifact artifact) throws IOException {
        byte[] content = artifact.content().bytes();
        try {
            return LinkageReader.of(ElfReader.read(artifact.displayed(), content));
        } catch (MalformedFileException malformed) {
            return LinkageReader.malformed(malformed);
        }
    }

    /** What takes no part in recovering the link map, which is most of the work, is done beside it. */
    private <T> Aside<T> aside(Supplier<T> work) {
        return Aside.begin(work, aside);
    }

    private synchronized Map<String, Examined> ofSize(int size) {
        return knownBySize.computeIfAbsent(size, first -> new HashMap<>());
    }

    private Examined examine(Artifact artifact, byte[] content, Aside<String> sha256) throws IOException {
        return switch (artifact.kind()) {
            case ELF -> elf(artifact, content, sha256);
            case ARCHIVE -> archive(artifact, content, sha256);
            case DEB, RPM, OTHER -> headersOnly(LinkageReader.notElf(), sha256);
        };
    }

    private Examined elf(Artifact artifact, byte[] content, Aside<String> sha256) throws IOException {
        String path = artifact.displayed();
        Aside<Inside> inside = aside(() -> inside(path, content));
        return image(path, content, sha256, inside, references.linkMap().sections(), references.images());
    }

    private static Inside inside(String path, byte[] content) {
        List<byte[]> files = new ArrayList<>();
        EmbeddedSearch search = new EmbeddedSearch(path, files::add);
        search.lookIn(content);
        PackedStreams.visit(content, new PackedStreams.Visitor() {
            @Override
            public void unpacked(byte[] unpacked, String packing, int offset) {
                search.lookIn(unpacked, packing, offset);
            }

            @Override
            public void passedOver() {
                search.passOver();
            }
        });
        return new Inside(search.found(), files);
    }

    private List<Examined> examined(String path, Inside inside) throws IOException {
        List<Examined> examined = new ArrayList<>();
        for (byte[] bytes : inside.contents) {
            Aside<String> hash = Aside.done(Sha256.of(bytes));
            // An emulator holds a vDSO for each of its guests: no reference of those machines is read for a page of
            // code.
            examined.add(image(path, bytes, hash, NOTHING_INSIDE, List.of(), Images.STATIC));
        }
        return examined;
    }

    private Examined image(
            String path,
            byte[] content,
            Aside<String> sha256,
            Aside<Inside> inside,
            List<DeclaredSection> declared,
            Images compared)
            throws IOException {
        try {
            Image image = MiniDebugInfo.completed(debugSymbols.completed(ElfReader.read(path, content)));
            Linkage linkage = LinkageReader.of(image);
            Aside<Traces> traces = aside(() -> Traces.of(image, List.of(), wanted.strings()));
            Optional<Aside<Hazards>> search = hazards(image, linkage);
            Provenance provenance = Provenance.of(image, linkage.form(), references, declared, compared);
            // First, because it is the longest: the others are done meanwhile.
            List<Hazard> hazards = search.map(found -> found.join().given(provenance.recovered()))
                    .orElse(List.of());
            return new Examined(
                    sha256.join(),
                    linkage,
                    provenance,
                    hazards,
                    embedded(image, linkage, inside.join().found),
                    List.of(),
                    placed(image, linkage, provenance),
                    examined(path, inside.join()),
                    wanted.functions(image),
                    traces.join().strings(),
                    BuildRecords.of(image),
                    wanted.explained().flatMap(what -> Reasons.find(image, linkage, provenance.map(), hazards, what)));
        } catch (MalformedFileException malformed) {
            return headersOnly(LinkageReader.malformed(malformed), sha256);
        }
    }

    /** What a packed program brings along is what it is packed in, and what another program brings its loader knows. */
    private static EmbeddedFiles embedded(Image image, Linkage linkage, EmbeddedFiles embedded) {
        return switch (linkage.form()) {
            case STATIC, STATIC_PIE -> embedded.behind(image);
            case DYNAMIC, SHARED_OBJECT, RELOCATABLE, CORE, OPAQUE, ARCHIVE, NOT_ELF, MALFORMED -> embedded;
        };
    }

    private List<Culprit> placed(Image image, Linkage linkage, Provenance provenance) throws IOException {
        return provenance.recovered().isPresent()
                ? references.of(image.header()).placed().of(linkage, provenance.map())
                : List.of();
    }

    /** Of what is loaded by an interpreter it needs no search, and of what is packed it cannot be told. */
    private Optional<Aside<Hazards>> hazards(Image image, Linkage linkage) {
        return switch (linkage.form()) {
            case STATIC, STATIC_PIE -> Optional.of(aside(() -> Hazards.in(image)));
            case DYNAMIC, SHARED_OBJECT, RELOCATABLE, CORE, OPAQUE, ARCHIVE, NOT_ELF, MALFORMED -> Optional.empty();
        };
    }

    private Examined archive(Artifact artifact, byte[] content, Aside<String> sha256) throws IOException {
        String path = artifact.displayed();
        try {
            List<ArchiveMember> members = ArchiveReader.read(path, content, artifact.content());
            Map<String, String> onlyShared = onlyShared(path, members);
            List<ArchiveMemberFacts> facts = new ArrayList<>();
            for (ArchiveMember member : members) {
                facts.add(facts(path + "(" + member.name() + ")", member, onlyShared));
            }
            return headersOnly(LinkageReader.archive(), facts, sha256);
        } catch (MalformedFileException malformed) {
            return headersOnly(LinkageReader.malformed(malformed), sha256);
        }
    }

    private Map<String, String> onlyShared(String path, List<ArchiveMember> members) throws IOException {
        if (!wanted.archives()) {
            return Map.of();
        }
        Optional<ElfHeader> machine = members.stream()
                .flatMap(member -> header(path, member).stream())
                .findFirst();
        return machine.isPresent()
                ? libraries.onlyShared(machine.get(), LibrarySymbols.undefined(path, members))
                : Map.of();
    }

    private static Optional<ElfHeader> header(String path, ArchiveMember member) {
        try {
            return Optional.of(ObjectReader.header(path, member.bytes()));
        } catch (MalformedFileException noObject) {
            return Optional.empty(); // ArchiveMemberReader says so; another member tells the machine
        }
    }

    private static ArchiveMemberFacts facts(String path, ArchiveMember member, Map<String, String> onlyShared) {
        ArchiveMemberFacts facts = ArchiveMemberReader.read(path, member.name(), member.bytes());
        if (onlyShared.isEmpty()) {
            return facts;
        }
        return facts.lacking(MemberSymbols.of(path, member.bytes()).undefined().stream()
                .filter(onlyShared::containsKey)
                .map(symbol -> new SharedSymbol(symbol, onlyShared.get(symbol)))
                .toList());
    }

    private static Examined headersOnly(Linkage linkage, Aside<String> sha256) {
        return headersOnly(linkage, List.of(), sha256);
    }

    private static Examined headersOnly(Linkage linkage, List<ArchiveMemberFacts> members, Aside<String> sha256) {
        return new Examined(
                sha256.join(),
                linkage,
                Provenance.ofNoImage(),
                List.of(),
                EmbeddedFiles.none(),
                members,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty());
    }
}
