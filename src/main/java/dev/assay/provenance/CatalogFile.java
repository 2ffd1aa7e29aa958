package dev.assay.provenance;

import dev.assay.MalformedFileException;
import dev.assay.elf.ElfClass;
import dev.assay.elf.ElfHeader;
import dev.assay.elf.RelocationTable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A catalog as one file.
 *
 * <p>A run on one image looks at a few thousand of a catalog's functions, and should not pay for the rest. So opening a file
 * reads its directory, copies the columns that the scan needs, and leaves everything else as it lies there: records in
 * deflated blocks of 64 KiB, which are inflated when one of their records is first asked for. What each table holds byte by
 * byte is in docs/catalogs.md.
 *
 * <p>Size is what counts beside time, since catalogs ship with the product: what is alike lies together (names with names,
 * offsets with offsets, versions of one member next to each other), and what was met before is a small number. Debian 12's
 * libraries for amd64, 68 MB of archives in 12 packages, three of them in two versions, take 1.7 MB.
 *
 * <p>The checksum guards against damage, not against someone who makes a wrong file on purpose.
 */
public final class CatalogFile {
    /** The format that is written, and the only one that is read. */
    public static final int FORMAT = 2;

    /** A byte that no text has, and a line end that a transfer as text would change. */
    private static final byte[] MAGIC = {(byte) 0x89, 'A', 'S', 'S', 'A', 'Y', '\r', '\n'};

    private static final int AT_FORMAT = 8;
    private static final int AT_SIZE = 12;
    private static final int AT_MACHINE = 16;
    private static final int AT_CLASS = 18;
    private static final int AT_DATA = 19;
    private static final int AT_FLAGS = 20;
    private static final int AT_TABLES = 24;
    private static final int AT_CHECKSUM = 28;
    private static final int HEADER = 32;

    private CatalogFile() {}

