package dev.assay.input;

import java.util.List;
import java.util.Set;

/** From the paths that a user gives to artifacts, one by one. */
public final class Walker {
    private final Set<FileKind> wanted;
    private final Limits limits;

    /**
     * @param wanted what becomes an artifact when it is met in a directory or package: {@link FileKind#ELF}, and {@link
     *     FileKind#ARCHIVE} for rule sets of that kind; other files there are skipped
     */
    public Walker(Set<FileKind> wanted, Limits limits) {
        this.wanted = Set.copyOf(wanted);
        this.limits = limits;
    }

    /** Hands over, in the order of the paths, all that lies there. */
    public void walk(List<String> paths, ArtifactSink sink) {
        if (paths.isEmpty()) {
            return;
        }
        throw new UnsupportedOperationException(wanted + " " + limits + paths + sink);
    }
}
