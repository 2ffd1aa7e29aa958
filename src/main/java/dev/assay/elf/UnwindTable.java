package dev.assay.elf;

import dev.assay.MalformedFileException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where functions begin, as the unwinder knows it: stripping takes symbols away and leaves .eh_frame, since exceptions and
 * thread cancellation need it (LSB Core, "Exception Frames"). What cannot be read ends the reading: what was found before
 * it stays found.
 */
public final class UnwindTable {
    private static final int ABSOLUTE = 0x00;
    private static final int UNSIGNED_4 = 0x03;
    private static final int SIGNED_4 = 0x0b;
    private static final int PC_RELATIVE = 0x10;
    private static final int DATA_RELATIVE = 0x30;

    private final Image image;
    private final Bytes bytes;
    private long start;
    private long end;

    private UnwindTable(Image image) {
        this.image = image;
        this.bytes = image.bytes();
    }

    /** Takes ranges of code. */
    @FunctionalInterface
    public interface Ranges {
        /**
         * A range.
         *
         * @param address virtual address of its first byte, unsigned
         * @param size bytes
         */
        void range(long address, long size);
    }

    /**
     * Where the table itself lies, as far as it could be read.
     *
     * @param address virtual address of its first byte, unsigned
     * @param size bytes; 0 when there is none
     */
    public record Extent(long address, long size) {}

    /** {@return where an image's frame descriptions lie} */
    public static Extent extent(Image image) {
        UnwindTable table = new UnwindTable(image);
        ranges(table, (address, size) -> {});
        return new Extent(table.start, table.end - table.start);
    }

    /**
     * Where the index of the table lies, by which the unwinder searches it: .eh_frame_hdr, pairs of a function's distance and
     * its description's, as far as these lead into the table (LSB Core, "The .eh_frame_hdr section").
     *
     * @param image an image
     * @param table of the image
     * @return the index; of size 0 when there is none
     */
    public static Extent index(Image image, Extent table) {
        UnwindTable index = new UnwindTable(image);
        try {
            index.readIndex(table);
        } catch (MalformedFileException e) {
            return new Extent(0, 0); // a segment that leaves the file: no loader reads it
        }
        return new Extent(index.start, index.end - index.start);
    }

    /**
     * Tells the ranges that frame descriptions cover.
     *
     * @param image an image
     * @param sink takes ranges, in the order of the table
     */
    public static void ranges(Image image, Ranges sink) {
        ranges(new UnwindTable(image), sink);
    }

    private static void ranges(UnwindTable table, Ranges sink) {
        try {
            table.read(sink);
        } catch (MalformedFileException e) {
            return; // a table that is cut short: no loader reads it
        }
    }

    private void read(Ranges sink) throws MalformedFileException {
        Optional<Section> section = image.sections().stream()
                .filter(named -> named.name().equals(".eh_frame") && named.address() != 0)
                .findFirst();
        OptionalLong address =
                section.isPresent() ? OptionalLong.of(section.get().address()) : addressInHeader();
        if (address.isEmpty()) {
            address = firstCommonEntry();
        }
        if (address.isEmpty()) {
            return;
        }
        Optional<Segment> load = image.loadAt(address.getAsLong());
        if (load.isPresent()) {
            long distance = address.getAsLong() - load.get().address();
            long end = section.isPresent()
                    ? Math.min(distance + section.get().size(), load.get().fileSize())
                    : load.get().fileSize();
            readEntries(load.get(), distance, end, sink);
        }
    }

    /** The header of .eh_frame_hdr: version, three encodings, and the address of .eh_frame. */
    private OptionalLong addressInHeader() throws MalformedFileException {
        Optional<Segment> header = header();
        return header.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(header.get().address() + 4 + (int) bytes.u32(offset(header.get()) + 4));
    }

    private Optional<Segment> header() throws MalformedFileException {
        for (Segment segment : image.segments()) {
            if (segment.type() == Segment.PT_GNU_EH_FRAME
                    && image.fileOffset(segment.address()).isPresent()) {
                boolean usual =
                        bytes.u8(offset(segment)) == 1 && bytes.u8(offset(segment) + 1) == (PC_RELATIVE | SIGNED_4);
                if (usual) {
                    return Optional.of(segment);
                }
            }
        }
        return Optional.empty();
    }

    private long offset(Segment segment) {
        return image.fileOffset(segment.address()).orElseThrow();
    }

    /** Behind the header the number of pairs, then these, counted from where the header begins. */
    private void readIndex(Extent table) throws MalformedFileException {
        Optional<Segment> header = header();
        if (header.isEmpty()) {
            return;
        }
        long from = offset(header.get());
        boolean searched = bytes.u8(from + 2) == UNSIGNED_4 && bytes.u8(from + 3) == (DATA_RELATIVE | SIGNED_4);
        long pairs = searched ? bytes.u32(from + 8) : 0;
        start = header.get().address();
        end = start;
        for (long pair = 0; pair < pairs; pair++) {
            long description = start + (int) bytes.u32(from + 16 + 8 * pair);
            if (Long.compareUnsigned(description - table.address(), table.size()) >= 0) {
                return;
            }
            end = start + 20 + 8 * pair;
        }
    }

