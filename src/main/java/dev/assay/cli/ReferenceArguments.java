package dev.assay.cli;

import dev.assay.audit.ReferenceSources;
import dev.assay.audit.ReferenceSources.Images;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads what code is compared with. */
final class ReferenceArguments {
    private ReferenceArguments() {}

    static void addTo(Options options) {
        options.repeatable(
                        "--reference",
                        "PATH",
                        "what provenance is proved against: archive, directory (walked), sysroot, .deb package or"
                                + " catalog; repeatable; default: this machine's library directories and the catalogs"
                                + " that ship, which 'default' names beside others")
                .flag("--no-reference", "prove nothing against archives; symbols and strings only")
                .repeatable(
                        "--objects",
                        "PATH",
                        "objects and archives of the package being built, so that its own code is explained too;"
                                + " repeatable");
    }

    /** Adds the option of commands that may be about one image. */
    static void addLinkMapTo(Options options) {
        options.valued(
                "--link-map",
                "FILE",
                "the linker's own map (-Map) of the one image given: checked against the bytes where references"
                        + " are there, else declared");
    }

    /**
     * What was given.
     *
     * @param images which images are compared where no reference is named; where one is, all are
     */
    static ReferenceSources of(Options.Given given, Images images) throws UsageException {
        List<String> paths = given.values("--reference");
        if (given.has("--no-reference") && !paths.isEmpty()) {
            throw new UsageException("--reference and --no-reference contradict each other");
        }
        if (paths.contains("") || given.values("--objects").contains("")) {
            throw new UsageException("--reference and --objects take a PATH, which is empty");
        }
        if (given.has("--no-reference")) {
            return new ReferenceSources(
                    List.of(), given.values("--objects"), Path.of("/"), List.of(), images, linkMap(given));
        }
        return new ReferenceSources(
                paths.isEmpty() ? List.of(ReferenceSources.DEFAULT) : paths,
                given.values("--objects"),
                Path.of("/"),
                shipped(),
                paths.isEmpty() && !given.has("--link-map") ? images : Images.ALL,
                linkMap(given));
    }

    private static Optional<Path> linkMap(Options.Given given) throws UsageException {
        try {
            return given.value("--link-map").map(Path::of);
        } catch (InvalidPathException e) {
            throw new UsageException("--link-map: no file can be called '"
                    + given.value("--link-map").orElse("") + "'");
        }
    }

    /** {@return where the catalogs lie that ship: beside the jar in a release, beside its folder in a source tree} */
    private static List<Path> shipped() {
        try {
            Path program = Path.of(ReferenceArguments.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toAbsolutePath();
            Path beside = program.resolveSibling("catalogs");
            Path above = beside.resolve("../../catalogs").normalize();
            return List.of(beside, above);
        } catch (URISyntaxException e) {
            throw new AssertionError("the program lies nowhere", e);
        }
    }
}
