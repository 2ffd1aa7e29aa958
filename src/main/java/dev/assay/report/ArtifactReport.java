package dev.assay.report;

import dev.assay.linkage.Linkage;
import dev.assay.provenance.Component;
import dev.assay.provenance.Coverage;
import dev.assay.provenance.LinkMap;
import dev.assay.reach.Hazard;
import dev.assay.rules.Finding;
import dev.assay.rules.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * One artifact: the facts about it and what the rules say of them.
 *
 * @param path as given, joined with its place in the directory that was walked; of a file in a package its path there
 * @param inside where it lies in another artifact
 * @param sha256 of all its bytes, in lower-case hexadecimal
 * @param container the package it lies in
 * @param linkage what the headers say
 * @param components by falling size, then by name
 * @param coverage how its executable bytes are explained
 * @param linkMap its layout; nothing is explained in it where nothing was compared with references
 * @param hazards what it loads at run time although it is static
 * @param verdict the worst of what its rule sets say
 * @param asked names of the rules that were asked of it, kept ones too
 * @param findings the gravest first, then by rule
 */
public record ArtifactReport(
        String path,
        Optional<Inside> inside,
        String sha256,
        Optional<ContainingPackage> container,
        Linkage linkage,
        List<Component> components,
        Coverage coverage,
        LinkMap linkMap,
        List<Hazard> hazards,
        Verdict verdict,
        List<String> asked,
        List<Finding> findings) {
    public ArtifactReport {
        components = List.copyOf(components);
        hazards = List.copyOf(hazards);
        asked = List.copyOf(asked);
        findings = List.copyOf(findings);
    }

    /** {@return whether it is a file by itself, and not one that was found inside another} */
    public boolean isWholeFile() {
        return inside.isEmpty();
    }

    /** {@return its verdict; empty of a file inside another, for which the rules of the one around it answer} */
    public Optional<Verdict> countedVerdict() {
        return isWholeFile() ? Optional.of(verdict) : Optional.empty();
    }

    /** {@return its path for people: {@code x.deb!usr/bin/y} where it lies in a package} */
    public String displayPath() {
        return container.map(inPackage -> inPackage.path() + "!" + path).orElse(path);
    }

    /** {@return what no other artifact of a report is called: its path for people, of a file inside another with its place there} */
    public String distinctPath() {
        return inside.map(place -> displayPath() + place.behindPath()).orElseGet(this::displayPath);
    }

    /**
     * Where an artifact lies in another.
     *
     * @param path of the artifact around it
     * @param offset file offset in it, in bytes
     * @param wrapping in what form it lies there, in words: {@code gzip}; empty where it lies there as it is
     */
    public record Inside(String path, long offset, String wrapping) {
        /** {@return where, for people} */
        public String displayed() {
            return path + behindPath();
        }

        private String behindPath() {
            String place = " at 0x" + Long.toHexString(offset);
            return wrapping.isEmpty() ? place : place + ", packed as " + wrapping;
        }
    }
}
