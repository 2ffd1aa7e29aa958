package dev.assay.input;

import dev.assay.MalformedFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A header of an RPM package: the signature's, or the package's own. Both have one layout (rpm's docs/manual/format.md and
 * lib/header.c), all numbers big-endian:
 *
 * <pre>
 *   8e ad e8 01  0 0 0 0  entries(4)  size(4)      16 bytes
 *   tag(4) type(4) offset(4) count(4)              for each entry
 *   data                                           size bytes; offsets count from its first
 * </pre>
 *
 * Each value is checked when it is asked for: what nobody reads may be of types that are not known here.
 */
final class RpmHeader {
    /** Bytes of data that a header may claim. rpm itself allows 256 MiB; a kernel-devel of 20,000 files takes 3. */
    static final int LARGEST_DATA = 1 << 26;
    /** Entries that a header may claim, as in rpm. */
    static final int MOST_ENTRIES = 1 << 16;

    /** Strings of one entry: each empty one is a byte in the file and an object here. */
    static final int MOST_STRINGS = 1 << 20;

    private static final int MAGIC = 0x8eade801;
    private static final int ENTRY = 16;

    private static final int INT8 = 2;
    private static final int INT16 = 3;
    private static final int INT32 = 4;
    private static final int INT64 = 5;
    private static final int STRING = 6;
    private static final int BINARY = 7;
    private static final int STRING_ARRAY = 8;
    private static final int TRANSLATED = 9;

    private record Entry(int type, int offset, int count, long at) {}

    private final String path;
    private final Map<Integer, Entry> entries = new HashMap<>();
    private final ByteBuffer intro;
    private final ByteBuffer index;
    private final ByteBuffer data;

    private RpmHeader(String path, ByteBuffer intro, ByteBuffer index, ByteBuffer data) {
        this.path = path;
        this.intro = intro;
        this.index = index;
        this.data = data;
    }

    /**
     * Reads a header from where the file stands.
     *
     * @throws MalformedFileException when it is none, is cut short, or passes a limit
     */
    static RpmHeader read(String path, CountedStream file) throws MalformedFileException, IOException {
        long at = file.position();
        ByteBuffer intro = ByteBuffer.wrap(exactly(path, file, ENTRY));
        if (intro.getInt() != MAGIC) {
            throw new MalformedFileException(path, at, "expected a header's magic 8e ad e8 01");
        }
        intro.getInt();
        int count = intro.getInt();
        int size = intro.getInt();
        if (count < 0 || count > MOST_ENTRIES || size < 0 || size > LARGEST_DATA) {
            throw new MalformedFileException(
                    path,
                    at,
                    "header claims " + Integer.toUnsignedString(count) + " entries and "
                            + Integer.toUnsignedString(size) + " bytes, more than the limits (" + MOST_ENTRIES + ", "
                            + LARGEST_DATA + ")");
        }
        long indexAt = file.position();
        ByteBuffer index = ByteBuffer.wrap(exactly(path, file, count * ENTRY)); // at most 2^20
        RpmHeader header = new RpmHeader(path, intro, index, ByteBuffer.wrap(exactly(path, file, size)));
        for (int i = 0; i < count; i++) {
            int tag = index.getInt();
            Entry entry = new Entry(index.getInt(), index.getInt(), index.getInt(), indexAt + (long) i * ENTRY);
            header.entries.putIfAbsent(tag, entry);
        }
        return header;
    }

    private static byte[] exactly(String path, CountedStream file, int size)
            throws MalformedFileException, IOException {
        long at = file.position();
        byte[] bytes = file.readNBytes(size); // takes memory as it reads, not as it is asked
        if (bytes.length < size) {
            throw new MalformedFileException(
                    path, at, "package is cut short: " + size + " bytes expected, " + bytes.length + " left");
        }
        return bytes;
    }

    /** {@return the first string of a tag; empty when absent} */
    Optional<String> string(int tag) throws MalformedFileException {
        return strings(tag).stream().findFirst();
    }

