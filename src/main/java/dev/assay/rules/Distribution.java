package dev.assay.rules;

import dev.assay.Origin.PackageId;
import dev.assay.packaging.VersionOrder;
import java.util.Locale;
import java.util.Set;

/** A family of packages that a rule set can name components by. */
public enum Distribution {
    DEBIAN(PackageFormat.DEB),
    UBUNTU(PackageFormat.DEB),
    FEDORA(PackageFormat.RPM),
    CENTOS(PackageFormat.RPM),
    OPENSUSE(PackageFormat.RPM);

    /** How packages are made, fetched and their versions compared. */
    public enum PackageFormat {
        DEB,
        RPM
    }

    /** Architectures as rpm spells them and dpkg does not. Those that both spell alike tell nothing. */
    private static final Set<String> OF_RPM = Set.of("x86_64", "i686", "aarch64", "armv7hl", "ppc64le", "noarch");

    private final PackageFormat format;

    Distribution(PackageFormat format) {
        this.format = format;
    }

    /** {@return how its packages are made} */
    public PackageFormat format() {
        return format;
    }

    /** {@return how it compares versions of packages} */
    public VersionOrder order() {
        return switch (format) {
            case DEB -> VersionOrder.DPKG;
            case RPM -> VersionOrder.RPM;
        };
    }

    /**
     * {@return the distribution that a package is of, by what its version and architecture look like} No package says so itself;
     * those of one format compare versions alike, whatever is guessed among them.
     */
    public static Distribution lookingAt(PackageId id) {
        if (id.version().contains(".fc")) {
            return FEDORA;
        }
        if (id.version().contains(".el")) {
            return CENTOS;
        }
        if (OF_RPM.contains(id.architecture())) {
            return OPENSUSE;
        }
        return id.version().contains("ubuntu") ? UBUNTU : DEBIAN;
    }

    /** {@return its name in rule sets: {@code debian}} */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * A command that fetches a package into the current directory, without installing it and without root.
     *
     * @param packageName a pattern on binary package names
     * @return the command, to paste into a shell
     */
    public String downloadCommand(Glob packageName) {
        return switch (format) {
            // apt's own patterns stop at the first package that is known by name only; N stands for what was linked.
            case DEB -> "apt-get download " + packageName.text().replace("*", "N");
            case RPM -> "dnf download " + (packageName.isLiteral() ? packageName.text() : "'" + packageName + "'");
        };
    }

    /** {@return a shell pattern for the files that the download command left} */
    public String downloadedFiles(Glob packageName) {
        return switch (format) {
            case DEB -> "./" + packageName + "_*.deb";
            case RPM -> "./" + packageName + "-*.rpm";
        };
    }
}
