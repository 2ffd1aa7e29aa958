package dev.assay;

/**
 * A file whose content contradicts its format. The one exception for malformed input: it says which file, where in it,
 * and what was expected there.
 */
public final class MalformedFileException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String path;
    private final long offset;
    private final String expected;

    /**
     * @param path the file, with its place in its container: {@code libz.a(crc32.o)}
     * @param offset file offset in bytes of what is wrong, unsigned
     * @param expected what is wrong and what was expected, in lower case, without the path and the offset
     */
    public MalformedFileException(String path, long offset, String expected) {
        super(path + ": at 0x" + Long.toHexString(offset) + ": " + expected);
        this.path = path;
        this.offset = offset;
        this.expected = expected;
    }

    /** {@return the file, with its place in its container} */
    public String path() {
        return path;
    }

    /** {@return the file offset in bytes of what is wrong} */
    public long offset() {
        return offset;
    }

    /** {@return what is wrong and what was expected, without path and offset} */
    public String expected() {
        return expected;
    }
}
