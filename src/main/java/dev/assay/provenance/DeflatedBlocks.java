package dev.assay.provenance;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;

/** Blocks of records in a catalog file, inflated when they are asked for: the lengths of the records, then the records. */
final class DeflatedBlocks implements Blobs.Source {
    private final ByteBuffer table;
    private final int[] first;
    private final int[] start;
    private final int[] inflated;
    private final int records;

    /**
     * @param table the bytes that the blocks lie in
     * @param first number of each block's first record
     * @param start where each block starts in the table, and behind the last its end
     * @param inflated size of each block once it is inflated
     * @param records of all blocks together
     */
    DeflatedBlocks(ByteBuffer table, int[] first, int[] start, int[] inflated, int records) {
        this.table = table;
        this.first = first;
        this.start = start;
        this.inflated = inflated;
        this.records = records;
    }

    @Override
    public Blobs.Block block(int number) {
        byte[] bytes;
        try {
            ByteBuffer stored = table.duplicate().position(start[number]).limit(start[number + 1]);
            bytes = Deflation.inflate(stored, inflated[number]);
        } catch (DataFormatException e) {
            // The checksum was right: what does not inflate was written so, and is no damage that a user could mend.
            throw new IllegalStateException("a block of a catalog cannot be inflated: " + e.getMessage(), e);
        }
        int end = number + 1 < first.length ? first[number + 1] : records;
        VarintReader lengths = new VarintReader(bytes, 0);
        int[] starts = new int[end - first[number] + 1];
        for (int i = 1; i < starts.length; i++) {
            starts[i] = starts[i - 1] + lengths.small();
        }
        int base = lengths.position();
        for (int i = 0; i < starts.length; i++) {
            starts[i] += base;
        }
        return new Blobs.Block(bytes, starts);
    }
}
