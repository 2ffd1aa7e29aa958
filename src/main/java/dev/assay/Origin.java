package dev.assay;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a reference archive comes from. A value that {@code input} makes, {@code provenance} compares, and {@code audit}
 * and {@code rules} read.
 *
 * <p>Records that every run uses as keys spell their equality out. What Java makes for a record is put together where it is
 * first used: for a dozen of them that took 40 ms, a twentieth of a run on one file.
 *
 * @param archive path of the archive as given, or in its package; for a loose object its own path
 * @param owner the package that ships it, when one is known
 */
public record Origin(String archive, Optional<PackageId> owner) {
    private static final Pattern ARCHIVE_VERSION = Pattern.compile("-\\d+(\\.\\d+)+(?=\\.a$)");
    private static final Pattern SERIES = Pattern.compile("-\\d+(\\.\\d+)*$");

    /**
     * A binary package at a version.
     *
     * @param name binary package: {@code libc6-dev}
     * @param version its whole version, with epoch and revision
     * @param source name of the source package it was built from
     * @param sourceVersion version of that source package (it differs for binary-only rebuilds)
     * @param suite distribution release when known ({@code bookworm}), else empty
     * @param architecture the package's architecture as its distribution spells it
     */
    public record PackageId(
            String name, String version, String source, String sourceVersion, String suite, String architecture) {
        @Override
        public boolean equals(Object other) {
            return other instanceof PackageId id
                    && name.equals(id.name)
                    && version.equals(id.version)
                    && source.equals(id.source)
                    && sourceVersion.equals(id.sourceVersion)
                    && suite.equals(id.suite)
                    && architecture.equals(id.architecture);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * name.hashCode() + version.hashCode()) + suite.hashCode();
        }

        /** {@return the package as every release knows it that has this version of it} */
        public PackageId ofAnySuite() {
            return new PackageId(name, version, source, sourceVersion, "", architecture);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Origin origin && archive.equals(origin.archive) && owner.equals(origin.owner);
    }

    @Override
    public int hashCode() {
        return 31 * archive.hashCode() + owner.hashCode();
    }

    /** {@return the file name of the archive, without directories: {@code libz.a}} */
    public String archiveName() {
        return archive.substring(archive.lastIndexOf('/') + 1);
    }

    /**
     * The file name without the version that some bear: {@code libm.a} for {@code libm-2.36.a}. A number alone is no version:
     * {@code libpcre2-8.a} and {@code libpcre2-16.a} are two libraries.
     *
     * @return what all versions of the archive are called
     */
    public String seriesName() {
        return ARCHIVE_VERSION.matcher(archiveName()).replaceFirst("");
    }

    /**
     * Whether the other is the same archive, of whatever version: the same file name, of packages built from one source
     * where both packages are known. Names that bear a version are compared without it: {@code libm-2.36.a} and {@code
     * libm-2.41.a}, {@code gcc-12} and {@code gcc-14}.
     *
     * @param other another origin
     * @return whether the two may be versions of one archive
     */
    public boolean isVersionOf(Origin other) {
        if (!seriesName().equals(other.seriesName())) {
            return false;
        }
        if (owner.isEmpty() || other.owner.isEmpty()) {
            return true;
        }
        return withoutSeries(owner.get().source())
                .equals(withoutSeries(other.owner.get().source()));
    }

    private static String withoutSeries(String source) {
        return SERIES.matcher(source).replaceFirst("");
    }

    /** {@return an origin of which only the path is known} */
    public static Origin ofPath(String archive) {
        return new Origin(archive, Optional.empty());
    }
}
