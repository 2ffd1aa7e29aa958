package dev.assay.report;

import dev.assay.Origin.PackageId;
import dev.assay.rules.Distribution;

/**
 * Package URLs (purl-spec): {@code pkg:deb/debian/libc6-dev@2.36-9%2Bdeb12u14?arch=amd64}. The namespace, which the type deb
 * requires, is the vendor as far as a version tells it: Debian's where it tells none, and no vendor of rpm packages but Fedora.
 */
final class PackageUrl {
    private static final String PLAIN = "-._~:";

    private PackageUrl() {}

    static String of(PackageId id) {
        StringBuilder url =
                new StringBuilder("pkg:").append(isRpm(id) ? "rpm" : "deb").append('/');
        url.append(vendor(id));
        append(url, id.name());
        if (!id.version().isEmpty()) {
            append(url.append('@'), isRpm(id) ? withoutEpoch(id.version()) : id.version());
        }
        if (!id.architecture().isEmpty()) {
            append(url.append("?arch="), id.architecture());
        }
        int colon = id.version().indexOf(':');
        if (isRpm(id) && colon > 0) {
            append(
                    url.append(id.architecture().isEmpty() ? "?epoch=" : "&epoch="),
                    id.version().substring(0, colon));
        }
        return url.toString();
    }

    private static String vendor(PackageId id) {
        return switch (Distribution.lookingAt(id)) {
            case FEDORA -> "fedora/";
            case UBUNTU -> "ubuntu/";
            case DEBIAN -> isRpm(id) ? "" : "debian/";
            case CENTOS, OPENSUSE -> "";
        };
    }

    private static String withoutEpoch(String version) {
        return version.substring(version.indexOf(':') + 1);
    }

    // dpkg and rpm spell all but a few architectures differently; releases of rpm packages name their distribution.
    private static boolean isRpm(PackageId id) {
        return switch (id.architecture()) {
            case "x86_64", "aarch64", "i686", "noarch", "ppc64le", "armv7hl" -> true;
            case "amd64", "arm64", "i386", "all", "ppc64el", "armhf" -> false;
            default -> id.version().matches(".*\\.(fc|el)[0-9]+.*");
        };
    }

    private static void append(StringBuilder url, String part) {
        String encoded = FileUri.encoded(part);
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            boolean plain = Character.isLetterOrDigit(c) || c == '%' || PLAIN.indexOf(c) >= 0;
            url.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
    }
}
