package dev.assay.input;

import dev.assay.Origin;

/**
 * An archive or a loose object that provenance is proved against.
 *
 * @param origin where it comes from
 * @param kind {@link FileKind#ARCHIVE}, or {@link FileKind#ELF} for a loose object such as {@code crt1.o}
 * @param content its bytes; out of a package they are in memory, so that holding the reference holds them
 */
public record Reference(Origin origin, FileKind kind, ByteSource content) {}
