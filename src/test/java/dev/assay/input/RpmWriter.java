package dev.assay.input;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Writes RPM packages, as rpmbuild does: of any format, with cpio payloads of either form. */
public final class RpmWriter {
    private static final int REGULAR = 0100000;
    private static final int LINK = 0120000;
    private static final int RPM_FORMAT = 5114;

    private record Entry(int type, int count, ByteBuffer value) {}

    private record Listed(String path, int mode, ByteBuffer content, int inode) {}

    private final Map<Integer, Entry> tags = new TreeMap<>();
    private final List<Listed> files = new ArrayList<>();
    private int major = 4;
    private int type;
    private Compression compression = Compression.GZIP;
    private String compressor = "gzip";
    private boolean byIndex;

    public static RpmWriter rpm() {
        return new RpmWriter()
                .text(RpmTag.NAME, "qemu-user-static")
                .text(RpmTag.VERSION, "8.1.0")
                .text(RpmTag.RELEASE, "1.fc39")
                .text(RpmTag.ARCH, "x86_64")
                .text(RpmTag.SOURCE_RPM, "qemu-8.1.0-1.fc39.src.rpm");
    }

    public RpmWriter text(int tag, String value) {
        tags.put(tag, new Entry(6, 1, ByteBuffer.wrap(terminated(value))));
        return this;
    }

