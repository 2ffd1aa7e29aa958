package dev.assay.provenance;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Records of bytes, found by number. They lie in blocks; a block is made when one of its records is first asked for, and
 * kept. May be read by several threads.
 */
final class Blobs {
    /**
     * Neighbouring records.
     *
     * @param bytes the records, one after another
     * @param start where each starts in them, and behind the last its end
     */
    @SuppressWarnings("ArrayRecordComponent") // columns, never compared and never shared outside of the room
    record Block(byte[] bytes, int[] start) {}

    /** Makes blocks. May be asked by several threads, and for one block again. */
    interface Source {
        Block block(int number);
    }

    private final int count;

    /** Number of the first record of each block, ascending. */
    private final int[] first;

    private final Source source;

    /** What is made already. Two threads may make a block at the same time: the blocks are equal, and their fields final. */
    private final Block[] made;

    /**
     * Records that are made when they are needed.
     *
     * @param count how many there are
     * @param first number of the first record of each block, ascending from 0
     * @param source makes a block of its number
     */
    Blobs(int count, int[] first, Source source) {
        this.count = count;
        this.first = first;
        this.source = source;
        this.made = new Block[first.length];
    }

    /** {@return records that are in memory, in their order} */
    static Blobs of(List<byte[]> records) {
        int[] start = new int[records.size() + 1];
        for (int i = 0; i < records.size(); i++) {
            start[i + 1] = Math.addExact(start[i], records.get(i).length);
        }
        byte[] bytes = new byte[start[records.size()]];
        for (int i = 0; i < records.size(); i++) {
            System.arraycopy(records.get(i), 0, bytes, start[i], records.get(i).length);
        }
        Block block = new Block(bytes, start);
        return new Blobs(records.size(), new int[] {0}, i -> block);
    }

    /** {@return how many records there are} */
    int count() {
        return count;
    }

    /** {@return a reader that stands at the first byte of a record} */
    VarintReader reader(int record) {
        int number = blockOf(record);
        Block block = block(number);
        return new VarintReader(block.bytes, block.start[record - first[number]]);
    }

    /** {@return a record as text} */
    String text(int record) {
        int number = blockOf(record);
        Block block = block(number);
        int from = block.start[record - first[number]];
        return new String(block.bytes, from, block.start[record - first[number] + 1] - from, StandardCharsets.UTF_8);
    }

    /** {@return a copy of a record} */
    byte[] bytes(int record) {
        int number = blockOf(record);
        Block block = block(number);
        return Arrays.copyOfRange(
                block.bytes, block.start[record - first[number]], block.start[record - first[number] + 1]);
    }

    private int blockOf(int record) {
        int found = Arrays.binarySearch(first, record);
        return found >= 0 ? found : -found - 2;
    }

    private Block block(int number) {
        Block block = made[number];
        if (block == null) {
            block = source.block(number);
            made[number] = block;
        }
        return block;
    }
}
