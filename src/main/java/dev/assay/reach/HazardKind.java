package dev.assay.reach;

/** What makes a static image load native objects at run time. */
public enum HazardKind {
    /** The name service switch of glibc: getpwnam, getaddrinfo and their like load what nsswitch.conf names. */
    NSS,
    /** Character conversion of glibc: iconv and wide streams load gconv modules. */
    ICONV,
    /** dlopen, called by the program itself. */
    DLOPEN
}
