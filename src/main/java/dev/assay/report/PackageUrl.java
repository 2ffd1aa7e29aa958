package dev.assay.report;

import dev.assay.Origin.PackageId;

/**
 * Package URLs (purl-spec): {@code pkg:deb/libc6-dev@2.36-9%2Bdeb12u14?arch=amd64}. Without a namespace: from a package alone it
 * cannot be told whose distribution it is of.
 */
final class PackageUrl {
    private static final String PLAIN = "-._~:";

    private PackageUrl() {}

    static String of(PackageId id) {
        StringBuilder url =
                new StringBuilder("pkg:").append(isRpm(id) ? "rpm" : "deb").append('/');
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
