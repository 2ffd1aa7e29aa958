package dev.assay.linkage;

import dev.assay.MalformedFileException;
import dev.assay.elf.ElfReader;
import dev.assay.elf.EmbeddedHeader;
import dev.assay.linkage.EmbeddedFiles.Completeness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Looks for ELF files inside a file: behind its end, in a section of their own, or in its read-only data; inside one another
 * too. A launcher carries its program that way, and qemu the vDSOs of its guests. One that lies there XORed with one key or as
 * base64 counts as well, and one that is compressed where somebody unpacks it.
 *
 * <p>The magic number alone proves nothing: every program that reads ELF files has it. What counts is a header that makes
 * sense, whose tables and segments lie in the file that is there.
 */
public final class EmbeddedSearch {
    /** A bound on what a file made of headers costs; far more than any program carries. */
    private static final int MOST = 64;

    private static final int IDENTIFICATION = 16;

    private final String path;
    private final Consumer<byte[]> contents;
    private final List<EmbeddedFile> files = new ArrayList<>();
    private int copies;
    private boolean complete = true;

    /**
     * Begins one.
     *
     * @param path of the file, for messages
     * @param contents takes the bytes of each ELF file that is found, in their order
     */
    public EmbeddedSearch(String path, Consumer<byte[]> contents) {
        this.path = path;
        this.contents = contents;
    }

    /** Looks in the file; it may be an ELF file itself, which is not counted. */
    public void lookIn(byte[] file) {
        MagicScanner scanner = new MagicScanner(file);
        for (int at = scanner.next(1); at >= 0 && complete; at = scanner.next(at + 1)) {
            meet(file, scanner, at, at, "");
        }
    }

    /**
     * Looks in something that lies in the file compressed.
     *
     * @param packing how it is compressed: {@code gzip}
     * @param offset of its first byte in the file
     */
    public void lookIn(byte[] unpacked, String packing, int offset) {
        MagicScanner scanner = new MagicScanner(unpacked);
        for (int at = scanner.next(0); at >= 0 && complete; at = scanner.next(at + 1)) {
            meet(unpacked, scanner, at, offset, packing);
        }
    }

    /** Notes that there is something that is not looked in. */
    public void passOver() {
        complete = false;
    }

    /** {@return what was found} */
    public EmbeddedFiles found() {
        return new EmbeddedFiles(files, complete ? Completeness.ALL : Completeness.CUT_SHORT, Optional.empty());
    }

    private void meet(byte[] bytes, MagicScanner scanner, int at, int offset, String wrapping) {
        if (scanner.isBase64(at)) {
            copy(base64(bytes, at), offset, joined(wrapping, "base64"));
        } else if (scanner.key(at) == 0) {
            add(bytes, at, offset, wrapping);
        } else if (isIdentification(masked(bytes, at, Math.min(bytes.length, at + IDENTIFICATION)))) {
            String key = "XOR 0x" + Integer.toHexString(scanner.key(at));
            copy(masked(bytes, at, bytes.length), offset, joined(wrapping, key));
        }
    }

    private void copy(byte[] bytes, int offset, String wrapping) {
        copies++;
        complete &= copies <= MOST;
        if (complete) {
            add(bytes, 0, offset, wrapping);
        }
    }

    private void add(byte[] bytes, int at, int offset, String wrapping) {
        OptionalLong size = EmbeddedHeader.extent(bytes, at);
        complete &= size.isEmpty() || files.size() < MOST;
        if (size.isPresent() && complete) {
            byte[] file = Arrays.copyOfRange(bytes, at, at + (int) size.getAsLong());
            files.add(new EmbeddedFile(offset, file.length, linkage(path, file), wrapping));
            contents.accept(file);
        }
    }

    private static String joined(String outer, String inner) {
        return outer.isEmpty() ? inner : outer + ", " + inner;
    }

    private static Linkage linkage(String path, byte[] file) {
        try {
            return LinkageReader.of(ElfReader.read(path, file));
        } catch (MalformedFileException e) {
            return LinkageReader.malformed(e);
        }
    }

    /** Class, byte order and version (gABI, "ELF Identification"): what differs as ELF's magic number does is one in 16 million. */
    private static boolean isIdentification(byte[] start) {
        return start.length == IDENTIFICATION
                && (start[4] == 1 || start[4] == 2)
                && (start[5] == 1 || start[5] == 2)
                && start[6] == 1;
    }

    private static byte[] masked(byte[] bytes, int from, int to) {
        byte[] plain = new byte[to - from];
        int key = bytes[from] ^ 0x7f;
        for (int i = 0; i < plain.length; i++) {
            plain[i] = (byte) (bytes[from + i] ^ key);
        }
        return plain;
    }

    /** What the letters from a place on stand for, as far as they are letters of base64 or ends of lines. */
    private static byte[] base64(byte[] bytes, int from) {
        int to = from;
        while (to < bytes.length && (isLetter(bytes[to]) || bytes[to] == '\n' || bytes[to] == '\r')) {
            to++;
        }
        // Three bytes have four letters: what is left of the last four may belong to what follows.
        byte[] letters = Arrays.copyOfRange(bytes, from, to);
        int kept = 0;
        for (byte letter : letters) {
            if (isLetter(letter)) {
                letters[kept++] = letter;
            }
        }
        int left = kept % 4 == 1 ? 1 : 0;
        return Base64.getDecoder().decode(Arrays.copyOf(letters, kept - left));
    }

    private static boolean isLetter(byte letter) {
        return letter >= 'A' && letter <= 'Z'
                || letter >= 'a' && letter <= 'z'
                || letter >= '0' && letter <= '9'
                || letter == '+'
                || letter == '/';
    }
}
