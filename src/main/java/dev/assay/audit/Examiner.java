package dev.assay.audit;

import dev.assay.input.Artifact;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;

/**
 * Examines artifacts, each content once. A file is hashed on another thread while its headers are read: a single one is
 * answered in the time of the slower of the two. Only a file whose size was met before may be one that is known under
 * another name, and waits for its hash first.
 */
final class Examiner {
    private final ExecutorService hashing;
    private final Map<Integer, Map<String, Examined>> knownBySize = new HashMap<>();

    /**
     * Makes an examiner.
     *
     * @param hashing where hashes are computed; it must make progress while callers wait
     */
    Examiner(ExecutorService hashing) {
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
            Facts facts = facts(artifact, content);
            Examined examined = new Examined(sha256.join(), facts.linkage(), facts.coverage());
            known.put(examined.sha256(), examined);
            return examined;
        }
    }

    private synchronized Map<String, Examined> ofSize(int size) {
        return knownBySize.computeIfAbsent(size, first -> new HashMap<>());
    }
}
