package dev.assay.provenance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which members define a global name, by a hash of the name: buckets by its high bits, in a bucket the next bits and the
 * member, ascending. About one in five hundred names that nobody defines is said to be defined all the same.
 */
final class NameIndex {
    private static final int TAG_BITS = 12;
    private static final int LEAST_BUCKET_BITS = 4;

    private final Blobs buckets;
    private final int bucketBits;

    /** @param buckets as {@link #of} makes them; a power of two */
    NameIndex(Blobs buckets) {
        this.buckets = buckets;
        this.bucketBits = Integer.numberOfTrailingZeros(buckets.count());
    }

    /** {@return an index of what each member defines} */
    static NameIndex of(List<List<String>> definitions) {
        int total = definitions.stream().mapToInt(List::size).sum();
        int bits = Math.max(LEAST_BUCKET_BITS, 28 - Integer.numberOfLeadingZeros(Math.max(1, total)));
        long[] keys = new long[total];
        int count = 0;
        for (int member = 0; member < definitions.size(); member++) {
            for (String name : definitions.get(member)) {
                keys[count++] = (long) key(name, bits) << 32 | member;
            }
        }
        Arrays.sort(keys);
        List<byte[]> buckets = new ArrayList<>();
        int at = 0;
        for (int bucket = 0; bucket < 1 << bits; bucket++) {
            int from = at;
            while (at < count && (int) (keys[at] >>> 32 + TAG_BITS) == bucket) {
                at++;
            }
            buckets.add(bucket(keys, from, at));
        }
        return new NameIndex(Blobs.of(buckets));
    }

    private static byte[] bucket(long[] keys, int from, int to) {
        VarintWriter out = new VarintWriter();
        out.number(to - from);
        int last = 0;
        for (int i = from; i < to; i++) {
            int tag = (int) (keys[i] >>> 32) & (1 << TAG_BITS) - 1;
            out.number(tag - last);
            out.number(keys[i] & 0xffffffffL);
            last = tag;
        }
        return out.toBytes();
    }

    /** Bucket and tag of a name, together below 2^31. */
    private static int key(String name, int bucketBits) {
        // The hash of a short name has its high bits clear; a multiplication fills them.
        return name.hashCode() * 0x9e3779b1 >>> 32 - TAG_BITS - bucketBits;
    }

    /** {@return members that may define a name, ascending; a few of them may not} */
    int[] definers(String name) {
        int key = key(name, bucketBits);
        int wanted = key & (1 << TAG_BITS) - 1;
        VarintReader in = buckets.reader(key >>> TAG_BITS);
        int count = in.small();
        int[] found = new int[count];
        int definers = 0;
        int tag = 0;
        for (int i = 0; i < count; i++) {
            tag += in.small();
            int member = in.small();
            if (tag == wanted) {
                found[definers++] = member;
            }
        }
        return Arrays.copyOf(found, definers);
    }

    Blobs buckets() {
        return buckets;
    }
}
