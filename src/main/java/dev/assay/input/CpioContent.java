package dev.assay.input;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The files in the payload of an RPM package, handed over one by one.
 *
 * <p>The payload is cpio's format of 1990 (cpio(5), "New ASCII Format"): a header of magic {@code 070701} and 13 numbers of
 * 8 hexadecimal digits, the name, the content, each padded to 4 bytes. Sizes have 32 bits, so packages with a file of 4 GiB
 * or more use a form of rpm's own: magic {@code 07070X}, the file's index in the package's header, the content (rpm's
 * lib/cpio.c). Names of one file follow one another, and only the last has the content.
 */
final class CpioContent {
    private static final int LONGEST_NAME = 1 << 16;
    private static final int PADDING = 4;
    private static final int FIELDS = 13;
    private static final int DIGITS = 8;
    private static final String LAST = "TRAILER!!!";

    private final UnpackedStream unpacked;
    private final RpmFiles listed;
    private final PackageVisitor visitor;
    private final ContentReader reader;
    private final Map<String, Integer> indexes = new HashMap<>();
    private final Map<Integer, List<String>> waiting = new HashMap<>();
    private long position;

    CpioContent(UnpackedStream unpacked, RpmFiles listed, Limits limits, PackageVisitor visitor) {
        this.unpacked = unpacked;
        this.listed = listed;
        this.visitor = visitor;
        this.reader = new ContentReader(limits, unpacked.believed(), visitor);
        for (int i = 0; i < listed.count(); i++) {
            indexes.put(listed.at(i).path(), i);
        }
    }

    /**
     * An entry's header.
     *
     * @param index of the file in the package's header, where it is listed
     */
    private record Entry(String path, int mode, long size, OptionalInt index) {}

    /**
     * Hands over all entries, then reads what is left, so that the decompressor's checksums are compared.
     *
     * @throws IOException for damage of the payload or of its compression, and for what passes a limit
     */
    void visit() throws IOException {
        while (true) {
            unpacked.allow(2L * LONGEST_NAME);
            String magic = text(6);
            boolean byIndex = magic.equals("07070X");
            if (!byIndex && !magic.equals("070701") && !magic.equals("070702")) {
                throw new IOException("expected a cpio header at byte " + (position - 6) + " of the payload");
            }
            Entry entry = byIndex ? listedEntry() : namedEntry();
            if (entry.path().equals(LAST)) {
                break;
            }
            reader.check(entry.path(), entry.size());
            unpacked.allow(entry.size() + PADDING);
            visit(entry);
            position += entry.size();
            pad();
        }
        unpacked.allow(Long.MAX_VALUE);
        unpacked.transferTo(OutputStream.nullOutputStream());
        if (!waiting.isEmpty()) {
            throw new IOException("payload ends without the content of "
                    + waiting.values().iterator().next().get(0));
        }
    }

    private Entry listedEntry() throws IOException {
        long index = number(text(DIGITS));
        pad();
        if (index >= listed.count()) {
            throw new IOException("payload has file " + index + " of " + listed.count());
        }
        RpmFiles.Listed file = listed.at((int) index);
        // rpm's lib/rpmfi.c, rpmfiArchiveNext: of several names of a file only the last has content.
        return new Entry(
                file.path(), file.mode(), listed.hasContent((int) index) ? file.size() : 0, OptionalInt.of((int)
                        index));
    }

    private Entry namedEntry() throws IOException {
        String fields = text(FIELDS * DIGITS);
        int mode = (int) number(field(fields, 1));
        long size = number(field(fields, 6));
        long nameSize = number(field(fields, 11));
        if (nameSize < 1 || nameSize > LONGEST_NAME) {
            throw new IOException("cpio name of " + nameSize + " bytes, more than the limit (" + LONGEST_NAME + ")");
        }
        byte[] name = exactly((int) nameSize);
        pad();
        String path = TarContent.normalised(new String(name, 0, name.length - 1, StandardCharsets.UTF_8));
        Integer index = indexes.get(path);
        return new Entry(path, mode, size, index == null ? OptionalInt.empty() : OptionalInt.of(index));
    }

    private void visit(Entry entry) throws IOException {
        switch (entry.mode() & RpmFiles.TYPE) {
            case RpmFiles.REGULAR -> regular(entry);
            case RpmFiles.LINK -> visitor.symlink(entry.path(), target(entry));
            case RpmFiles.DIRECTORY -> {
                visitor.directory(entry.path(), entry.mode() & ~RpmFiles.TYPE);
                skip(entry.size());
            }
            default -> {
                visitor.passedOver(new PackageFile(entry.path(), 0, entry.mode() & ~RpmFiles.TYPE));
                skip(entry.size());
            }
        }
    }

    private void regular(Entry entry) throws IOException {
        if (entry.index().isPresent()
                && entry.size() == 0
                && !listed.hasContent(entry.index().getAsInt())) {
            waiting.computeIfAbsent(listed.contentAt(entry.index().getAsInt()), first -> new ArrayList<>())
                    .add(entry.path());
            return;
        }
        reader.file(new PackageFile(entry.path(), entry.size(), entry.mode() & ~RpmFiles.TYPE), unpacked);
        if (entry.index().isPresent()) {
            List<String> others = waiting.remove(entry.index().getAsInt());
            if (others != null) {
                for (String other : others) {
                    visitor.hardLink(other, entry.path());
                }
            }
        }
    }

    private String target(Entry entry) throws IOException {
        if (entry.size() > LONGEST_NAME) {
            throw new IOException(entry.path() + " leads to a path of " + entry.size() + " bytes, more than the limit ("
                    + LONGEST_NAME + ")");
        }
        byte[] target = unpacked.readNBytes((int) entry.size());
        if (target.length < entry.size()) {
            throw new EOFException("payload ends within a symbolic link");
        }
        return new String(target, StandardCharsets.UTF_8);
    }

    private void skip(long size) throws IOException {
        unpacked.skipNBytes(size);
    }

    private static String field(String fields, int index) {
        return fields.substring(index * DIGITS, (index + 1) * DIGITS);
    }

    private long number(String digits) throws IOException {
        try {
            return Long.parseUnsignedLong(digits, 16);
        } catch (NumberFormatException e) {
            throw new IOException("cpio header at byte " + position + " of the payload holds no number", e);
        }
    }

    private String text(int size) throws IOException {
        return new String(exactly(size), StandardCharsets.ISO_8859_1);
    }

    private byte[] exactly(int size) throws IOException {
        byte[] bytes = unpacked.readNBytes(size);
        position += bytes.length;
        if (bytes.length < size) {
            throw new EOFException("payload ends within a cpio header");
        }
        return bytes;
    }

    private void pad() throws IOException {
        int count = (int) (-position & (PADDING - 1));
        exactly(count);
    }
}
