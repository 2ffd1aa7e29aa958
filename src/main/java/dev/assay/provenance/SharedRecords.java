package dev.assay.provenance;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers records in the order in which they are first met; equal ones have one number. A record has several parts. */
final class SharedRecords {
    private final Map<ByteBuffer, Integer> numbers = new HashMap<>();
    private final List<List<byte[]>> parts = new ArrayList<>();

    /** @param parts how many parts each record has */
    SharedRecords(int parts) {
        for (int i = 0; i < parts; i++) {
            this.parts.add(new ArrayList<>());
        }
    }

    /** {@return the number of a record; {@link #count} as it was before when the record is new} */
    int number(byte[][] record) {
        return numbers.computeIfAbsent(key(record), key -> {
            for (int i = 0; i < record.length; i++) {
                parts.get(i).add(record[i]);
            }
            return parts.get(0).size() - 1;
        });
    }

    /** The parts one after another: each tells by its first numbers where it ends, so that no two records have one key. */
    private static ByteBuffer key(byte[][] record) {
        VarintWriter all = new VarintWriter();
        for (byte[] part : record) {
            all.bytes(part);
        }
        return ByteBuffer.wrap(all.toBytes());
    }

    /** {@return how many different records there are} */
    int count() {
        return parts.get(0).size();
    }

    /** {@return the records of each part} */
    List<Blobs> parts() {
        return parts.stream().map(Blobs::of).toList();
    }
}
