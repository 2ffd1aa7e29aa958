package dev.assay.elf;

import dev.assay.MalformedFileException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of a file, read as numbers of its byte order. Every read is checked, unsigned, and fails with the offset.
 * Offsets are file offsets in bytes.
 */
public final class Bytes {
    private static final VarHandle SHORT_LE = view(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT_BE = view(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT_LE = view(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT_BE = view(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG_LE = view(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG_BE = view(long[].class, ByteOrder.BIG_ENDIAN);

    private final String path;
    private final byte[] array;
    private final boolean littleEndian;

    /**
     * @param path for messages: the path as given, or its place in its container
     * @param array the bytes; not copied, and not to be changed
     * @param byteOrder how numbers are laid out
     */
    public Bytes(String path, byte[] array, ByteOrder byteOrder) {
        this.path = path;
        this.array = array;
        this.littleEndian = byteOrder == ByteOrder.LITTLE_ENDIAN;
    }

    private static VarHandle view(Class<?> type, ByteOrder order) {
        return MethodHandles.byteArrayViewVarHandle(type, order);
    }

    /** {@return the path for messages} */
    public String path() {
        return path;
    }

    /** {@return the bytes themselves, for hot loops; not to be changed} */
    public byte[] array() {
        return array;
    }

    /** {@return how numbers are laid out} */
    public ByteOrder byteOrder() {
        return littleEndian ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    }

    /** {@return how many bytes there are} */
    public int size() {
        return array.length;
    }

    /** {@return whether the range lies in the file; all unsigned} */
    public boolean contains(long offset, long length) {
        return Long.compareUnsigned(length, array.length) <= 0
                && Long.compareUnsigned(offset, array.length - length) <= 0;
    }

    /** {@return the byte at the offset, 0 to 255} */
    public int u8(long offset) throws MalformedFileException {
        return array[at(offset, 1)] & 0xff;
    }

    /** {@return the 16-bit number at the offset, unsigned} */
    public int u16(long offset) throws MalformedFileException {
        return (short) (littleEndian ? SHORT_LE : SHORT_BE).get(array, at(offset, 2)) & 0xffff;
    }

    /** {@return the 32-bit number at the offset, unsigned} */
    public long u32(long offset) throws MalformedFileException {
        return (int) (littleEndian ? INT_LE : INT_BE).get(array, at(offset, 4)) & 0xffffffffL;
    }

    /** {@return the 64-bit number at the offset} */
    public long u64(long offset) throws MalformedFileException {
        return (long) (littleEndian ? LONG_LE : LONG_BE).get(array, at(offset, 8));
    }

    /** {@return the address-sized number at the offset, unsigned} */
    public long word(ElfClass elfClass, long offset) throws MalformedFileException {
        return elfClass == ElfClass.ELF64 ? u64(offset) : u32(offset);
    }

    /**
     * A NUL-terminated string.
     *
     * @param offset file offset of its first byte
     * @param end where its table ends, exclusive
     * @return the string, read as UTF-8
     * @throws MalformedFileException when no NUL stands before the end
     */
    public String string(long offset, long end) throws MalformedFileException {
        int start = at(offset, 0);
        for (int i = start; i < end && i < array.length; i++) {
            if (array[i] == 0) {
                return new String(array, start, i - start, StandardCharsets.UTF_8);
            }
        }
        throw new MalformedFileException(path, offset, "string without a terminating NUL in its table");
    }

    private int at(long offset, int length) throws MalformedFileException {
        if (!contains(offset, length)) {
            throw new MalformedFileException(
                    path,
                    offset,
                    "expected " + length + " bytes, the file ends at 0x" + Integer.toHexString(array.length));
        }
        return (int) offset;
    }
}
