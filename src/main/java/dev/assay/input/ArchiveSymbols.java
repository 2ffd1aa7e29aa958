package dev.assay.input;

import dev.assay.MalformedFileException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/**
 * The names in an archive's own symbol table, by which linkers choose members: the first member, called {@code /} or, with
 * numbers of 64 bits, {@code /SYM64/}. A count, as many offsets, as many names that end with NUL; all numbers big-endian
 * (binutils, bfd/archive.c, bfd_slurp_coff_armap()). Names alone: neither members nor machine.
 */
public final class ArchiveSymbols {
    private static final int MAGIC = 8;

    private ArchiveSymbols() {}

    /**
     * Adds the names that an archive says its members define.
     *
     * @param archive its bytes
     * @param names takes them; nothing is added where there is no such table, and what lies beyond the archive's end is left
     *     out
     */
    public static void addTo(byte[] archive, Collection<String> names) {
        int table = MAGIC + ArHeader.LENGTH;
        if (archive.length < table) {
            return;
        }
        ArHeader first;
        try {
            first = ArHeader.parse(archive, MAGIC, "", MAGIC);
        } catch (MalformedFileException noHeader) {
            return; // who reads the archive says so
        }
        int width = first.name().equals("/") ? 4 : first.name().equals("/SYM64/") ? 8 : 0;
        long size = first.size();
        if (width == 0 || size < width || size > archive.length - table) {
            return;
        }
        int end = table + (int) size;
        long count = 0;
        for (int i = 0; i < width; i++) {
            count = count << 8 | archive[table + i] & 0xff;
        }
        if (count < 0 || count > (size - width) / width) {
            return;
        }
        int from = table + width + (int) count * width;
        for (int at = from; at < end && count > 0; at++) {
            if (archive[at] == 0) {
                names.add(new String(archive, from, at - from, StandardCharsets.UTF_8));
                from = at + 1;
                count--;
            }
        }
    }
}
