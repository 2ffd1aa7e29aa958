package dev.assay.provenance;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Lays out the tables of a catalog file; {@link TableReader} finds them again. */
final class TableWriter {
    /** Records share a block until it has so many bytes: larger ones compress better, smaller ones are sooner inflated. */
    private static final int BLOCK = 1 << 16;

    /** A table: its row of the directory without the place, and its bytes. */
    @SuppressWarnings("ArrayRecordComponent") // written once, never compared
    private record Table(CatalogTable name, TableForm form, int count, byte[] bytes) {}

    private final List<Table> tables = new ArrayList<>();

    void column(CatalogTable name, int[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Integer.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        column(name, TableForm.INTS, TableForm.DEFLATED_INTS, values.length, bytes.array());
    }

    void column(CatalogTable name, long[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Long.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        column(name, TableForm.LONGS, TableForm.DEFLATED_LONGS, values.length, bytes.array());
    }

    /** A column of hashes does not get smaller: it is kept plain then, to be copied and not inflated. */
    private void column(CatalogTable name, TableForm plain, TableForm deflated, int count, byte[] bytes) {
        byte[] small = Deflation.deflate(bytes);
        boolean worth = small.length < bytes.length - bytes.length / 8;
        tables.add(new Table(name, worth ? deflated : plain, count, worth ? small : bytes));
    }

    void records(CatalogTable name, Blobs records) {
        List<byte[]> blocks = new ArrayList<>();
        ByteBuffer directory = ByteBuffer.allocate(Integer.BYTES + records.count() * TableForm.BLOCK_ROW)
                .order(ByteOrder.LITTLE_ENDIAN);
        directory.putInt(0);
        int at = 0;
        int record = 0;
        while (record < records.count()) {
            int first = record;
            VarintWriter lengths = new VarintWriter();
            VarintWriter content = new VarintWriter();
            while (record < records.count() && content.size() < BLOCK) {
                byte[] bytes = records.bytes(record);
                lengths.number(bytes.length);
                content.bytes(bytes);
                record++;
            }
            lengths.bytes(content.toBytes());
            byte[] deflated = Deflation.deflate(lengths.toBytes());
            directory.putInt(first).putInt(at).putInt(lengths.size());
            blocks.add(deflated);
            at = Math.addExact(at, deflated.length);
        }
        directory.putInt(0, blocks.size());
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(directory.array(), 0, directory.position());
        blocks.forEach(all::writeBytes);
        tables.add(new Table(name, TableForm.RECORDS, records.count(), all.toByteArray()));
    }

    /** {@return how many tables there are} */
    int count() {
        return tables.size();
    }

    /**
     * {@return the directory and the tables}
     *
     * @param base file offset of the directory
     */
    byte[] bytes(int base) {
        int at = base + tables.size() * TableForm.ROW;
        int size = at - base;
        for (Table table : tables) {
            size = Math.addExact(size, table.bytes.length);
        }
        ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        for (Table table : tables) {
            out.putShort((short) table.name.id())
                    .putShort((short) table.form.id())
                    .putInt(table.count)
                    .putInt(at)
                    .putInt(table.bytes.length);
            at += table.bytes.length;
        }
        tables.forEach(table -> out.put(table.bytes));
        return out.array();
    }
}
