package dev.assay.audit;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What provenance is proved against, as the user asks for it.
 *
 * @param paths archives, directories, sysroots, packages and catalogs; {@link #DEFAULT} among them is this machine's library
 *     directories for the image's machine and the catalogs that ship; empty: nothing is proved
 * @param objects objects and archives of the package being built, so that its own code is explained too
 * @param root where this machine's library directories lie: {@code /}, or a test's directory
 * @param shipped directories of the catalogs that ship; those that are not there hold none
 * @param images which images are compared
 * @param linkMap the linker's own map of the one image under audit
 */
public record ReferenceSources(
        List<String> paths,
        List<String> objects,
        Path root,
        List<Path> shipped,
        Images images,
        Optional<Path> linkMap) {
    /** The word for this machine's own references. */
    public static final String DEFAULT = "default";

    /** Which images are compared with references. */
    public enum Images {
        /** What is linked statically: archives are most of it. */
        STATIC,
        /** Dynamic programs and shared objects too. */
        ALL
    }

    public ReferenceSources {
        paths = List.copyOf(paths);
        objects = List.copyOf(objects);
        shipped = List.copyOf(shipped);
    }

    /** {@return sources of nothing: nothing is compared} */
    public static ReferenceSources none() {
        return new ReferenceSources(List.of(), List.of(), Path.of("/"), List.of(), Images.STATIC, Optional.empty());
    }

    /** {@return whether nothing is compared with anything} */
    boolean isNone() {
        return paths.isEmpty() && objects.isEmpty() && linkMap.isEmpty();
    }
}
