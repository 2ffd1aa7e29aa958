package dev.assay.audit;

import dev.assay.MalformedFileException;
import dev.assay.elf.ElfReader;
import dev.assay.elf.Image;
import dev.assay.input.Artifact;
import dev.assay.linkage.Linkage;
import dev.assay.linkage.LinkageReader;
import dev.assay.linkage.Traces;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;

/**
 * Examines artifacts, each content once. A file is hashed on another thread while its headers are read: a single one is
 * answered in the time of the slower of the two. Only a file whose size was met before may be one that is known under
 * another name, and waits for its hash first.
 */
final class Examiner {
    private final Wanted wanted;
    private final References references;
    private final ExecutorService hashing;
    private final Map<Integer, Map<String, Examined>> knownBySize = new HashMap<>();

    /**
     * Makes an examiner.
     *
     * @param wanted what to look for in images
     * @param references what their code is compared with
     * @param hashing where hashes are computed; it must make progress while callers wait
     */
    Examiner(Wanted wanted, References references, ExecutorService hashing) {
        this.wanted = wanted;
        this.references = references;
        this.hashing = hashing;
    }

    /**
     * Examines one artifact.
     *
     * @throws IOException when it cannot be read
     */
    Examined examine(Artifact artifact) throws IOException {
        byte[] content = artifact.content().bytes();
        CompletableFuture<String> sha256 = CompletableFuture.supplyAsync(() -> Sha256.of(content), hashing);
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

    private synchronized Map<String, Examined> ofSize(int size) {
        return knownBySize.computeIfAbsent(size, first -> new HashMap<>());
    }

    private Examined examine(Artifact artifact, byte[] content, CompletableFuture<String> sha256) {
        return switch (artifact.kind()) {
            case ELF -> elf(artifact, content, sha256);
            case ARCHIVE -> headersOnly(LinkageReader.archive(), sha256);
            case DEB, RPM, OTHER -> headersOnly(LinkageReader.notElf(), sha256);
        };
    }

    private Examined elf(Artifact artifact, byte[] content, CompletableFuture<String> sha256) {
        try {
            Image image = ElfReader.read(artifact.displayed(), content);
            Linkage linkage = LinkageReader.of(image);
            Traces traces = Traces.of(image, List.of(), wanted.strings());
            Provenance provenance = Provenance.of(image, linkage.form(), references);
            return new Examined(sha256.join(), linkage, provenance, wanted.functions(image), traces.strings());
        } catch (MalformedFileException malformed) {
            return headersOnly(LinkageReader.malformed(malformed), sha256);
        }
    }

    private static Examined headersOnly(Linkage linkage, CompletableFuture<String> sha256) {
        return new Examined(sha256.join(), linkage, Provenance.ofNoImage(), List.of(), List.of());
    }
}
