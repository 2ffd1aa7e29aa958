package dev.assay.packaging;

import java.util.Comparator;

/**
 * How a distribution orders versions of its packages.
 *
 * <p>As a comparator it is not consistent with equals: {@code 1.0} and {@code 1.00} are one version.
 */
public enum VersionOrder implements Comparator<String> {
    /** Debian's (deb-version(7)): epoch, upstream version, revision. */
    DPKG {
        @Override
        public int compare(String left, String right) {
            return DpkgVersion.compare(left, right);
        }
    },
    /** RPM's (rpm-version(7)): epoch, version, release, each by rpmvercmp. */
    RPM {
        @Override
        public int compare(String left, String right) {
            return RpmVersion.compare(left, right);
        }
    }
}
