package dev.assay.reach;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What makes a static image load native objects at run time. */
public enum HazardKind {
    /** The name service switch of glibc: getpwnam, getaddrinfo and their like load what nsswitch.conf names. */
    NSS,
    /** Character conversion of glibc: iconv and wide streams load gconv modules. */
    ICONV,
    /** dlopen, called by the program itself. */
    DLOPEN;

    /** {@return the kind that a word names: {@code nss}} */
    public static Optional<HazardKind> named(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst();
    }
}