    /** {@return the strings of a tag; empty when absent} */
    List<String> strings(int tag) throws MalformedFileException {
        Entry entry = entries.get(tag);
        if (entry == null) {
            return List.of();
        }
        if (entry.type() != STRING && entry.type() != STRING_ARRAY && entry.type() != TRANSLATED) {
            throw malformed(tag, entry, "is no text");
        }
        int count = entry.type() == STRING ? 1 : entry.count();
        if (count > MOST_STRINGS) {
            throw malformed(tag, entry, "has " + count + " strings, more than the limit (" + MOST_STRINGS + ")");
        }
        List<String> strings = new ArrayList<>();
        int from = checked(tag, entry, 1);
        for (int i = 0; i < count; i++) {
            int end = from;
            while (end < data.limit() && data.get(end) != 0) {
                end++;
            }
            if (end == data.limit()) {
                throw malformed(tag, entry, "is text without an end");
            }
            byte[] text = new byte[end - from];
            data.get(from, text);
            strings.add(new String(text, StandardCharsets.UTF_8));
            from = end + 1;
        }
        return strings;
    }

    /** {@return the first number of a tag; empty when absent} */
    OptionalLong number(int tag) throws MalformedFileException {
        Numbers numbers = numbers(tag);
        return numbers.count() == 0 ? OptionalLong.empty() : OptionalLong.of(numbers.at(0));
    }

    /** {@return the numbers of a tag, unsigned; none when absent} */
    Numbers numbers(int tag) throws MalformedFileException {
        Entry entry = entries.get(tag);
        if (entry == null) {
            return new Numbers(data, 0, 0, 1);
        }
        int width = switch (entry.type()) {
            case INT8 -> 1;
            case INT16 -> 2;
            case INT32 -> 4;
            case INT64 -> 8;
            default -> throw malformed(tag, entry, "is no number");
        };
        return new Numbers(data, checked(tag, entry, width), entry.count(), width);
    }

    /** {@return the bytes of a tag; empty when absent} */
    Optional<byte[]> bytes(int tag) throws MalformedFileException {
        Entry entry = entries.get(tag);
        if (entry == null) {
            return Optional.empty();
        }
        if (entry.type() != BINARY) {
            throw malformed(tag, entry, "is no binary value");
        }
        byte[] bytes = new byte[entry.count()];
        data.get(checked(tag, entry, 1), bytes);
        return Optional.of(bytes);
    }

    /** Adds all bytes of the header, as they lie in the file, to a digest. */
    void addTo(MessageDigest digest) {
        digest.update(intro.rewind());
        digest.update(index.rewind());
        digest.update(data.rewind());
    }

    private int checked(int tag, Entry entry, int width) throws MalformedFileException {
        boolean inside = entry.offset() >= 0
                && entry.offset() <= data.limit()
                && entry.count() >= 0
                && entry.count() <= (data.limit() - entry.offset()) / width;
        if (!inside) {
            throw malformed(tag, entry, "passes the end of the header");
        }
        return entry.offset();
    }

    private MalformedFileException malformed(int tag, Entry entry, String what) {
        return new MalformedFileException(path, entry.at(), "header entry " + tag + " " + what);
    }

    /** Numbers of one tag, as the header has them. */
    static final class Numbers {
        private final ByteBuffer data;
        private final int from;
        private final int count;
        private final int width;

        private Numbers(ByteBuffer data, int from, int count, int width) {
            this.data = data;
            this.from = from;
            this.count = count;
            this.width = width;
        }

        /** {@return how many there are} */
        int count() {
            return count;
        }

        /** {@return the number at that index, unsigned; of 64 bits as they are} */
        long at(int index) {
            int position = from + index * width; // within the data: the header has checked count and width
            return switch (width) {
                case 1 -> data.get(position) & 0xffL;
                case 2 -> data.getShort(position) & 0xffffL;
                case 4 -> data.getInt(position) & 0xffffffffL;
                default -> data.getLong(position);
            };
        }
    }
}
