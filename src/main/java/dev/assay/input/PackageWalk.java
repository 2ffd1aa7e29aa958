package dev.assay.input;

import dev.assay.input.Artifact.Met;
import dev.assay.input.ArtifactSink.Completeness;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Turns what lies in a package into artifacts. */
final class PackageWalk implements PackageVisitor {
    private final String path;
    private final Set<FileKind> wanted;
    private final ArtifactSink sink;
    private final Set<String> handedOver = new HashSet<>();
    private Optional<PackageInfo> info = Optional.empty();

    /**
     * @param path of the package
     * @param wanted what becomes an artifact
     */
    PackageWalk(String path, Set<FileKind> wanted, ArtifactSink sink) {
        this.path = path;
        this.wanted = wanted;
        this.sink = sink;
    }

    @Override
    public void opened(PackageInfo opened) {
        info = Optional.of(opened);
        sink.packageOpened(opened);
    }

    @Override
    public boolean wants(PackageFile file, byte[] head) {
        return wanted.contains(FileKind.of(head));
    }

    @Override
    public void file(PackageFile file, byte[] content) {
        handedOver.add(file.path());
        sink.artifact(new Artifact(file.path(), info, Met.IN_PACKAGE, FileKind.of(content), ByteSource.of(content)));
    }

    @Override
    public void passedOver(PackageFile file) {
        sink.skipped(displayed(file.path()));
    }

    @Override
    public void hardLink(String link, String target) {
        if (handedOver.contains(target)) {
            handedOver.add(link);
            sink.alias(new Alias(link, info, target));
        } else {
            sink.skipped(displayed(link));
        }
    }

    /** Closes the package, when it could be opened. */
    void close(Completeness completeness) {
        info.ifPresent(opened -> sink.packageClosed(opened, completeness));
    }

    private String displayed(String file) {
        return path + "!" + file;
    }
}
