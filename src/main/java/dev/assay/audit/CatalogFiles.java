package dev.assay.audit;

import dev.assay.MalformedFileException;
import dev.assay.elf.ElfHeader;
import dev.assay.elf.Machine;
import dev.assay.provenance.Catalog;
import dev.assay.provenance.CatalogFile;
import dev.assay.provenance.ReferenceSummary;
import dev.assay.report.CatalogReport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Opens catalog files, and tells what is in one. */
public final class CatalogFiles {
    private CatalogFiles() {}

    /**
     * Opens a catalog file.
     *
     * @param path as given, for messages
     * @param file where it is
     * @return the catalog
     * @throws MalformedFileException when it is no catalog, damaged, or of another format
     * @throws IOException when it cannot be read
     */
    public static Catalog open(String path, Path file) throws MalformedFileException, IOException {
        return CatalogFile.read(path, map(file));
    }

    /**
     * Whether a file is a catalog for another machine; no more than its first page is read.
     *
     * @param file where it is
     * @param machine header of an image
     * @throws IOException when it cannot be read
     */
    static boolean isForAnother(Path file, ElfHeader machine) throws IOException {
        return CatalogFile.isForAnother(map(file), machine);
    }

    /** Maps a file: what is not asked for is not read. */
    private static ByteBuffer map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new IOException("larger than 2 GiB");
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        }
    }

    /**
     * Lists what a catalog holds.
     *
     * @param path as given
     * @param file where it is
     * @return the listing, archives in the catalog's order
     * @throws MalformedFileException when it is no catalog, damaged, or of another format
     * @throws IOException when it cannot be read
     */
    public static CatalogReport list(String path, Path file) throws MalformedFileException, IOException {
        ByteBuffer content = map(file);
        Catalog catalog = CatalogFile.read(path, content);
        List<CatalogReport.Archive> archives = new ArrayList<>();
        List<ReferenceSummary> references = catalog.references();
        for (int i = 0; i < references.size(); i++) {
            archives.add(new CatalogReport.Archive(references.get(i), catalog.memberCount(i)));
        }
        return new CatalogReport(
                path,
                CatalogFile.FORMAT,
                content.limit(),
                Machine.of(catalog.header())
                        .map(Machine::machineName)
                        .orElse("e_machine " + catalog.header().eMachine()),
                archives);
    }
}
