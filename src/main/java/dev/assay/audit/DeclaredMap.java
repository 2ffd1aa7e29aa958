package dev.assay.audit;

import dev.assay.MalformedFileException;
import dev.assay.input.Unreadable;
import dev.assay.provenance.DeclaredCheck;
import dev.assay.provenance.DeclaredSection;
import dev.assay.provenance.LinkerMap;
import dev.assay.report.ArtifactReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The linker's own map of the one image under audit.
 *
 * @param path where it lies; empty where none was given
 * @param sections what it says; nothing where it could not be read
 * @param unreadable why it could not be read
 */
record DeclaredMap(Optional<Path> path, List<DeclaredSection> sections, List<Unreadable> unreadable) {
    /** {@return the map at a path} */
    static DeclaredMap at(Optional<Path> path) {
        if (path.isEmpty()) {
            return new DeclaredMap(path, List.of(), List.of());
        }
        String shown = path.get().toString();
        try {
            // Of any other encoding only paths suffer: all that the map's grammar has is ASCII.
            String text = Files.readString(path.get(), StandardCharsets.ISO_8859_1);
            return new DeclaredMap(path, LinkerMap.parse(shown, text), List.of());
        } catch (MalformedFileException e) {
            return new DeclaredMap(path, List.of(), List.of(Unreadable.because(e)));
        } catch (IOException e) {
            return new DeclaredMap(path, List.of(), List.of(Unreadable.because(shown, e)));
        }
    }

    /** {@return why it says nothing of what was audited} */
    List<Unreadable> doubts(List<ArtifactReport> artifacts) {
        if (path.isEmpty() || !unreadable.isEmpty()) {
            return unreadable;
        }
        List<ArtifactReport> images =
                artifacts.stream().filter(ArtifactReport::isWholeFile).toList();
        if (images.size() > 1) {
            return List.of(doubt("the map of one image, and " + images.size() + " files were audited"));
        }
        List<Unreadable> doubts = new ArrayList<>();
        for (ArtifactReport image : images) {
            DeclaredCheck check = new DeclaredCheck(sections, image.linkMap());
            if (!check.isOfThisImage()) {
                doubts.add(doubt(notOf(image, check.contradicted())));
            }
        }
        return doubts;
    }

    private String notOf(ArtifactReport image, List<DeclaredSection> contradicted) {
        DeclaredSection first = contradicted.get(0);
        return "not the map of " + image.displayPath() + ": " + contradicted.size() + " of the " + sections.size()
                + " sections that it names cannot be where it says, the first of them " + first.archive() + "("
                + first.member() + ") " + first.section() + " at 0x" + Long.toHexString(first.address())
                + "; nothing of it counts";
    }

    private Unreadable doubt(String message) {
        return Unreadable.because(path.orElseThrow().toString(), message);
    }
}
