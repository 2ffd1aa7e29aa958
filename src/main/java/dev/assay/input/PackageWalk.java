package dev.assay.input;

import dev.assay.input.Artifact.Met;
import dev.assay.input.ArtifactSink.Completeness;
import dev.assay.input.PackageEntry.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Turns what lies in a package into artifacts. */
final class PackageWalk implements PackageVisitor {
    /** What is read as text is short; what is longer is none. */
    private static final int LARGEST_TEXT = 1 << 16;

    private final String path;
    private final Set<FileKind> wanted;
    private final Predicate<String> texts;
    private final Limits limits;
    private final ArtifactSink sink;
    private final Set<String> handedOver = new HashSet<>();
    private Optional<PackageInfo> info = Optional.empty();
    private Optional<String> digest = Optional.empty();
    private long listed;

    /**
     * @param path of the package
     * @param wanted what becomes an artifact
     * @param texts paths of files whose text is handed over as a fact of the package
     */
    PackageWalk(String path, Set<FileKind> wanted, Predicate<String> texts, Limits limits, ArtifactSink sink) {
        this.path = path;
        this.wanted = wanted;
        this.texts = texts;
        this.limits = limits;
        this.sink = sink;
    }

    @Override
    public void opened(PackageInfo opened) {
        info = Optional.of(opened);
        sink.packageOpened(opened);
    }

    @Override
    public void described(PackageDescription description) {
        info.ifPresent(opened -> sink.packageDescribed(opened, description));
    }

    @Override
    public void licensed(List<String> licences) {
        info.ifPresent(opened -> sink.packageLicensed(opened, licences));
    }

    @Override
    public boolean wants(PackageFile file, byte[] head) {
        return wanted.contains(FileKind.of(head)) || isText(file);
    }

    @Override
    public boolean wantsDigest(PackageFile file) {
        return true;
    }

    @Override
    public void digest(PackageFile file, String sha256) {
        digest = Optional.of(sha256);
    }

    @Override
    public void file(PackageFile file, byte[] content) throws IOException {
        Optional<String> text =
                isText(file) ? Optional.of(new String(content, StandardCharsets.ISO_8859_1)) : Optional.empty();
        entry(file, Kind.FILE, text);
        FileKind kind = FileKind.of(content);
        if (wanted.contains(kind)) {
            handedOver.add(file.path());
            sink.artifact(new Artifact(file.path(), info, Met.IN_PACKAGE, kind, ByteSource.of(content)));
        } else {
            sink.skipped(displayed(file.path()));
        }
    }

    @Override
    public void passedOver(PackageFile file) throws IOException {
        entry(file, digest.isPresent() ? Kind.FILE : Kind.SPECIAL, Optional.empty());
        sink.skipped(displayed(file.path()));
    }

    @Override
    public void directory(String directory, int mode) throws IOException {
        entry(new PackageEntry(directory, Kind.DIRECTORY, 0, mode, "", "", Optional.empty()));
    }

    @Override
    public void symlink(String link, String target) throws IOException {
        entry(new PackageEntry(link, Kind.SYMBOLIC_LINK, 0, 0, target, "", Optional.empty()));
    }

    @Override
    public void hardLink(String link, String target) throws IOException {
        entry(new PackageEntry(link, Kind.HARD_LINK, 0, 0, target, "", Optional.empty()));
        if (handedOver.contains(target)) {
            handedOver.add(link);
            sink.alias(new Alias(link, info, target));
        } else {
            sink.skipped(displayed(link));
        }
    }

    private boolean isText(PackageFile file) {
        return file.size() <= LARGEST_TEXT && texts.test(file.path());
    }

    private void entry(PackageFile file, Kind kind, Optional<String> text) throws IOException {
        entry(new PackageEntry(file.path(), kind, file.size(), file.mode(), "", digest.orElse(""), text));
        digest = Optional.empty();
    }

    private void entry(PackageEntry entry) throws IOException {
        listed += Limits.ENTRY
                + entry.path().length()
                + entry.target().length()
                + entry.text().map(String::length).orElse(0);
        if (listed > limits.listing()) {
            throw new IOException("the list of its files takes more than the limit (" + limits.listing() + ")");
        }
        info.ifPresent(opened -> sink.packaged(opened, entry));
    }

    /** Closes the package, when it could be opened. */
    void close(Completeness completeness) {
        info.ifPresent(opened -> sink.packageClosed(opened, completeness));
    }

    private String displayed(String file) {
        return path + "!" + file;
    }
}
