package dev.assay.packaging;

import dev.assay.Origin.PackageId;
import dev.assay.linkage.Linkage;
import dev.assay.packaging.BinaryPackage.Format;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Packages as values, in lines that read like their metadata. */
public final class SetBuilder {
    private final String name;
    private final Format format;
    private final List<Relation> relations = new ArrayList<>();
    private final Map<String, PackagedFile> files = new LinkedHashMap<>();
    private String version = "1-1";
    private String architecture = "x86_64";

    private SetBuilder(String name, Format format) {
        this.name = name;
        this.format = format;
    }

    public static SetBuilder rpm(String name) {
        return new SetBuilder(name, Format.RPM);
    }

    public static SetBuilder deb(String name) {
        return new SetBuilder(name, Format.DEB);
    }

    public SetBuilder version(String whole) {
        version = whole;
        return this;
    }

    public SetBuilder architecture(String word) {
        architecture = word;
        return this;
    }

    /** Adds a relation: {@code Requires: a = 1}. */
    public SetBuilder says(String line) {
        String field = line.substring(0, line.indexOf(':'));
        String text = line.substring(line.indexOf(':') + 1).strip();
        if (format == Format.DEB) {
            relations.addAll(Relation.ofDebian(field, text));
        } else {
            relations.add(Relation.ofRpm(field, text).orElseThrow());
        }
        return this;
    }

    public SetBuilder text(String path, String text) {
        return file(path, text, Optional.of(text), Optional.empty());
    }

    public SetBuilder program(String path, Linkage linkage) {
        return file(path, "program of " + name, Optional.empty(), Optional.of(linkage));
    }

    private SetBuilder file(String path, String content, Optional<String> text, Optional<Linkage> linkage) {
        files.put(
                path,
                new PackagedFile(path, PackagedFile.Kind.FILE, 0755, content.length(), "", content, text, linkage));
        return this;
    }

    public SetBuilder symlink(String path, String target) {
        files.put(
                path,
                new PackagedFile(
                        path,
                        PackagedFile.Kind.SYMBOLIC_LINK,
                        0777,
                        0,
                        target,
                        "",
                        Optional.empty(),
                        Optional.empty()));
        return this;
    }

    public BinaryPackage made() {
        return new BinaryPackage(
                name + (format == Format.DEB ? ".deb" : ".rpm"),
                new PackageId(name, version, "qemu", version, "", architecture),
                format,
                "",
                relations,
                List.of(),
                files);
    }

    public static PackageSet set(BinaryPackage... packages) {
        return new PackageSet(List.of(packages), PackageSet.Completeness.WHOLE);
    }
}
