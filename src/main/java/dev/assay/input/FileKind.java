package dev.assay.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a file is by its first bytes; names do not count. */
public enum FileKind {
    /** Starts with {@code 7f 45 4c 46}. */
    ELF,
    /** An {@code ar} archive, thin or not, that is no package. */
    ARCHIVE,
    /** A Debian package: an {@code ar} archive whose first member is {@code debian-binary} (deb(5)). */
    DEB,
    /** An RPM package: starts with a lead, {@code ed ab ee db}. */
    RPM,
    /** Anything else, the empty file among it. */
    OTHER;

    /** How many first bytes of a file {@link #of} looks at. */
    public static final int HEAD = 8 + 16;

    private static final byte[] ELF_MAGIC = {0x7f, 'E', 'L', 'F'};
    private static final byte[] RPM_MAGIC = {(byte) 0xed, (byte) 0xab, (byte) 0xee, (byte) 0xdb};
    private static final byte[] ARCHIVE_MAGIC = ascii("!<arch>\n");
    private static final byte[] THIN_MAGIC = ascii("!<thin>\n");
    private static final byte[] FIRST_OF_DEB = ascii("debian-binary");

    /**
     * Tells what a file is.
     *
     * @param head its first {@link #HEAD} bytes or more; all of them when it is shorter
     * @return what it is
     */
    public static FileKind of(byte[] head) {
        if (has(head, 0, ELF_MAGIC)) {
            return ELF;
        }
        if (has(head, 0, RPM_MAGIC)) {
            return RPM;
        }
        if (has(head, 0, ARCHIVE_MAGIC)) {
            return has(head, ARCHIVE_MAGIC.length, FIRST_OF_DEB) ? DEB : ARCHIVE;
        }
        return has(head, 0, THIN_MAGIC) ? ARCHIVE : OTHER;
    }

    /** {@return the first bytes of a regular file, as {@link #of} takes them} */
    static byte[] head(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            return stream.readNBytes(HEAD);
        }
    }

    private static boolean has(byte[] head, int at, byte[] magic) {
        if (magic.length > head.length - at) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if (head[at + i] != magic[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