    RpmWriter texts(int tag, String... values) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String value : values) {
            all.writeBytes(terminated(value));
        }
        tags.put(tag, new Entry(8, values.length, ByteBuffer.wrap(all.toByteArray())));
        return this;
    }

    RpmWriter numbers(int tag, int... values) {
        ByteBuffer all = ByteBuffer.allocate(4 * values.length);
        for (int value : values) {
            all.putInt(value);
        }
        tags.put(tag, new Entry(4, values.length, ByteBuffer.wrap(all.array())));
        return this;
    }

    /** Has a shell run something after the package is installed. */
    public RpmWriter post(String text) {
        return text(RpmTag.Scriptlet.POST.text(), text).text(RpmTag.Scriptlet.POST.interpreter(), "/bin/sh");
    }

    RpmWriter without(int tag) {
        tags.remove(tag);
        return this;
    }

    RpmWriter dependency(RpmTag.Dependency kind, String name, int flags, String version) {
        return texts(kind.names(), name).numbers(kind.flags(), flags).texts(kind.versions(), version);
    }

    public RpmWriter file(String path, byte[] content) {
        files.add(new Listed(path, REGULAR | 0755, ByteBuffer.wrap(content), files.size() + 1));
        return this;
    }

    /** Another name of the file that is added next. */
    public RpmWriter nameOfNext(String path) {
        files.add(new Listed(path, REGULAR | 0755, ByteBuffer.allocate(0), -1));
        return this;
    }

    public RpmWriter symlink(String path, String target) {
        files.add(new Listed(
                path, LINK | 0777, ByteBuffer.wrap(target.getBytes(StandardCharsets.UTF_8)), files.size() + 1));
        return this;
    }

    /**
     * Format 6 as rpmbuild 6.1.0 writes it: the lead still says 4, sizes have 64 bits, and the payload names files by index.
     */
    RpmWriter format(int wanted) {
        major = wanted;
        byIndex = wanted == 6;
        return wanted == 6 ? numbers(RPM_FORMAT, 6) : this;
    }

    RpmWriter source() {
        type = 1;
        return this;
    }

    RpmWriter compressedAs(Compression how, String word) {
        compression = how;
        compressor = word;
        return this;
    }

    RpmWriter payloadByIndex() {
        byIndex = true;
        return this;
    }

    public byte[] bytes() {
        text(RpmTag.PAYLOAD_FORMAT, "cpio");
        if (!compressor.isEmpty()) {
            text(RpmTag.PAYLOAD_COMPRESSOR, compressor);
        }
        listFiles();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(lead());
        Entry payloadSize = new Entry(4, 1, ByteBuffer.wrap(new byte[4]));
        all.writeBytes(header(major < 6 ? Map.of(1000, payloadSize) : Map.of())); // a signature
        while (all.size() % 8 != 0) {
            all.write(0);
        }
        all.writeBytes(header(tags));
        all.writeBytes(DebWriter.pack(payload(), compression));
        return all.toByteArray();
    }

    private byte[] lead() {
        ByteBuffer lead = ByteBuffer.allocate(96);
        lead.putInt(0xedabeedb).put((byte) Math.min(major, 4)).put((byte) 0).putShort((short) type);
        return lead.array();
    }

    private void listFiles() {
        int[] sizes = new int[files.size()];
        int[] inodes = new int[files.size()];
        ByteBuffer modes = ByteBuffer.allocate(2 * files.size());
        String[] names = new String[files.size()];
        for (int i = files.size() - 1; i >= 0; i--) {
            Listed file = files.get(i);
            boolean name = file.inode() < 0;
            sizes[i] = name ? sizes[i + 1] : file.content().capacity();
            inodes[i] = name ? inodes[i + 1] : file.inode();
            modes.putShort(2 * i, (short) file.mode());
            names[i] = "/" + file.path();
        }
        if (major < 4) {
            texts(RpmTag.OLD_FILE_NAMES, names);
        } else {
            texts(RpmTag.DIRECTORY_NAMES, "/").numbers(RpmTag.DIRECTORY_INDEXES, new int[names.length]);
            String[] bases = new String[names.length];
            for (int i = 0; i < names.length; i++) {
                bases[i] = names[i].substring(1);
            }
            texts(RpmTag.BASE_NAMES, bases);
        }
        if (byIndex) {
            ByteBuffer wide = ByteBuffer.allocate(8 * sizes.length);
            for (int size : sizes) {
                wide.putLong(size);
            }
            tags.putIfAbsent(RpmTag.LONG_FILE_SIZES, new Entry(5, sizes.length, ByteBuffer.wrap(wide.array())));
        } else {
            numbers(RpmTag.FILE_SIZES, sizes);
        }
        tags.put(RpmTag.FILE_MODES, new Entry(3, files.size(), ByteBuffer.wrap(modes.array())));
        numbers(RpmTag.FILE_INODES, inodes).numbers(RpmTag.FILE_DEVICES, new int[files.size()]);
    }

    /** Lists sizes of 64 bits that are not those of the files. */
    RpmWriter claimedSizes(long... sizes) {
        ByteBuffer wide = ByteBuffer.allocate(8 * sizes.length);
        for (long size : sizes) {
            wide.putLong(size);
        }
        tags.put(RpmTag.LONG_FILE_SIZES, new Entry(5, sizes.length, ByteBuffer.wrap(wide.array())));
        return this;
    }

    byte[] payload() {
        ByteArrayOutputStream cpio = new ByteArrayOutputStream();
        for (int i = 0; i < files.size(); i++) {
            Listed file = files.get(i);
            if (byIndex) {
                ascii(cpio, "07070X" + String.format(Locale.ROOT, "%08x", i));
            } else {
                named(cpio, "./" + file.path(), file.mode(), file.content().capacity());
            }
            pad(cpio);
            cpio.writeBytes(bytes(file.content()));
            pad(cpio);
        }
        named(cpio, "TRAILER!!!", 0, 0);
        pad(cpio);
        return cpio.toByteArray();
    }

    private static void named(ByteArrayOutputStream cpio, String name, int mode, int size) {
        ascii(cpio, "070701");
        for (int field : new int[] {1, mode, 0, 0, 1, 0, size, 0, 0, 0, 0, name.length() + 1, 0}) {
            ascii(cpio, String.format(Locale.ROOT, "%08x", field));
        }
        ascii(cpio, name + "\0");
    }

    private static void pad(ByteArrayOutputStream cpio) {
        while (cpio.size() % 4 != 0) {
            cpio.write(0);
        }
    }

    private static void ascii(ByteArrayOutputStream cpio, String text) {
        cpio.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] header(Map<Integer, Entry> entries) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        ByteBuffer index = ByteBuffer.allocate(16 + 16 * entries.size());
        index.putInt(0x8eade801).putInt(0).putInt(entries.size()).putInt(0);
        entries.forEach((tag, entry) -> {
            while (data.size() % 8 != 0) {
                data.write(0);
            }
            index.putInt(tag).putInt(entry.type()).putInt(data.size()).putInt(entry.count());
            data.writeBytes(bytes(entry.value()));
        });
        index.putInt(12, data.size());
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.writeBytes(index.array());
        header.writeBytes(data.toByteArray());
        return header.toByteArray();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.capacity()];
        buffer.get(0, bytes);
        return bytes;
    }

    private static byte[] terminated(String value) {
        return (value + "\0").getBytes(StandardCharsets.UTF_8);
    }
}
