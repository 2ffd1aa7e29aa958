package dev.assay.input;

import dev.assay.MalformedFileException;
import dev.assay.Origin;
import java.io.IOException;
import java.util.List;

/**
 * An archive or a loose object that provenance is proved against.
 *
 * @param origin where it comes from
 * @param kind {@link FileKind#ARCHIVE}, or {@link FileKind#ELF} for a loose object such as {@code crt1.o}
 * @param content its bytes; out of a package they are in memory, so that holding the reference holds them
 */
public record Reference(Origin origin, FileKind kind, ByteSource content) {

    /**
     * Reads what it is made of. Of a thin archive the member files are read, too, where the archive is a file itself.
     *
     * @return an archive's members, in its order; a loose object as the one member, called by its file name
     * @throws MalformedFileException when the archive is damaged
     * @throws IOException when it, or a member file of a thin one, cannot be read
     */
    public List<ArchiveMember> members() throws MalformedFileException, IOException {
        byte[] bytes = content.bytes();
        if (kind != FileKind.ARCHIVE) {
            return List.of(new ArchiveMember(origin.archiveName(), 0, bytes, 0, bytes.length));
        }
        return ArchiveReader.read(origin.archive(), bytes, content);
    }
}
