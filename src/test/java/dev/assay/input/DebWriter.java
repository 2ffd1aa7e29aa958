package dev.assay.input;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.LZMAOutputStream;
import org.tukaani.xz.XZOutputStream;

/** Writes Debian packages, as dpkg-deb does. */
public final class DebWriter {
    public static final String CONTROL = """
            Package: qemu-user-static
            Version: 1:7.2+b3
            Architecture: amd64
            Source: qemu (1:7.2)
            Description: x
             more: of it
            """;

    private final ByteArrayOutputStream dataBytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream data = tar(dataBytes);
    private final Map<String, String> scripts = new LinkedHashMap<>();
    private String control = CONTROL;
    private Compression compression = Compression.NONE;

    public static DebWriter deb() {
        return new DebWriter();
    }

    public DebWriter control(String text) {
        control = text;
        return this;
    }

    DebWriter compressedAs(Compression how) {
        compression = how;
        return this;
    }

    public DebWriter file(String path, byte[] content) {
        return file(path, TarArchiveEntry.DEFAULT_FILE_MODE, content);
    }

    /** A file of a mode as tar has it: some writers put the type of file before the permissions. */
    public DebWriter file(String path, int mode, byte[] content) {
        add(data, path, mode, content);
        return this;
    }

    public DebWriter directory(String path) {
        add(data, path + "/", TarArchiveEntry.DEFAULT_DIR_MODE, new byte[0]);
        return this;
    }

    /** A maintainer script. */
    public DebWriter script(String name, String text) {
        scripts.put(name, text);
        return this;
    }

    public DebWriter hardLink(String path, String target) {
        return link(path, target, TarConstants.LF_LINK);
    }

    public DebWriter symlink(String path, String target) {
        return link(path, target, TarConstants.LF_SYMLINK);
    }

    DebWriter fifo(String path) {
        return link(path, "", TarConstants.LF_FIFO);
    }

    public byte[] bytes() {
        return ArWriter.plain()
                .member("debian-binary", "2.0\n")
                .member("control.tar" + suffix(compression), pack(controlTar(), compression))
                .member("data.tar" + suffix(compression), pack(dataTar(), compression))
                .bytes();
    }

    byte[] controlTar() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarArchiveOutputStream tar = tar(bytes);
        add(tar, "./control", TarArchiveEntry.DEFAULT_FILE_MODE, control.getBytes(StandardCharsets.UTF_8));
        scripts.forEach((name, text) -> add(tar, "./" + name, 0755, text.getBytes(StandardCharsets.UTF_8)));
        close(tar);
        return bytes.toByteArray();
    }

    byte[] dataTar() {
        close(data);
        return dataBytes.toByteArray();
    }

    static String suffix(Compression compression) {
        return switch (compression) {
            case NONE -> "";
            case GZIP -> ".gz";
            case XZ -> ".xz";
            case LZMA -> ".lzma";
            case BZIP2 -> ".bz2";
            case ZSTD -> ".zst";
        };
    }

    static byte[] pack(byte[] content, Compression compression) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream packing = switch (compression) {
            case NONE -> bytes;
            case GZIP -> new GZIPOutputStream(bytes);
            case XZ -> new XZOutputStream(bytes, new LZMA2Options(1));
            case LZMA -> new LZMAOutputStream(bytes, new LZMA2Options(1), -1);
            case BZIP2 -> new BZip2CompressorOutputStream(bytes, 1);
            case ZSTD -> new ZstdOutputStream(bytes).setChecksum(true);
        }) {
            packing.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Makes the first entry of a tar one of another type. */
    static void retype(byte[] tar, char type) {
        tar[156] = (byte) type;
        mendChecksum(tar, 0);
    }

    /** Computes the checksum of a tar header anew: the sum of its bytes, its own field counted as spaces. */
    static void mendChecksum(byte[] tar, int header) {
        Arrays.fill(tar, header + 148, header + 156, (byte) ' ');
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += tar[header + i] & 0xff;
        }
        byte[] digits = String.format(Locale.ROOT, "%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, tar, header + 148, digits.length);
    }

    private static TarArchiveOutputStream tar(OutputStream out) {
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
        return tar;
    }

    private static void add(TarArchiveOutputStream tar, String path, int mode, byte[] content) {
        try {
            TarArchiveEntry entry = new TarArchiveEntry(path);
            entry.setSize(content.length);
            entry.setMode(mode);
            entry.setModTime(0);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private DebWriter link(String path, String target, byte flag) {
        try {
            TarArchiveEntry entry = new TarArchiveEntry(path, flag);
            entry.setLinkName(target);
            entry.setModTime(0);
            data.putArchiveEntry(entry);
            data.closeArchiveEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    private static void close(TarArchiveOutputStream tar) {
        try {
            tar.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