    /**
     * Without section headers and without .eh_frame_hdr, which ld makes for static images only when it is asked to, the table is
     * told by its first entry: the CIE of crt1.o.
     */
    private OptionalLong firstCommonEntry() {
        byte[] array = bytes.array();
        for (Segment segment : image.segments()) {
            boolean searched = segment.type() == Segment.PT_LOAD
                    && (segment.flags() & Segment.PF_W) == 0
                    && bytes.contains(segment.offset(), segment.fileSize());
            // Four bytes each of length and id, then version and augmentation: 12 bytes from `at`, which lie in the
            // segment.
            long last = searched ? segment.offset() + segment.fileSize() - 12 : -1;
            for (long at = segment.offset(); at <= last; at += 4) {
                if (isCommonEntry(array, (int) at)) {
                    return OptionalLong.of(segment.address() + (at - segment.offset()));
                }
            }
        }
        return OptionalLong.empty();
    }

    private boolean isCommonEntry(byte[] array, int at) {
        boolean looksSo =
                array[at + 8] == 1 && array[at + 9] == 'z' && (array[at + 10] == 'R' || array[at + 10] == 'P');
        if (!looksSo) {
            return false;
        }
        try {
            return bytes.u32(at + 4L) == 0 && bytes.u32(at) >= 12 && bytes.u32(at) <= 64;
        } catch (MalformedFileException e) {
            throw new IllegalStateException("a range that was checked before", e);
        }
    }

    private void readEntries(Segment load, long from, long to, Ranges sink) throws MalformedFileException {
        long at = from;
        start = load.address() + from;
        end = start;
        long cie = -1;
        int encoding = ABSOLUTE;
        while (at + 8 <= to) {
            long length = bytes.u32(load.offset() + at);
            if (length < 4 || length > to - at - 4) {
                return; // 0 ends the table; 0xffffffff is the 64-bit form, which no linker writes
            }
            long id = bytes.u32(load.offset() + at + 4);
            if (id != 0) {
                long ofThis = at + 4 - id;
                if (ofThis != cie) {
                    cie = ofThis;
                    encoding = encoding(load.offset() + cie);
                }
                tell(load, at + 8, encoding, sink);
            }
            at += 4 + length;
            end = load.address() + at;
        }
    }

    private void tell(Segment load, long at, int encoding, Ranges sink) throws MalformedFileException {
        long base = (encoding & 0x70) == PC_RELATIVE ? load.address() + at : 0;
        switch (encoding & 0x0f) {
            case ABSOLUTE -> {
                ElfClass elfClass = image.header().elfClass();
                long next = load.offset() + at + HeaderLayout.wordSize(elfClass);
                sink.range(base + bytes.word(elfClass, load.offset() + at), bytes.word(elfClass, next));
            }
            case UNSIGNED_4, SIGNED_4 ->
                sink.range(base + (int) bytes.u32(load.offset() + at), bytes.u32(load.offset() + at + 4));
            default -> {}
        }
    }

    /** How the descriptions of a CIE write addresses: the R of its augmentation. */
    private int encoding(long cie) throws MalformedFileException {
        long at = cie + 9;
        StringBuilder augmentation = new StringBuilder();
        for (int letter = bytes.u8(at++); letter != 0 && augmentation.length() < 8; letter = bytes.u8(at++)) {
            augmentation.append((char) letter);
        }
        if (augmentation.indexOf("z") != 0) {
            return ABSOLUTE;
        }
        at = afterLeb(at); // code alignment
        at = afterLeb(at); // data alignment
        at = afterLeb(at); // return address register, of one byte in version 1: the same
        at = afterLeb(at); // size of what follows
        for (int i = 1; i < augmentation.length(); i++) {
            switch (augmentation.charAt(i)) {
                case 'R' -> {
                    return bytes.u8(at);
                }
                case 'L' -> at++;
                case 'P' -> at += 1 + personalitySize(bytes.u8(at));
                default -> {}
            }
        }
        return ABSOLUTE;
    }

    private long personalitySize(int encoding) {
        return switch (encoding & 0x0f) {
            case UNSIGNED_4, SIGNED_4 -> 4;
            case 0x02, 0x0a -> 2;
            default -> HeaderLayout.wordSize(image.header().elfClass());
        };
    }

    private long afterLeb(long from) throws MalformedFileException {
        long at = from;
        while (bytes.u8(at) >= 0x80) {
            at++;
        }
        return at + 1;
    }
}