    /**
     * {@return whether a file that starts so is a catalog, of whatever format}
     *
     * @param head its first eight bytes or more; all of them when it is shorter
     */
    public static boolean begins(byte[] head) {
        if (head.length < MAGIC.length) {
            return false;
        }
        for (int i = 0; i < MAGIC.length; i++) {
            if (head[i] != MAGIC[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Writes a catalog. Equal catalogs give equal files, where the Java machine's deflate is the same.
     *
     * @param catalog the catalog
     * @return the file
     */
    public static byte[] write(Catalog catalog) {
        TableWriter tables = tables(catalog);
        byte[] body = tables.bytes(HEADER);
        ElfHeader machine = catalog.header();
        ByteBuffer file =
                ByteBuffer.allocate(Math.addExact(HEADER, body.length)).order(ByteOrder.LITTLE_ENDIAN);
        file.put(MAGIC)
                .putInt(FORMAT)
                .putInt(file.capacity())
                .putShort((short) machine.eMachine())
                .put((byte) (machine.elfClass() == ElfClass.ELF32 ? 1 : 2))
                .put((byte) (machine.byteOrder() == ByteOrder.LITTLE_ENDIAN ? 1 : 2))
                .putInt(machine.flags())
                .putInt(tables.count())
                .putInt(0)
                .put(body);
        file.putInt(AT_CHECKSUM, checksum(file.flip()));
        return file.array();
    }

    private static TableWriter tables(Catalog catalog) {
        Catalog.Tables from = catalog.tables();
        TableWriter to = new TableWriter();
        to.records(CatalogTable.ARCHIVES, ArchiveRecords.write(catalog.archives()));
        to.records(CatalogTable.STRINGS, from.strings());
        to.column(CatalogTable.FORMS, from.forms());
        to.column(CatalogTable.FUNCTION_HASHES, from.hashes());
        to.column(CatalogTable.CONTENT_HASHES, from.contents());
        to.records(CatalogTable.SHAPES, from.shapes().get(0));
        to.records(CatalogTable.SHAPE_OFFSETS, from.shapes().get(1));
        to.records(CatalogTable.SHAPE_FORMS, from.shapes().get(2));
        to.records(CatalogTable.MEMBERS, from.members().get(0));
        to.records(CatalogTable.MEMBER_TARGETS, from.members().get(1));
        to.records(CatalogTable.MEMBER_RELOCATIONS, from.members().get(2));
        to.column(CatalogTable.ANCHOR_HASHES, from.anchors().hashes());
        to.column(CatalogTable.ANCHOR_COUNTS, from.anchors().counts());
        to.records(CatalogTable.ANCHOR_PLACES, from.anchors().places());
        to.column(CatalogTable.WINDOWLESS, from.anchors().windowless());
        to.records(CatalogTable.NAMES, from.names().buckets());
        to.records(CatalogTable.USES, from.uses().byShape());
        return to;
    }

    /** CRC-32 of all bytes but the checksum's own four. */
    private static int checksum(ByteBuffer file) {
        CRC32 crc = new CRC32();
        crc.update(file.duplicate().position(0).limit(AT_CHECKSUM));
        crc.update(file.duplicate().position(HEADER));
        return (int) crc.getValue();
    }

    /**
     * Opens a catalog. The bytes are read again whenever the catalog is used.
     *
     * @param path for messages
     * @param content the whole file, mapped or in memory, from position 0 to its limit; not to be changed
     * @return the catalog
     * @throws MalformedFileException when it is no catalog, damaged, cut off, of another format, or for a machine that has no
     *     relocation table
     */
    public static Catalog read(String path, ByteBuffer content) throws MalformedFileException {
        ByteBuffer file = content.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        check(path, file);
        ElfHeader header = header(file);
        Optional<RelocationTable> machine = RelocationTable.of(header);
        if (machine.isEmpty()) {
            throw new MalformedFileException(
                    path,
                    AT_MACHINE,
                    "this version of Assay has no relocation table for e_machine " + header.eMachine());
        }
        TableReader tables = new TableReader(path, file, HEADER, file.getInt(AT_TABLES));
        return new Catalog(
                header, machine.get(), read(path, tables), ArchiveRecords.read(tables.records(CatalogTable.ARCHIVES)));
    }

    /**
     * Whether a file is a catalog for another machine, by its header alone: what is behind it is not read, nor is the checksum
     * compared.
     *
     * @param content as for {@link #read}
     * @param header of the image
     * @return false also for what is no catalog, or of another format
     */
    public static boolean isForAnother(ByteBuffer content, ElfHeader header) {
        ByteBuffer file = content.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        byte[] head = new byte[Math.min(MAGIC.length, file.limit())];
        file.get(0, head);
        boolean readable = begins(head) && file.limit() >= HEADER && file.getInt(AT_FORMAT) == FORMAT;
        return readable && !header(file).isForSameMachine(header);
    }

    /** The header of an object of the machine that a catalog is for. */
    private static ElfHeader header(ByteBuffer file) {
        return new ElfHeader(
                file.get(AT_CLASS) == 1 ? ElfClass.ELF32 : ElfClass.ELF64,
                file.get(AT_DATA) == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN,
                ElfHeader.ET_REL,
                file.getShort(AT_MACHINE) & 0xffff,
                0,
                file.getInt(AT_FLAGS));
    }

    private static void check(String path, ByteBuffer file) throws MalformedFileException {
        byte[] head = new byte[Math.min(MAGIC.length, file.limit())];
        file.get(0, head);
        if (!begins(head)) {
            throw new MalformedFileException(path, 0, "expected a catalog, which begins with 0x89 and ASSAY");
        }
        if (file.limit() < HEADER) {
            throw new MalformedFileException(path, file.limit(), "the catalog ends within its header");
        }
        int format = file.getInt(AT_FORMAT);
        if (format != FORMAT) {
            String what = Integer.compareUnsigned(format, FORMAT) > 0
                    ? " is newer than the format " + FORMAT + " that this version of Assay reads; use a newer Assay"
                    : " is older than the format " + FORMAT + " that this version of Assay reads; build it again";
            throw new MalformedFileException(
                    path, AT_FORMAT, "the catalog's format " + Integer.toUnsignedString(format) + what);
        }
        long size = Integer.toUnsignedLong(file.getInt(AT_SIZE));
        if (size != file.limit()) {
            throw new MalformedFileException(
                    path,
                    Math.min(size, file.limit()),
                    "the catalog should have " + size + " bytes, and has " + file.limit());
        }
        if (file.getInt(AT_CHECKSUM) != checksum(file)) {
            throw new MalformedFileException(
                    path, AT_CHECKSUM, "the catalog is damaged: its checksum is not that of its content");
        }
    }

    private static Catalog.Tables read(String path, TableReader tables) throws MalformedFileException {
        List<Blobs> shapes = List.of(
                tables.records(CatalogTable.SHAPES),
                tables.records(CatalogTable.SHAPE_OFFSETS),
                tables.records(CatalogTable.SHAPE_FORMS));
        List<Blobs> members = List.of(
                tables.records(CatalogTable.MEMBERS),
                tables.records(CatalogTable.MEMBER_TARGETS),
                tables.records(CatalogTable.MEMBER_RELOCATIONS));
        int[] anchors = tables.ints(CatalogTable.ANCHOR_HASHES);
        int[] counts = tables.ints(CatalogTable.ANCHOR_COUNTS);
        Blobs places = tables.records(CatalogTable.ANCHOR_PLACES);
        Blobs names = tables.records(CatalogTable.NAMES);
        Blobs uses = tables.records(CatalogTable.USES);
        int shapeCount = shapes.get(0).count();
        boolean agree = haveCount(shapes, shapeCount)
                && haveCount(members, members.get(0).count())
                && haveCount(List.of(places, uses), shapeCount)
                && counts.length == shapeCount
                && Integer.bitCount(names.count()) == 1;
        int[] first = Anchors.first(counts);
        if (!agree || first[shapeCount] != anchors.length) {
            throw new MalformedFileException(path, HEADER, "the catalog's tables disagree on how much they hold");
        }
        return new Catalog.Tables(
                tables.records(CatalogTable.STRINGS),
                tables.longs(CatalogTable.FORMS),
                tables.longs(CatalogTable.FUNCTION_HASHES),
                tables.ints(CatalogTable.CONTENT_HASHES),
                shapes,
                members,
                new Anchors(anchors, first, places, tables.ints(CatalogTable.WINDOWLESS)),
                new NameIndex(names),
                new ShapeUses(uses));
    }

    private static boolean haveCount(List<Blobs> tables, int count) {
        for (Blobs table : tables) {
            if (table.count() != count) {
                return false;
            }
        }
        return true;
    }
}
