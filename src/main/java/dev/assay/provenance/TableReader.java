package dev.assay.provenance;

import dev.assay.MalformedFileException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;

/** Finds the tables of a catalog file. Every place in the file is checked when it is opened, so that later reads cannot leave it. */
final class TableReader {
    /** A row of the directory; the place is in the file. */
    private record Row(TableForm form, int count, int offset, int size) {}

    private static final List<CatalogTable> TABLES = List.of(CatalogTable.values());
    private static final List<TableForm> FORMS = List.of(TableForm.values());

    private final String path;
    private final ByteBuffer file;
    private final Map<CatalogTable, Row> rows = new EnumMap<>(CatalogTable.class);

    /**
     * Reads the directory.
     *
     * @param path for messages
     * @param file all of the file
     * @param base file offset of the directory
     * @param count its rows
     * @throws MalformedFileException when a table lies outside of the file, or one is missing
     */
    TableReader(String path, ByteBuffer file, int base, int count) throws MalformedFileException {
        this.path = path;
        this.file = file.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        if (count < 0 || count > (this.file.limit() - base) / TableForm.ROW) {
            throw malformed(base, count + " tables pass the end of the file");
        }
        int end = base + count * TableForm.ROW;
        for (int at = base; at < end; at += TableForm.ROW) {
            readRow(at, end);
        }
        for (CatalogTable table : TABLES) {
            if (!rows.containsKey(table)) {
                throw malformed(base, "expected a table " + table.id() + " in the directory");
            }
        }
    }

    private void readRow(int at, int end) throws MalformedFileException {
        int id = file.getShort(at);
        int form = file.getShort(at + 2);
        int count = file.getInt(at + 4);
        int offset = file.getInt(at + 8);
        int size = file.getInt(at + 12);
        if (count < 0 || offset < end || size < 0 || size > file.limit() - offset) {
            throw malformed(at, "table " + id + " lies outside of the file");
        }
        for (CatalogTable table : TABLES) {
            if (table.id() == id) {
                rows.put(table, new Row(form(form, at), count, offset, size));
            }
        }
    }

    private TableForm form(int number, int at) throws MalformedFileException {
        for (TableForm form : FORMS) {
            if (form.is(number)) {
                return form;
            }
        }
        throw malformed(at + 2, "no form of a table: " + number);
    }

    /** {@return a column of four-byte numbers} */
    int[] ints(CatalogTable table) throws MalformedFileException {
        Row row = rows.get(table);
        int[] column = new int[entries(table, TableForm.INTS, TableForm.DEFLATED_INTS, Integer.BYTES)];
        plain(row, TableForm.DEFLATED_INTS, column.length * Integer.BYTES)
                .asIntBuffer()
                .get(column);
        return column;
    }

    /** {@return a column of eight-byte numbers} */
    long[] longs(CatalogTable table) throws MalformedFileException {
        Row row = rows.get(table);
        long[] column = new long[entries(table, TableForm.LONGS, TableForm.DEFLATED_LONGS, Long.BYTES)];
        plain(row, TableForm.DEFLATED_LONGS, column.length * Long.BYTES)
                .asLongBuffer()
                .get(column);
        return column;
    }

    private int entries(CatalogTable table, TableForm plain, TableForm deflated, int width)
            throws MalformedFileException {
        Row row = rows.get(table);
        long bytes = (long) row.count * width;
        boolean right = row.form == plain && bytes == row.size
                || row.form == deflated && bytes <= (long) row.size * Deflation.LARGEST_RATIO;
        if (!right) {
            throw malformed(row.offset, "table " + table.id() + " does not hold " + row.count + " numbers");
        }
        return row.count;
    }

    private ByteBuffer plain(Row row, TableForm deflated, int size) throws MalformedFileException {
        ByteBuffer stored = slice(row.offset, row.size);
        if (row.form != deflated) {
            return stored;
        }
        try {
            return ByteBuffer.wrap(Deflation.inflate(stored, size)).order(ByteOrder.LITTLE_ENDIAN);
        } catch (DataFormatException e) {
            throw malformed(row.offset, "expected a deflated column: " + e.getMessage());
        }
    }

    private ByteBuffer slice(int offset, int size) {
        return file.duplicate().position(offset).limit(offset + size).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** {@return records, whose blocks are inflated when they are needed} */
    Blobs records(CatalogTable table) throws MalformedFileException {
        Row row = rows.get(table);
        if (row.form != TableForm.RECORDS || row.size < Integer.BYTES) {
            throw malformed(row.offset, "expected records in table " + table.id());
        }
        ByteBuffer bytes = slice(row.offset, row.size);
        int blocks = bytes.getInt();
        if (blocks < 0 || blocks > (row.size - Integer.BYTES) / TableForm.BLOCK_ROW || blocks > row.count) {
            throw malformed(row.offset, blocks + " blocks pass the end of table " + table.id());
        }
        int[] first = new int[blocks];
        int[] start = new int[blocks + 1];
        int[] inflated = new int[blocks];
        int base = Integer.BYTES + blocks * TableForm.BLOCK_ROW;
        for (int i = 0; i < blocks; i++) {
            first[i] = bytes.getInt();
            start[i] = base + bytes.getInt();
            inflated[i] = bytes.getInt();
        }
        start[blocks] = row.size;
        for (int i = 0; i < blocks; i++) {
            checkBlock(row, i, first, start, inflated[i]);
        }
        if (blocks == 0 && row.count > 0) {
            throw malformed(row.offset, "no block for " + row.count + " records");
        }
        return new Blobs(row.count, first, new DeflatedBlocks(bytes, first, start, inflated, row.count));
    }

    private void checkBlock(Row row, int i, int[] first, int[] start, int inflated) throws MalformedFileException {
        boolean ascends = i == 0 ? first[0] == 0 : first[i] > first[i - 1];
        boolean inside = start[i] >= 0 && start[i] <= start[i + 1] && start[i + 1] <= row.size;
        boolean possible =
                inside && inflated >= 0 && inflated <= (long) (start[i + 1] - start[i]) * Deflation.LARGEST_RATIO;
        if (!ascends || first[i] >= row.count || !possible) {
            throw malformed(row.offset + Integer.BYTES + i * TableForm.BLOCK_ROW, "no block of the table can be there");
        }
    }

    private MalformedFileException malformed(int offset, String expected) {
        return new MalformedFileException(path, offset, expected);
    }
}
