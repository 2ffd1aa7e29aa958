package dev.assay.reach;

/** Whether code can be reached from where a program starts. */
public enum Reachability {
    /** A path of references leads there. */
    YES,
    /** Whatever is referenced by anything that could be reached leaves it out. */
    NO,
    /** Neither can be shown. */
    UNKNOWN
}
