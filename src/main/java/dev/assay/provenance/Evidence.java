package dev.assay.provenance;

/** How something is known, strongest first (cli.md, "What evidence says"). */
public enum Evidence {
    /** Bytes and relocation targets agree. */
    EXACT,
    /** Some functions agree: another build or version. */
    CODE,
    /** A symbol table names it. */
    SYMBOL,
    /** A string tells of it. */
    STRING,
    /** Metadata or a link map says so; not proved. */
    DECLARED
}
