package dev.assay.elf;

import dev.assay.MalformedFileException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Notes, as PT_NOTE segments and SHT_NOTE sections hold them (gABI, "Note Section"). */
public final class Notes {
    private static final int HEADER = 12;
    /** Of a description that is longer nobody has heard: they are names, versions and hashes. */
    private static final int LONGEST = 1 << 16;

    private static final int NT_GNU_BUILD_ID = 3;

    private Notes() {}

    /**
     * Looks for a note.
     *
     * @param offset file offset of the first note
     * @param size bytes of all of them
     * @param alignment of the descriptions: 8 bytes where the segment or section says so, else 4
     * @param owner the name, without its NUL
     * @param type n_type
     * @return the first such note's description; empty when there is none, or a note before it leaves the file
     */
    public static Optional<byte[]> find(Bytes bytes, long offset, long size, long alignment, String owner, int type) {
        byte[] name = (owner + "\0").getBytes(StandardCharsets.US_ASCII);
        long unit = alignment == 8 ? 8 : 4;
        try {
            long end = offset + size;
            for (long at = offset; bytes.contains(at, HEADER) && at + HEADER <= end; ) {
                long nameSize = bytes.u32(at);
                long length = bytes.u32(at + 4);
                long content = at + HEADER + aligned(nameSize, 4);
                if ((int) bytes.u32(at + 8) == type
                        && length <= LONGEST
                        && bytes.contains(content, length)
                        && isNamed(bytes, at + HEADER, nameSize, name)) {
                    return Optional.of(Arrays.copyOfRange(bytes.array(), (int) content, (int) (content + length)));
                }
                at = aligned(content + length, unit);
            }
        } catch (MalformedFileException e) {
            return Optional.empty(); // reached only where the range itself leaves the file
        }
        return Optional.empty();
    }

    /** {@return what the linker marks a program and its debug file with; empty when the range holds no such note} */
    static Optional<byte[]> buildId(Bytes bytes, long offset, long size, long alignment) {
        return find(bytes, offset, size, alignment, "GNU", NT_GNU_BUILD_ID).filter(id -> id.length > 0);
    }

    private static boolean isNamed(Bytes bytes, long at, long size, byte[] name) {
        return size == name.length
                && bytes.contains(at, size)
                && Arrays.equals(bytes.array(), (int) at, (int) (at + size), name, 0, name.length);
    }

    private static long aligned(long offset, long alignment) {
        return offset + alignment - 1 & -alignment;
    }
}
