package dev.assay.audit;

import dev.assay.elf.DebugFile;
import dev.assay.elf.Image;
import dev.assay.input.Alias;
import dev.assay.input.Artifact;
import dev.assay.input.ArtifactSink;
import dev.assay.input.FileKind;
import dev.assay.input.Limits;
import dev.assay.input.PackageInfo;
import dev.assay.input.Unreadable;
import dev.assay.input.Walker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The symbols of stripped images, from packages for debuggers that are given together with theirs. They are read before any
 * image is examined, whatever the order of the paths, so that threads find all of them. A package whose file name does not
 * say what it is gives no symbols: its images are then as stripped as they are.
 */
final class DebugSymbols implements ArtifactSink {
    private final long most;
    private final Map<String, DebugFile> byBuildId = new HashMap<>();
    private final List<Unreadable> passedOver = new ArrayList<>();
    private long kept;

    private DebugSymbols(long most) {
        this.most = most;
    }

    /** {@return the symbols in packages for debuggers that lie at the paths} */
    static DebugSymbols givenWith(List<String> paths, Limits limits) {
        DebugSymbols symbols = new DebugSymbols(Runtime.getRuntime().maxMemory() / 8);
        new Walker(EnumSet.of(FileKind.ELF), limits).walk(paths, DebugSymbols::isNamedForDebuggers, symbols);
        return symbols;
    }

    private static boolean isNamedForDebuggers(Path file) {
        String name = file.getFileName() == null ? "" : file.getFileName().toString();
        return name.endsWith(".deb") && name.contains("-dbg")
                || name.endsWith(".ddeb")
                || name.endsWith(".rpm") && name.contains("-debuginfo-");
    }

    /** {@return the image, with those symbols where it is stripped and a debug file bears its build id} */
    Image completed(Image image) {
        if (byBuildId.isEmpty() || !image.symbols().isEmpty()) {
            return image;
        }
        return image.buildId()
                .map(id -> byBuildId.get(DebugFile.named(id)))
                .map(file -> image.withSymbols(file.symbols()))
                .orElse(image);
    }

    /** {@return the debug files that memory does not suffice for} */
    List<Unreadable> passedOver() {
        return passedOver;
    }

    @Override
    public void artifact(Artifact artifact) {
        if (artifact.container().filter(Packages::isForDebuggersOrBuilders).isEmpty()) {
            return;
        }
        try {
            DebugFile.of(artifact.content().bytes()).ifPresent(file -> keep(artifact.displayed(), file));
        } catch (IOException e) {
            passedOver.add(Unreadable.because(artifact.displayed(), e));
        }
    }

    private void keep(String path, DebugFile file) {
        if (kept + file.size() > most) {
            passedOver.add(
                    Unreadable.because(path, "symbols for which memory does not suffice: " + MemoryBudget.exhausted()));
        } else if (byBuildId.putIfAbsent(file.buildId(), file) == null) {
            kept += file.size();
        }
    }

    // The walk that audits meets all of this again, and reports it.

    @Override
    public void alias(Alias alias) {}

    @Override
    public void packageOpened(PackageInfo info) {}

    @Override
    public void packageClosed(PackageInfo info, Completeness completeness) {}

    @Override
    public void skipped(String path) {}

    @Override
    public void unreadable(Unreadable unreadable) {}
}
