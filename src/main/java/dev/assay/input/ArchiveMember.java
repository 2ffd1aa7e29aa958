package dev.assay.input;

import java.util.Arrays;

/** A member of an {@code ar} archive: a slice of the archive's bytes, which are shared and not to be changed. */
public final class ArchiveMember {
    private final String name;
    private final int index;
    private final byte[] array;
    private final int offset;
    private final int size;

    ArchiveMember(String name, int index, byte[] array, int offset, int size) {
        this.name = name;
        this.index = index;
        this.array = array;
        this.offset = offset;
        this.size = size;
    }

    /** {@return its name: {@code crc32.o}; several members may have one name} */
    public String name() {
        return name;
    }

    /** {@return its place among the archive's members, symbol and name tables not counted; from 0} */
    public int index() {
        return index;
    }

    /** {@return the array that its bytes lie in: the archive's, or of a thin archive the member file's} */
    public byte[] array() {
        return array;
    }

    /** {@return where its first byte lies in {@link #array}} */
    public int offset() {
        return offset;
    }

    /** {@return its size in bytes} */
    public int size() {
        return size;
    }

    /** {@return a copy of its bytes} */
    public byte[] bytes() {
        return Arrays.copyOfRange(array, offset, offset + size);
    }
}
